"""The endpoints beside Streamlit's own: streams of events, questions answered in JSON, and scripts as files.

`sse` is the one way in which something is followed, `json_endpoint` the one in which something is asked, `turns` what waits there.
`response_headers`, `known_hosts`, `request_rate`, `body_deadline` and `unsent_requests` stand before everything that is served, with
`server_settings` for what can be set; the other files are an endpoint each. `dashboard.app` puts their routes below the path that the app is served under, and
`components/browser/addresses.js` knows them in the browser.
`index_page` puts a script of ours into Streamlit's page.
It may use `core`, `dashboard.backends`, `dashboard.base_path`, `dashboard.i18n`, and of `dashboard.components` only the scripts; no page, and no session,
which a request from a script does not have.
"""

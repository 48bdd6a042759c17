"""The endpoints beside Streamlit's own: streams of events, questions answered in JSON, and scripts as files.

`sse` is the one way in which something is followed, `json_endpoint` the one in which something is asked; the other files
are an endpoint each. `dashboard.app` puts their routes below the path that the app is served under, and
`components/browser/addresses.js` knows them in the browser.
It may use `core`, `dashboard.backends`, `dashboard.i18n`, and of `dashboard.components` only the scripts; no page, and no session,
which a request from a script does not have.
"""

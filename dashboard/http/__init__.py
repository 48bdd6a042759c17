"""The endpoints beside Streamlit's own: live streams, and what a browser asks without a run of the page.

A file an endpoint, each with its route; `json_endpoint` reads and answers for those that take JSON. `dashboard.app` serves them.
It may use `dashboard.backends`, `dashboard.i18n` and `core`; no page, and no session, which a browser's request does not have.
"""

"""Network: the design as a flow chart, as forms and as code.

`page` lays them out: `flow_chart`, `network_form` and `training_form`, `code_listing`; `draft_actions` trains the draft.
What a page may use stands in `dashboard.views`.
"""

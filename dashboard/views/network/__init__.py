"""Network: the design as a flow chart, as forms and as code."""

"""The teaching engine: it trains networks and looks inside them, and knows no screen.

This floor is the front door, the names that scripts rely on: `spec`, `data`, `trainer`, `evaluation`, `anatomy`, `statistics`,
`pictures`; some of them hand on what rooms hold. `messages`, `number_format` and `templates` are what rooms say things with.
Which room may use which stands in `pyproject.toml`, for import-linter.
"""

"""The teaching engine: it trains networks and looks inside them, and knows no screen.

This floor is the front door, the names that scripts rely on: `spec`, `data`, `trainer`, `evaluation`, `anatomy`, `statistics`,
`pictures`; some of them hand on what a room holds. Every room may say things with `messages` and `number_format`, and write files
with `templates`. Which room may use which stands in `pyproject.toml`, for import-linter; each room's `__init__` says it in words.
"""

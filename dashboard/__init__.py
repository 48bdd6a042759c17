"""The screen: Streamlit pages over the engine in `core`.

`app` is the application with its endpoints, `main` the script of its pages. `backends` are the processes that pages talk to.
Which room may use which stands in `pyproject.toml`, for import-linter.
"""

"""Many trainings in turns, in the worker process.

- `engine.Engine`: runs live in it, and all that changes one is asked of it; `run_queries.RunQueries`: what is asked without
  changing anything.
- `changes`: what it tells whoever follows a run; light, for the server.

It may use `core.runs`, `core.storage`, `core.inspection`, `core.training` and the front door; `core.trainer` only once it works.
"""

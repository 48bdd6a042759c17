"""Many trainings in turns, in the worker process.

- `engine.Engine`: runs live in it, and whatever changes one is asked of it; `run_queries.RunQueries`: what can be asked without
  changing anything.
- `changes`: what it tells those who follow a run; light enough for the server.

It may use `core.runs`, `core.storage`, `core.inspection`, `core.training`, `core.fields`, `core.spec` and `core.data`; `core.trainer`
only once its thread has started, because TensorFlow takes seconds to load.
"""

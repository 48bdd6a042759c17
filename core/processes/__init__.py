"""The training process and the experiments' process, the server's side of both, and the typed verbs between them.

- The server's side: `training_client.Client`, `experiment_client.ExperimentClient`; each is a `supervisor.Supervisor` of its
  `child_process.ChildProcess`, and holds copies of what pages show in a `copy_cache.CopyCache`.
- Between them: `training_protocol`, `experiment_protocol`, and `rpc`, which sends what they say.
- The other side: `training_worker`, `experiment_worker`, each with a `process_life.Life`.

It may use `core.engine`, `core.experiments`, `core.storage`, `core.inspection`, `core.runs`, `core.training` and `core.spec`; the
server's side and the protocols only the values in them, never the engine, the service or the store.
"""

"""Experiments, in one direction: question → tasks → scheduler → results → view.

`service.Experiments` has a verb for each thing that a person can do with them. A `question.Question` or an
`architecture_search.Wish` comes to tasks (`task`), the `scheduler` has them computed on a `cluster`, each by `run_task`; what comes of
them stays in the `result_cache`, and `progress` says in values of `view` how far an experiment is. `registry` keeps the experiments
themselves, as `experiment_record` writes them down.

The scheduler knows tasks and attempts, never the service: it tells events. Only `cluster`, `local_processes` and `run_task` know
Dask, and only `run_task` the trainer. The room may use `core.storage`, `core.significance`, `core.design`, `core.training`,
`core.layers`, `core.fields`, `core.spec`, `core.data`, `core.evaluation` and `core.trainer`.
"""

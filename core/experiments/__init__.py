"""Experiments, in one direction: question → tasks → scheduler → results → view.

`service.Experiments` has a verb for each thing that a person can do with them. A `question.Question` or an `architecture_search.Wish` comes to tasks (`task`), the
`scheduler` has them computed on a `cluster`, each by `run_task`; what came of them stays in the `result_cache`, and `progress` says
in values of `view` how far an experiment is. `registry` keeps the experiments themselves.

It uses the rooms significance, design, training, storage and fields and the front door; the trainer only in the processes of the
cluster. Beside the service, only `cluster`, `local_processes` and `scheduler` know Dask.
"""

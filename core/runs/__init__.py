"""One training with its goal, phase, history and checkpoints: what can be asked of it, its next step, what came of it.

- `run.Run`: the training itself, changed under its engine's lock; it knows no TensorFlow and no disk.
- `steps`, `outcomes`: what a run wants done, and what comes back.
- `snapshot`, `record`: a run as a screen sees it, and as it is written down; values only.
- `milestones`, `errors`, `run_id`: what others need to know of runs without having any.

It may use `core.training`, `core.spec`, `core.evaluation`, `core.fields`, and of `core.significance` the interval of a test result.
"""

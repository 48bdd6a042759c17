"""One training as values and pure functions, and the compiled TensorFlow behind it.

- `train_state.TrainState`: a network in training. `history.History`: its course.
- `initial_weights`, `randomness`: what follows from the seed. `step_time`: how long an iteration takes.
- `program`: the compiled functions; the only file that knows TensorFlow, for `core.trainer` alone.

It may use `core.spec`, `core.layers` and `core.optimizers`.
"""

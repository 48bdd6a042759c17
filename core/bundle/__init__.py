"""A run to take away: one zip with a report to read, its pictures, the numbers as CSV, the weights, and what Keras and TensorBoard open.

`archive.pack` makes it from `contents.Contents`, in the reader's language; `tables` writes the CSV, `keras_file` the network and
`tensorboard_events` the course of the training, also where only that is wanted.

It may use `core.spec`, `core.evaluation`, `core.fields`, `core.layers`, `core.design`, `core.training`, `core.significance`,
`core.runs`, `core.listing`, `core.optimizers` and `core.templates`.
"""

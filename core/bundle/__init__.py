"""A run to take away: one zip with a report to read, its pictures, the numbers as CSV, the weights and the code.

`archive.pack` makes it from `contents.Contents`, in the reader's language; `tables` writes the CSV, also where only the curves are
wanted.

It may use `core.spec`, `core.evaluation`, `core.fields`, `core.layers`, `core.design`, `core.training`, `core.significance`,
`core.runs`, `core.listing` and `core.templates`.
"""

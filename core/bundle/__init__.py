"""A run to take away: one zip with a report to read, its pictures, the numbers as CSV, the weights and the code.

`archive.pack` makes it from `contents.Contents`, in the language of whoever says its sentences; `tables` writes the CSV,
also where only the curves are wanted. The room may use `spec`, `data`, `evaluation`, `statistics`, `messages`,
`number_format`, `templates`, and the rooms `design`, `training`, `runs` and `listing`.
"""

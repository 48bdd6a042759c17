"""Train: the curves, the progress lines and the test results.

`page` lays them out; `results_table` has a row for each test. What a page may use stands in `dashboard.views`.
"""

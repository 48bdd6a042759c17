"""Runs: all runs of the workspace, two of them side by side, and what can be taken away.

`page` lays them out: `run_list`, `run_comparison`, `take_away`. What a page may use stands in `dashboard.views`.
"""

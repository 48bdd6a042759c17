"""Runs: all runs of the workspace, two of them side by side, and what can be carried away."""

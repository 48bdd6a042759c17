"""Train: the curves, the progress lines and the test results."""

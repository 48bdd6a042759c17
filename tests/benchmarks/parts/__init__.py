"""The measurements: each module's `measure(plan)` gives its rows of the table."""

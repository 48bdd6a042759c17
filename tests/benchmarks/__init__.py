"""How fast and how large the app is, measured: `python -m tests.benchmarks`. Never a test: the machine decides."""

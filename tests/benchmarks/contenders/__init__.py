"""What runs in processes of its own: `python -m tests.benchmarks.contenders.NAME`, asked line by line."""

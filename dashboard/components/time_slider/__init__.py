"""The slider over a run's checkpoints."""

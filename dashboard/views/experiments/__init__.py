"""Experiments: a question or a search, how far it is, what came of it, and what everything that was run says together."""

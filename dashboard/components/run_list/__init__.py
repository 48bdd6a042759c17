"""The runs of a workspace in a table."""

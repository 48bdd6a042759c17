"""Validation accuracy as one figure and a small curve."""

"""Widgets and views that several pages use."""

"""The tutorial's progress lines."""

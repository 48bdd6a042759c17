"""A pad to draw a digit on."""

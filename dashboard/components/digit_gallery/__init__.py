"""Digits in a grid, and the results of a test over them."""

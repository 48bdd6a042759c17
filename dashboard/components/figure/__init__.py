"""A chart that Python has made: drawn in place, read by keys, told in words, its numbers as a table."""

"""Data: the images that the network learns from."""

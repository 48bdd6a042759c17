"""Where the training is, live."""

"""The confusion matrix of a network, and the difference of two."""

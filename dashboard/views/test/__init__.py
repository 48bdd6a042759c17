"""Test: accuracy, errors and the confusion matrix."""

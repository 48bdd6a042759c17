"""Test: accuracy, errors and the confusion matrix.

`page` lays them out: `error_gallery`, `confusion_matrix`, `reliability`. What a page may use stands in `dashboard.views`.
"""

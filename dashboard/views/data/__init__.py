"""Data: the images that the network learns from.

`page` has all of it; `class_chart` draws how the classes are distributed. What a page may use stands in `dashboard.views`.
"""

"""Look inside: what each layer makes of an image.

`page` says which layers there are and in which words; the browser draws it, in `dashboard.components.lens`.
What a page may use stands in `dashboard.views`.
"""

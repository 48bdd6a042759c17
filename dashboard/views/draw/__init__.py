"""Draw: a pad or a picture, and what the network says of it.

`page` has the pad, `picture_upload` the picture from a file. What a page may use stands in `dashboard.views`.
"""

"""Start: where one lands. A network learns there and then; then the ways on, and where one left off.

`page` lays it out, `opening` is the sentence and the button, `ways_on` a sentence for each page. What a page may use stands in
`dashboard.views`.
"""

"""The pages, a folder each: `page.py` is what `dashboard.navigation` names, its panels and words stand beside it.

No page imports another. A page may use `dashboard.shared`, `dashboard.session`, `dashboard.components`, `dashboard.navigation`,
`dashboard.i18n`, `dashboard.base_path`, the addresses of `dashboard.http`, and of `core` what needs no TensorFlow.
"""

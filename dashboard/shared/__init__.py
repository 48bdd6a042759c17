"""What several pages show: the head of each page, the training bar, the navigation's tools, the way to another run, what stands where nothing is yet.

It may use `dashboard.lesson`, `dashboard.session`, `dashboard.navigation`, `dashboard.components`, `dashboard.i18n`, the addresses of `dashboard.http`, and `core`; no page.
"""

"""The lesson beside the pages: a panel with one station after the other. A station asks for a prediction, brings up a page, and
tells what came of it on the learner's own run.

- `panel.lesson_panel`: what a page draws. `stations.STATIONS`: all of them in order; one file each, their texts in `assets/lessons`.
- `facts.Facts`: what a station is told of the learner's run. `predictions`: the control for each kind of prediction.

It may use `dashboard.session`, `dashboard.components`, `dashboard.http`, `dashboard.navigation`, `dashboard.i18n`, and `core`; no page.
"""

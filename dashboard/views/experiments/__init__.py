"""Experiments: a question or a search, how far it is, what came of it, and what everything that was run says together.

`page` has three views. To compare designs: `ready_questions`, `own_question` and `experiment_form`, then `experiment_answer` with
`experiment_numbers` and `more_seeds`. All results: `frontier`. The simplest network: `network_search`, then `search_result`.
What a page may use stands in `dashboard.views`.
"""

"""The test results of a run, a row for each tested iteration."""

from __future__ import annotations

import streamlit as st

from core.runs.snapshot import TestResult
from dashboard import session
from dashboard.i18n import count, fixed, percent, span


def results_table(results: tuple[TestResult, ...]) -> None:
    _ = session.current_text()
    total = results[0].total
    head = (
        _("Iterations"),
        _("Correct out of {total}").format(total=count(total)),
        _("Accuracy (95 % interval)"),
        _("Seconds"),
    )
    rows = [
        (
            count(result.iteration),
            count(result.correct),
            f"**{percent(result.accuracy)}** ({span(result.interval)})",
            fixed(result.seconds, 1),
        )
        for result in results
    ]
    lines = [head, ("---:",) * len(head), *rows]
    with st.container(key="results_table"):
        st.markdown("\n".join(f"| {' | '.join(line)} |" for line in lines))

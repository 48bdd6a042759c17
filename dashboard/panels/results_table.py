"""The test results of a run, a row for each tested iteration."""

from __future__ import annotations

import streamlit as st

from core.run import TestResult
from dashboard import state
from dashboard.text import count, margin, percent


def results_table(results: tuple[TestResult, ...]) -> None:
    _ = state.current_text()
    head = (_("Iterations"), _("Correct"), _("Test accuracy"), _("95 % interval"), _("Seconds"))
    rows = [
        (
            count(result.iteration),
            _("{correct} of {total}").format(correct=count(result.correct), total=count(result.total)),
            f"**{percent(result.accuracy)}** {margin(result.interval)}",
            f"{percent(result.interval[0])} – {percent(result.interval[1])}",
            f"{result.seconds:,.1f}",
        )
        for result in results
    ]
    lines = [head, ("---:",) * len(head), *rows]
    st.markdown("\n".join(f"| {' | '.join(line)} |" for line in lines))

"""What is to be said where several networks were judged on the same test images."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from core.runs.snapshot import Snapshot
from dashboard import session
from dashboard.i18n import count


def networks_judged(runs: Iterable[Snapshot]) -> int:
    """How many of them came to a test after an iteration or more; two runs of one design with one seed are one network."""
    judged = (run for run in runs if any(result.iteration for result in run.results))
    return len({(run.network, run.settings, run.origin) for run in judged})


def choosing_line(runs: Iterable[Snapshot]) -> None:
    """One line, from two networks on: whoever takes the one that does best on the test images has chosen by them."""
    _ = session.current_text()
    judged = networks_judged(runs)
    if judged < 2:
        return
    st.caption(
        _.ngettext(
            "{count} network was judged on these test images: choose by validation accuracy, and keep the test for the last.",
            "{count} networks were judged on these test images: choose by validation accuracy, and keep the test for the last.",
            judged,
        ).format(count=count(judged))
    )

"""The pages, in the order of the navigation: a folder below `views` and a row here is all that a page takes."""

from __future__ import annotations

from typing import NamedTuple

from core.messages import Sentence


class PageEntry(NamedTuple):
    """``name``: of its folder, and of its address below the app's. ``icon``: a Material symbol."""

    name: str
    title: Sentence
    icon: str

    @property
    def file(self) -> str:
        """As Streamlit's navigation names the page, relative to `dashboard.main`."""
        return f"views/{self.name}/page.py"


START = PageEntry("start", Sentence("Start"), "play_circle")
DATA = PageEntry("data", Sentence("Data"), "dataset")
NETWORK = PageEntry("network", Sentence("Network"), "account_tree")
TRAIN = PageEntry("train", Sentence("Train"), "show_chart")
TEST = PageEntry("test", Sentence("Test"), "fact_check")
INSIDE = PageEntry("inside", Sentence("Look inside"), "search")
DRAW = PageEntry("draw", Sentence("Draw"), "draw")
RUNS = PageEntry("runs", Sentence("Runs"), "history")
EXPERIMENTS = PageEntry("experiments", Sentence("Experiments"), "science")

PAGES = (START, DATA, NETWORK, TRAIN, TEST, INSIDE, DRAW, RUNS, EXPERIMENTS)
FIRST = START  # the one that the app opens at

"""Page set-up and navigation."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from core.data import DataError
from dashboard import state

ASSETS = Path(__file__).resolve().parent.parent / "assets"

st.set_page_config(page_title="Layer Lab", page_icon=ASSETS / "icon.svg", layout="wide")
state.open_session()
_ = state.current_text()
st.logo(ASSETS / "logo.svg", size="large")
st.html(ASSETS / "styles" / "app.html")
page = st.navigation(
    [
        st.Page("views/data.py", title=_("Data"), icon=":material/dataset:"),
        st.Page("views/network.py", title=_("Network"), icon=":material/account_tree:"),
        st.Page("views/train.py", title=_("Train"), icon=":material/show_chart:", default=True),
        st.Page("views/runs.py", title=_("Runs"), icon=":material/history:"),
        st.Page("views/experiments.py", title=_("Experiments"), icon=":material/science:"),
        st.Page("views/test.py", title=_("Test"), icon=":material/fact_check:"),
        st.Page("views/inside.py", title=_("Look inside"), icon=":material/search:"),
        st.Page("views/draw.py", title=_("Draw"), icon=":material/draw:"),
    ],
    position="top",
)
try:
    page.run()
except DataError as error:
    st.error(_.say(error.sentence), icon=":material/error:")

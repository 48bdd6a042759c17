"""What Streamlit runs for every page: page set-up and navigation."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from core.data import DataError
from dashboard import navigation, session

ASSETS = Path(__file__).resolve().parent.parent / "assets"

st.set_page_config(page_icon=ASSETS / "icon.svg", layout="wide")
session.open_session()
_ = session.current_text()
st.logo(ASSETS / "logo.svg", size="large")
st.html(ASSETS / "styles" / "app.html")
page = st.navigation(
    [
        st.Page(
            entry.file,
            title=_.say(entry.title),
            icon=f":material/{entry.icon}:",
            url_path=entry.name,
            default=entry is navigation.FIRST,
        )
        for entry in navigation.PAGES
    ],
    position="top",
)
st.set_page_config(page_title=f"{page.title} · Layer Lab")
try:
    page.run()
except DataError as error:
    st.error(_.marked(error.sentence), icon=":material/error:")

"""What stands in the navigation's row on every page: a training that goes on elsewhere, the lesson, the language, the appearance, help."""

from __future__ import annotations

import streamlit as st

from core.runs.snapshot import Snapshot
from dashboard import navigation, session
from dashboard.components.appearance.appearance_choice import appearance_choice
from dashboard.i18n import LANGUAGES, Text
from dashboard.shared.shortcuts import shortcut_keys, shortcuts_help
from dashboard.shared.training_status import training_chip


def head_tools(snapshot: Snapshot | None, chip: bool) -> None:
    """``chip``: on a page that shows no run."""
    _ = session.current_text()
    with st.container(key="head_tools", horizontal=True, vertical_alignment="center", gap="small"):
        if chip and training_chip(snapshot):
            st.switch_page(navigation.TRAIN.file)
        st.button(
            _("Lesson"), key="lesson_toggle", icon=":material/school:", type="tertiary", on_click=session.toggle_lesson
        )
        with st.popover(_("Language"), icon=":material/language:", key="language_popover", type="tertiary"):
            _language_switch(_)
        with st.popover(_("Appearance"), icon=":material/contrast:", key="appearance_popover", type="tertiary"):
            appearance_choice(_appearance_labels(_))
        with st.popover(_("Help"), icon=":material/help:", key="help", type="tertiary"):
            shortcuts_help()
        shortcut_keys()


def _language_switch(_: Text) -> None:
    languages = list(LANGUAGES)
    chosen = st.segmented_control(
        _("Language"),
        languages,
        default=session.language(),
        format_func=LANGUAGES.__getitem__,
        label_visibility="collapsed",
        key=f"language_switch_{session.language()}",
        required=True,
    )
    if chosen and chosen != session.language():
        session.choose_language(chosen)
        st.rerun()


def _appearance_labels(_: Text) -> dict[str, object]:
    return {
        "title": _("Appearance"),
        "shades": {"system": _("As the system"), "light": _("Light"), "dark": _("Dark")},
        "projector": _("Projector"),
        "projector_help": _("Larger type and thicker lines, to be read from the last row."),
    }

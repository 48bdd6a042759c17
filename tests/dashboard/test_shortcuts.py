"""The single keys: what they press is on the page, and the help lists them all."""

from __future__ import annotations

import re

import pytest

from dashboard.components import scripts
from tests.support.app import mounted, open_app


def shortcuts(app) -> list[dict]:
    (given,) = mounted(app, "shortcuts")
    return given["shortcuts"]


@pytest.mark.parametrize("page", ["train", "data", "experiments"])
def test_every_page_listens_and_lists_its_keys(client, page):
    app = open_app(page)
    keys = [each["key"] for each in shortcuts(app)]
    assert len(set(keys)) == len(keys)
    assert not {"c", "r"} & set(keys)  # Streamlit's own
    (help_,) = mounted(app, "groups")
    listed = [key for group in help_["groups"] if group["single"] for keys, _ in group["rows"] for key in keys]
    assert listed == [*keys, "?"]


def test_what_a_key_presses_is_there(client):
    app = open_app("train")
    buttons = {button.key for button in app.button}
    assert {each["button"] for each in shortcuts(app) if each["button"]} <= buttons


def test_what_a_key_asks_for_some_component_offers(client):
    offered = set()
    for content in scripts.scripts().files.values():
        for block in re.findall(r"offerCommands\(\{(.*?)\}\)", content.decode(), re.DOTALL):
            offered |= set(re.findall(r"(\w+): \(\) =>", block))
    assert {each["command"] for each in shortcuts(open_app("train")) if each["command"]} == offered

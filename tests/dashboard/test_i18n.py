"""The catalogues: complete, without leftovers, with the same fields; and no text of a page outside them."""

from __future__ import annotations

import ast
import string

import polib
import pytest
from jinja2 import Environment
from jinja2.ext import extract_from_ast

from core.messages import Sentence
from core.templates import ENDING
from dashboard import i18n
from tests.support.root import ROOT

SOURCES = sorted([*(ROOT / "core").rglob("*.py"), *(ROOT / "dashboard").rglob("*.py")])
TEMPLATES = sorted((ROOT / "core").rglob(f"*{ENDING}"))
OTHERS = [language for language in i18n.LANGUAGES if language != i18n.SOURCE]
DRAWS = {
    "title",
    "header",
    "subheader",
    "markdown",
    "caption",
    "button",
    "error",
    "warning",
    "info",
    "success",
    "metric",
}


def messages() -> set[str]:
    """Every text that is marked for translation: the literal in `_("…")` and `Sentence("…")`, also in templates."""
    found = set()
    for path in TEMPLATES:
        for line, _, told in extract_from_ast(Environment().parse(path.read_text(encoding="utf-8")), ("_",)):
            first = told[0] if isinstance(told, tuple) else told  # the fields' values stand after it
            assert isinstance(first, str), f"{path}:{line}: no literal"
            found.add(first)
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in ("_", "Sentence")
                and node.args
            ):
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    found.add(first.value)
                else:
                    assert path.name in {
                        "i18n.py",
                        "messages.py",
                        "experiment_record.py",
                        "record_json.py",
                        "templates.py",
                    }, f"{path}:{node.lineno}: no literal"
    return found


def fields(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


@pytest.mark.parametrize("language", OTHERS)
def test_a_catalogue_has_every_message_and_no_other(language):
    catalogue = polib.pofile(str(i18n.LOCALE / language / "LC_MESSAGES" / "layerlab.po"))
    translated = {entry.msgid: entry.msgstr for entry in catalogue}
    assert set(translated) == messages()
    for message, translation in translated.items():
        assert translation.strip(), message
        assert fields(message) == fields(translation), message


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_is_used(language):
    translated = i18n.text(language)
    assert translated("Train") != "Train"
    sentence = Sentence("This training is already at iteration {iteration:,}; reset it to begin anew.", iteration=1000)
    assert "1,000" in translated.say(sentence)
    assert translated.say(sentence) != str(sentence)


def test_no_page_draws_a_bare_english_text():
    for path in SOURCES:
        if path.is_relative_to(ROOT / "core"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in DRAWS
                and node.args
            ):
                first = node.args[0]
                bare = (
                    isinstance(first, ast.Constant)
                    and isinstance(first.value, str)
                    and any(c.isalpha() for c in first.value)
                )
                assert not bare, f"{path}:{node.lineno}: {first.value!r} does not go through the catalogue"


@pytest.mark.parametrize(
    ("locale", "language"), [("ko-KR", "ko"), ("ko", "ko"), ("en-GB", "en"), ("de-DE", "en"), (None, "en"), ("", "en")]
)
def test_the_language_follows_the_browser(locale, language):
    assert i18n.preferred(locale) == language


def test_numbers_are_set_like_numbers():
    assert i18n.count(9521) == "9,521"
    assert i18n.percent(0.9521) == "95.2 %"
    assert i18n.percent(1.0) == "100.0 %"
    assert i18n.percent(0.99996) == "> 99.9 %"
    assert i18n.percent(0.9994) == "99.9 %"
    assert i18n.percent(0.999, digits=0) == "> 99 %"
    assert i18n.margin((0.9478, 0.9561)) == "± 0.4"

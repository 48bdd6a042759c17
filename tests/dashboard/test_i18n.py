"""The catalogues: complete, without leftovers, with the same fields; and no text of a page outside them."""

from __future__ import annotations

import ast
import re
import shlex
import shutil
import string

import pytest
from babel.messages.catalog import Catalog
from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import read_po

from core.messages import Plural, Sentence
from dashboard import i18n
from tests.support.root import ROOT

SOURCES = sorted([*(ROOT / "core").rglob("*.py"), *(ROOT / "dashboard").rglob("*.py")])
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
MARKS = {"_", "Sentence", "Plural", "ngettext"}
# Where a text is handed on, not written.
HAND_ON = {"core/messages.py", "core/templates.py", "dashboard/i18n.py"}


def catalogue(language: str) -> Catalog:
    with open(i18n.LOCALE / language / "LC_MESSAGES" / f"{i18n.DOMAIN}.po", "rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def literals() -> set[str | tuple[str, ...]]:
    """Every text in the Python files that is marked for translation, and of those with a plural both forms."""
    found = set()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", None))
            if name not in MARKS or not node.args or str(path.relative_to(ROOT)) in HAND_ON:
                continue
            texts = tuple(
                part.value if isinstance(part, ast.Constant) else None
                for part in node.args[: 2 if name in ("Plural", "ngettext") else 1]
            )
            assert all(isinstance(text, str) for text in texts), f"{path}:{node.lineno}: no literal"
            found.add(texts if len(texts) > 1 else texts[0])
    return found


def fields(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def test_the_command_in_babel_cfg_finds_nothing_to_change(tmp_path, monkeypatch):
    (command,) = re.findall(r"^# (pybabel .*)$", (ROOT / "babel.cfg").read_text(encoding="utf-8"), re.MULTILINE)
    extract, update, _ = (shlex.split(part) for part in command.split("&&"))
    monkeypatch.chdir(ROOT)
    extract[extract.index("-o") + 1] = update[update.index("-i") + 1] = str(tmp_path / "layerlab.pot")
    update[update.index("-d") + 1] = str(tmp_path / "locale")
    shutil.copytree(i18n.LOCALE, tmp_path / "locale")
    CommandLineInterface().run(extract)
    assert not CommandLineInterface().run([*update, "--check"]), f"run: {command}"
    with open(tmp_path / "layerlab.pot", "rb") as file:
        extracted = {message.id for message in read_po(file) if message.id}
    assert literals() <= extracted  # it would not see a text inside an f-string


@pytest.mark.parametrize("language", OTHERS)
def test_a_catalogue_is_complete(language):
    found = catalogue(language)
    assert not found.obsolete
    for message in found:
        if not message.id:
            continue
        texts = message.string if message.pluralizable else (message.string,)
        sources = message.id if message.pluralizable else (message.id,)
        assert not message.fuzzy, message.id
        assert len(texts) == (found.num_plurals if message.pluralizable else 1), message.id
        assert len({frozenset(fields(source)) for source in sources}) == 1, message.id
        for text in texts:
            assert text.strip(), message.id
            assert fields(text) == fields(sources[0]), message.id


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_is_used(language):
    translated = i18n.text(language)
    assert translated("Train") != "Train"
    sentence = Sentence("This run is already at iteration {iteration:,}; reset it to start over.", iteration=1000)
    assert "1,000" in translated.say(sentence)
    assert translated.say(sentence) != str(sentence)


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_the_words_follow_from_the_number(language):
    said = i18n.text(language)
    one, two = (said.say(Plural("{count} seed", "{count} seeds", count=number)) for number in (1, 2))
    assert (one, two) == {"en": ("1 seed", "2 seeds"), "ko": ("시드 1개", "시드 2개")}[language]
    assert said.ngettext("{count} seed", "{count} seeds", 2).format(count="2") == two


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
    assert [i18n.softmax(value) for value in (0.0, 0.98765, 0.9994, 0.9996, 1.0)] == ["0.000", "0.988", "0.999", "> 0.999", "1.000"]  # fmt: skip
    assert i18n.margin((0.9478, 0.9561)) == "± 0.4"

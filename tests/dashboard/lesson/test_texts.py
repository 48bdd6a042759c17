"""The stations' texts: one for each station in each language, with the same parts, fields, formulas and choices."""

from __future__ import annotations

import re

import pytest

from core.lesson import station_text
from core.lesson.station_text import SECTIONS, Section
from dashboard import i18n
from dashboard.lesson.stations import STATIONS
from dashboard.lesson.texts import filled, station_texts

NAMES = [station.name for station in STATIONS]
OTHERS = [language for language in i18n.LANGUAGES if language != i18n.SOURCE]
PARTS = ("Text", *SECTIONS)
_WORDS = re.compile(r"\\text\{[^}]*\}")  # of a formula, which are translated


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_each_station_has_its_text_in_order(language):
    assert list(station_texts(language)) == NAMES
    assert len(set(NAMES)) == len(NAMES)


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("name", NAMES)
def test_a_translation_says_the_same(name, language):
    source, translated = station_texts(i18n.SOURCE)[name], station_texts(language)[name]
    assert source.title != translated.title
    for part in PARTS:
        mine, its = source[part], translated[part]
        assert len(mine.choices) == len(its.choices), part
        for text, other in zip(mine.parts, its.parts, strict=True):
            assert set(station_text.fields(text)) == set(station_text.fields(other)), part
            formulas = ([_WORDS.sub("", each) for each in station_text.formulas(each)] for each in (text, other))
            assert len({tuple(sorted(each)) for each in formulas}) == 1, part


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_a_text_is_short(name, language):
    text = station_texts(language)[name]
    words = station_text._FORMULA.sub("", text["Text"].text)
    sentences = [each for each in re.split(r"[.:?!](?:\s|$)", words) if each.strip()]
    assert 2 <= len(sentences) <= 7  # two to five, and what leads to a formula
    assert all(len(text[part].text) < 700 for part in PARTS)


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_numbers_of_the_code_come_in_as_fields(language):
    """What is left in digits is no number of the data, of the network or of a training."""
    for name, text in station_texts(language).items():
        for part in PARTS:
            for piece in text[part].parts:
                bare = re.sub(r"\{[a-z0-9_]+\}|\$[^$]+\$|\*\*1\*\*|TensorFlow [12]", "", piece)
                found = set(re.findall(r"\d[\d,.]*\d|\d", bare))
                assert found <= ALLOWED.get(name, set()) | {"0", "1", "2"}, (name, part, piece)


ALLOWED = {
    "softmax": {"9"},  # the digits 0 to 9
    "step": {"0.000", "001", "0.0001", "0.01"},  # the choices, which a test holds to the code's
    "untrained": {"10"},  # one in ten
    "hundred": {"100"},
    "thousand": {"1,000", "10,000", "0.1", "100"},
    "filters": {"1,000"},
    "confusion": {"7"},
}


def test_bold_type_ends_where_it_should():
    """Streamlit's Markdown does as CommonMark does: a mark before the stars and a letter after them would leave them standing."""
    section = filled(
        Section("정확도는 **{found}**입니다. **{found}**"),
        {"found": "95.2 %"},
        i18n.text("ko"),
    )
    joined = "95.2 %\u2060**입니다"
    assert joined in section.text
    assert "\u2060" not in section.text.replace(joined, "")

"""All text that a person reads, in the language of the session. English is the source; catalogues are `.po` files."""

from __future__ import annotations

import gettext
import io
from functools import cache
from pathlib import Path

import polib

from core.messages import Sentence
from core.number_format import count, margin, percent

__all__ = ["LANGUAGES", "LOCALE", "SOURCE", "Text", "catalogue", "count", "margin", "percent", "preferred", "text"]

LOCALE = Path(__file__).resolve().parent.parent / "assets" / "locale"
LANGUAGES = {"en": "English", "ko": "한국어"}
SOURCE = "en"


class Text:
    """Call it with an English text to get it in ``language``."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._catalogue = catalogue(language)

    def __call__(self, message: str) -> str:
        return self._catalogue.gettext(message)

    def say(self, sentence: Sentence | str) -> str:
        """What the engine has to say; a text is the same in every language."""
        if isinstance(sentence, str):
            return sentence
        values = {
            name: self.say(value) if isinstance(value, Sentence) else value for name, value in sentence.values.items()
        }
        return self(sentence.template).format(**values)


@cache
def catalogue(language: str) -> gettext.NullTranslations:
    """The translations into one language, read once a process."""
    path = LOCALE / language / "LC_MESSAGES" / "layerlab.po"
    if language == SOURCE:
        return gettext.NullTranslations()
    return gettext.GNUTranslations(io.BytesIO(polib.pofile(str(path)).to_binary()))


@cache
def text(language: str) -> Text:
    return Text(language)


def preferred(locale: str | None) -> str:
    """The language for a browser's locale such as "ko-KR"; English where there is no catalogue."""
    language = (locale or SOURCE).split("-")[0].lower()
    return language if language in LANGUAGES else SOURCE

"""All text that a person reads, in the language of the session. English is the source; catalogues are `.po` files.

A text is written where it is used: ``_("…")``, or ``_.ngettext("{count} seed", "{count} seeds", number)`` where its words follow from
a number; in `core` as a `Sentence` or a `Plural`. `babel.cfg` says how the catalogues are brought up to date after a change.
"""

from __future__ import annotations

import gettext
import io
from collections.abc import Callable
from functools import cache
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from core.messages import Plural, Sentence
from core.number_format import count, fixed, margin, percent, percentage, points, softmax, span
from dashboard import korean
from dashboard.markdown import literal

__all__ = [
    "DOMAIN",
    "LANGUAGES",
    "LOCALE",
    "SOURCE",
    "Text",
    "catalogue",
    "count",
    "fixed",
    "margin",
    "percent",
    "percentage",
    "points",
    "preferred",
    "softmax",
    "span",
    "text",
]

LOCALE = Path(__file__).resolve().parent.parent / "assets" / "locale"
LANGUAGES = {"en": "English", "ko": "한국어"}
SOURCE, DOMAIN = "en", "layerlab"


class Text:
    """Call it with an English text to get it in ``language``."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._catalogue = catalogue(language)

    def __call__(self, message: str) -> str:
        return self._template(self._catalogue.gettext(message))

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        """The form for that number, its fields still open."""
        return self._template(self._catalogue.ngettext(singular, plural, number))

    def say(self, sentence: Sentence | str) -> str:
        """What the engine has to say, as it is read where nothing is markup; a text is the same in every language."""
        return sentence if isinstance(sentence, str) else self._said(sentence, lambda value: value)

    def marked(self, sentence: Sentence | str) -> str:
        """The same as Markdown, for Streamlit: what is filled in may come from outside and is never markup, see `literal`."""
        if isinstance(sentence, str):
            return literal(sentence)
        return self._said(sentence, lambda value: literal(value) if isinstance(value, str) else value)

    def _said(self, sentence: Sentence, written: Callable[[object], object]) -> str:
        values = {
            name: self._said(value, written) if isinstance(value, Sentence) else written(value)
            for name, value in sentence.values.items()
        }
        if isinstance(sentence, Plural):
            return self.ngettext(sentence.template, sentence.plural, sentence.count).format(**values)
        return self(sentence.template).format(**values)

    def settled(self, text: str) -> str:
        """A text from a file whose fields are filled: words that follow from what was filled in are as they have to be."""
        return korean.with_particles(text) if self.language == "ko" else text

    def _template(self, text: str) -> str:
        """Where a language has words that follow from what is filled in, its `format` sees to them."""
        return korean.template(text) if self.language == "ko" else text


@cache
def catalogue(language: str) -> gettext.NullTranslations:
    """The translations into one language, read once a process."""
    if language == SOURCE:
        return gettext.NullTranslations()
    compiled = io.BytesIO()
    with open(LOCALE / language / "LC_MESSAGES" / f"{DOMAIN}.po", "rb") as file:
        write_mo(compiled, read_po(file, locale=language, domain=DOMAIN, abort_invalid=True))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


@cache
def text(language: str) -> Text:
    return Text(language)


def preferred(locale: str | None) -> str:
    """The language for a browser's locale such as "ko-KR"; English where there is no catalogue."""
    language = (locale or SOURCE).split("-")[0].lower()
    return language if language in LANGUAGES else SOURCE

"""A design as a piece of a web address, and back: what a shared link carries."""

from __future__ import annotations

import base64
import binascii
import re
import zlib

from core import spec
from core.messages import Sentence, SentenceError

VERSION = 1  # of the format; a link begins with it and a full stop
MOST_CHARACTERS = 4_000  # of a link; the longest design that passes takes about 500
MOST_TEXT = 16_384  # characters of the design unpacked, which `spec.from_json` takes at most; it is ASCII

_BEGINNING = re.compile(r"([1-9][0-9]{0,5})\.")
_LETTERS = re.compile(r"[A-Za-z0-9_-]*")


class LinkError(SentenceError, ValueError):
    """A link that leads to no design; ``sentence`` says why."""


def to_link(network: spec.NetworkSpec, settings: spec.TrainingSpec) -> str:
    """The design, seed included, in letters that a web address may hold. Raises `spec.SpecError` like `spec.check`."""
    packed = zlib.compress(spec.to_json(network, settings).encode("ascii"), 9)
    return f"{VERSION}.{base64.urlsafe_b64encode(packed).decode('ascii').rstrip('=')}"


def from_link(text: str) -> tuple[spec.NetworkSpec, spec.TrainingSpec]:
    """The design that `to_link` wrote. Raises `LinkError`, or `spec.SpecError` where what is written is no design that can be."""
    if not isinstance(text, str) or not text:
        raise LinkError(Sentence("The link contains no design."))
    if len(text) > MOST_CHARACTERS:
        raise LinkError(
            Sentence("The link has {size:,} characters; the maximum is {most:,}.", size=len(text), most=MOST_CHARACTERS)
        )
    beginning = _BEGINNING.match(text)
    if beginning is None:
        if f"{VERSION}.".startswith(text):
            raise LinkError(_CUT)
        raise LinkError(Sentence("The link does not start like one made by Layer Lab; copy the whole link again."))
    if int(beginning[1]) != VERSION:
        raise LinkError(
            Sentence(
                "The link was made by a newer version of Layer Lab (format {format}; this version reads format {known}).",
                format=int(beginning[1]),
                known=VERSION,
            )
        )
    try:
        return spec.from_json(_unpacked(_bytes(text[beginning.end() :])))
    except spec.Unreadable as error:
        raise spec.Unreadable(None, _NO_DESIGN) from error


_NO_DESIGN = Sentence("What the link holds is not a design; copy the whole link again.")
_CUT = Sentence("The link is incomplete; copy the whole link again.")
_ALTERED = Sentence("The link was altered along the way; copy the whole link again.")


def _bytes(letters: str) -> bytes:
    if not _LETTERS.fullmatch(letters):
        raise LinkError(_ALTERED)
    try:
        return base64.urlsafe_b64decode(letters + "=" * (-len(letters) % 4))
    except binascii.Error as error:  # one letter too few, or too many
        raise LinkError(_CUT) from error


def _unpacked(packed: bytes) -> str:
    """At most `MOST_TEXT` characters are unpacked, whatever the link asks for."""
    stream = zlib.decompressobj()
    try:
        text = stream.decompress(packed, MOST_TEXT)
    except zlib.error as error:
        raise LinkError(_ALTERED) from error
    if not stream.eof and len(text) == MOST_TEXT:
        raise LinkError(
            Sentence("The link unpacks to more than {most:,} characters, so it cannot be a design.", most=MOST_TEXT)
        )
    if not stream.eof:
        raise LinkError(_CUT)
    if stream.unused_data or not text.isascii():
        raise LinkError(_ALTERED)
    return text.decode("ascii")

"""What cannot be read as a picture."""

from __future__ import annotations

from core.messages import Sentence, SentenceError

MOST_BYTES = 15_000_000  # of a file


class PictureError(SentenceError, ValueError):
    """A picture that cannot be used; ``sentence`` says why, and what to do."""


def too_large(size: int) -> Sentence:
    """What to say of a file of so many bytes."""
    return Sentence(
        "The picture's file is larger than {most} MB: it has {size:.1f} MB. Take the picture with a lower resolution, or save it as a JPEG.",
        size=size / 1e6,
        most=MOST_BYTES // 1_000_000,
    )

"""What a paired comparison says, in words: the headline, then what there is to add. Never a bare p-value."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from core.messages import Sentence
from core.significance.difference_text import Difference
from core.significance.paired_test import SINGLE, Paired

LIMITS = Sentence(
    "The interval shows how far the luck of the seed (initial weights, order of the images, dropout) may have moved the difference. All networks learned from the same training images and were judged on the same test images: the luck of those is not included."
)


class Lost(NamedTuple):
    """Runs of one design that ended without a result."""

    letter: str
    runs: int  # of the design altogether
    diverged: int = 0
    failed: int = 0


def verdict(
    paired: Paired | None,
    letter: str,
    base: str,
    *,
    iterations: int,
    most_seeds: int,
    looks: Sequence[int] = (),
    pending: int = 0,
    cancelled: int = 0,
    itself: bool = False,
    lost: Iterable[Lost] = (),
) -> tuple[Sentence, ...]:
    """The headline and the additions about design ``letter``, compared with ``base``.

    ``paired``: of (``letter``, ``base``), after so many ``iterations``; None before the first pair. ``most_seeds``: how many a question can have.
    ``looks``: how many seeds there were each time that the question was put.
    ``pending``, ``cancelled``: pairs that are still to come, and pairs that never will. ``itself``: the two are one design.
    While pairs are to come there is no verdict: one that is given at every seed says "real" too often.
    """
    lost = tuple(lost)
    if paired is None:
        return _nothing(letter, base, pending, lost)
    said = Difference(paired, letter, base, iterations, most_seeds)
    if pending:
        return (said.so_far(pending), *_lost(lost))
    return (
        said.luck() if itself else said.headline(),
        *(said.about_luck() if itself else said.about_size()),
        *said.about_seeds(),
        *_compared(paired, base),
        *_looked(looks),
        *_cancelled(paired.n, cancelled),
        *_lost(lost),
    )


def _nothing(letter: str, base: str, pending: int, lost: tuple[Lost, ...]) -> tuple[Sentence, ...]:
    for each in lost:
        if each.diverged == each.runs > 0:
            others = tuple(other for other in lost if other is not each)
            return (
                Sentence(
                    "Nothing to compare: all runs of {letter} diverged ({runs}).",
                    letter=each.letter,
                    runs=each.runs,
                ),
                *_lost(others),
            )
    if pending:
        headline = Sentence(
            "No seed has finished for both {letter} and {base} yet; the first difference will appear then.",
            letter=letter,
            base=base,
        )
    else:
        headline = Sentence(
            "Nothing to compare: no seed has a result for both {letter} and {base}.", letter=letter, base=base
        )
    return (headline, *_lost(lost))


def _compared(paired: Paired, base: str) -> tuple[Sentence, ...]:
    if paired.comparisons == 1 or paired.verdict == SINGLE:
        return ()
    return (
        Sentence(
            "{count} designs are compared with {base}, which gives luck {count} chances, so each interval is wider ({level} % instead of 95 %).",
            count=paired.comparisons,
            base=base,
            level=format(100 * paired.level, ".4g"),
        ),
    )


def _looked(looks: Sequence[int]) -> tuple[Sentence, ...]:
    if len(looks) < 2:
        return ()
    return (
        Sentence(
            "Seeds were added after looking ({looks}). Asking again until you like the answer mistakes luck for a difference more often than 5 times in 100. To be sure, ask again with {count} fresh seeds.",
            looks=" → ".join(f"{count:,}" for count in looks),
            count=looks[-1],
        ),
    )


def _cancelled(n: int, cancelled: int) -> tuple[Sentence, ...]:
    if not cancelled:
        return ()
    return (
        Sentence(
            "It was cancelled with {n} of {total} seeds done. Stopping when the dots look right mistakes luck for a difference more often than 5 times in 100.",
            n=n,
            total=n + cancelled,
        ),
    )


def _lost(lost: tuple[Lost, ...]) -> tuple[Sentence, ...]:
    said = []
    for letter, runs, diverged, failed in lost:
        if diverged:
            said.append(
                Sentence(
                    "Not in the comparison: {count} of the {runs} runs of {letter}, which diverged; that counts against {letter}, whatever the other runs say.",
                    count=diverged,
                    runs=runs,
                    letter=letter,
                )
            )
        if failed:
            said.append(
                Sentence(
                    "Not in the comparison: {count} of the {runs} runs of {letter}, which failed.",
                    count=failed,
                    runs=runs,
                    letter=letter,
                )
            )
    return tuple(said)

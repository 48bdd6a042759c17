"""The difference between two designs as it is written: who is ahead, by how much, and what the interval says about it."""

from __future__ import annotations

from collections.abc import Sequence

from core import number_format
from core.messages import Plural, Sentence
from core.significance.paired_test import MOST_NEEDED, NONE, OPEN, REAL, SINGLE, Paired

FEW = 5  # with fewer seeds the deviation is hardly known


class Difference:
    """``paired``: of (``letter``, ``base``), after so many ``iterations``. All numbers are percentage points, with the same digits throughout.

    ``most_seeds``: how many a question can have. A difference that is real is stated from the better one's side; any other with its sign, as it is drawn: ``letter`` − ``base``.
    """

    def __init__(self, paired: Paired, letter: str, base: str, iterations: int, most_seeds: int) -> None:
        self.paired, self._most_seeds = paired, most_seeds
        ahead = paired.difference >= 0
        low, high = (_points(max(-1.0, min(1.0, end))) for end in paired.interval)
        self.near, self.far = (low, high) if ahead else (-high, -low)  # as the better one sees it
        self.size, self.edge = abs(_points(paired.difference)), float(f"{100 * paired.worthwhile:.6g}")
        digits = _digits((self.size,) if paired.verdict == SINGLE else (self.size, low, high), self.edge)
        self._values = {
            "letter": letter,
            "base": base,
            "leader": letter if ahead else base,
            "other": base if ahead else letter,
            "n": paired.n,
            "difference": number_format.fixed(self.size, digits),
            "low": number_format.fixed(low, digits),
            "high": number_format.fixed(high, digits),
            "near": number_format.fixed(self.near, digits),
            "far": number_format.fixed(self.far, digits),
            "worthwhile": f"{self.edge:g}",
            "few": FEW,
            "after": Plural("after {count:,} iteration", "after {count:,} iterations", count=iterations),
        }
        self._values["ahead"] = self._ahead()

    def headline(self) -> Sentence:
        found = self.paired.verdict
        if found == SINGLE:
            return self._single()
        if found == REAL:
            return self._real()
        return self._none() if found == NONE else self._open()

    def luck(self) -> Sentence:
        """The headline where both are one design."""
        paired = self.paired
        if paired.verdict == SINGLE:
            return self._single()
        if paired.verdict == REAL:
            return Sentence(
                "Luck that looks real: {letter} is the same design as {base}, and yet {leader} came out {difference} percentage points better ({near} to {far}) {after}. By luck alone, about 5 in 100 such experiments come out like this.",
                **self._of("letter", "base", "leader", "difference", "near", "far", "after"),
            )
        if not paired.deviation:
            return self._none()
        return Sentence(
            "Luck alone, and rightly not called real: {letter} is the same design as {base}. {ahead}; the interval of {letter} − {base} is {low} to {high} percentage points.",
            **self._of("letter", "base", "ahead", "low", "high"),
        )

    def so_far(self, pending: int) -> Sentence:
        """While so many pairs are still to come."""
        return Sentence(
            "So far, with {n} of {total} seeds: {ahead}. The verdict comes when all seeds have finished.",
            total=self.paired.n + pending,
            **self._of("n", "ahead"),
        )

    def about_size(self) -> tuple[Sentence, ...]:
        """Where the headline of a real difference leaves open whether it is large enough to matter."""
        if self.paired.verdict != REAL or not self.near < self.edge < self.far:
            return ()
        return (
            Sentence(
                "Whether it reaches the {worthwhile} percentage points that matter is open: the interval contains both smaller and larger differences.",
                **self._of("worthwhile"),
            ),
        )

    def about_luck(self) -> tuple[Sentence, ...]:
        """What the difference of a design from itself teaches."""
        deviation = self.paired.deviation
        if not deviation:
            return (
                Sentence(
                    "{letter} is the same design as {base}: any difference between them is luck.",
                    **self._of("letter", "base"),
                ),
            )
        digits = float(f"{100 * deviation:.2g}")
        return (
            Sentence(
                "This is how large luck can look: from seed to seed, the difference between two equal designs varies by about ± {deviation} percentage points.",
                deviation=format(digits, "g"),
            ),
        )

    def about_seeds(self) -> tuple[Sentence, ...]:
        """With how many seeds it came out so, and whether that is enough to build on."""
        if self.paired.verdict == SINGLE:
            return ()
        few = (
            Sentence(
                "Only {n} seeds: too few to show how large luck is; {few} or more are better.",
                **self._of("n", "few"),
            ),
        )
        return (*self._agreement(), *(few if self.paired.n < FEW and self.paired.verdict != OPEN else ()))

    def _of(self, *names: str) -> dict[str, object]:
        """Only what one sentence says: two that say the same are equal."""
        return {name: self._values[name] for name in names}

    def _agreement(self) -> tuple[Sentence, ...]:
        paired = self.paired
        if not paired.deviation:
            if not paired.difference:
                return ()
            return (Sentence("All {n} seeds gave exactly this difference.", **self._of("n")),)
        wins = paired.wins if paired.difference >= 0 else paired.n - paired.wins - paired.ties
        if paired.ties:
            return (
                Sentence(
                    "{leader} was better with {wins} of {n} seeds, and level with {ties}.",
                    wins=wins,
                    ties=paired.ties,
                    **self._of("leader", "n"),
                ),
            )
        return (Sentence("{leader} was better with {wins} of {n} seeds.", wins=wins, **self._of("leader", "n")),)

    def _ahead(self) -> Sentence:
        if not self.paired.difference:
            return Sentence("{base} and {letter} are level {after}", **self._of("base", "letter", "after"))
        return Sentence(
            "{leader} is ahead of {other} by {difference} percentage points {after}",
            **self._of("leader", "other", "difference", "after"),
        )

    def _single(self) -> Sentence:
        return Sentence(
            "One seed cannot tell: {ahead}, but only several seeds show how much of that is luck; {few} are a good start.",
            **self._of("ahead", "few"),
        )

    def _real(self) -> Sentence:
        if self.far > self.edge or self.near >= self.edge:
            return Sentence(
                "A real difference {after}: {leader} is better than {other} by {difference} percentage points ({near} to {far}); chance alone rarely produces that.",
                **self._of("leader", "other", "difference", "near", "far", "after"),
            )
        return Sentence(
            "A real difference {after}, but a small one: {leader} is better than {other} by {difference} percentage points ({near} to {far}), less than the {worthwhile} that would matter.",
            **self._of("leader", "other", "difference", "near", "far", "worthwhile", "after"),
        )

    def _none(self) -> Sentence:
        if not self.paired.deviation:
            return Sentence(
                "No difference {after}: {base} and {letter} have exactly the same accuracy with each of the {n} seeds.",
                **self._of("base", "letter", "n", "after"),
            )
        return Sentence(
            "No difference that matters: {ahead}, and the interval of {letter} − {base}, {low} to {high} percentage points, lies within ± {worthwhile}.",
            **self._of("ahead", "letter", "base", "low", "high", "worthwhile"),
        )

    def _open(self) -> Sentence:
        if self.size < self.edge:
            return Sentence(
                "Too small to tell yet: {ahead}, but the interval of {letter} − {base} is {low} to {high} percentage points. {more}",
                more=self._more(),
                **self._of("ahead", "letter", "base", "low", "high"),
            )
        return Sentence(
            "Too uncertain to tell yet: {ahead}, but the interval of {letter} − {base} is {low} to {high} percentage points. {more}",
            more=self._more(),
            **self._of("ahead", "letter", "base", "low", "high"),
        )

    def _more(self) -> Sentence:
        needed, most = self.paired.seeds_needed or 0, self._most_seeds
        if self.paired.n < FEW:  # how many more it would take is hardly known either
            return Sentence(
                "First of all, run at least {few} seeds: {n} are too few to show how large luck is.",
                **self._of("n", "few"),
            )
        if self.paired.n + needed <= most:
            return Plural(
                "About {count} more seed would settle whether the difference is as large as {worthwhile} percentage points.",
                "About {count} more seeds would settle whether the difference is as large as {worthwhile} percentage points.",
                count=needed,
                **self._of("worthwhile"),
            )
        if needed < MOST_NEEDED:
            return Sentence(
                "Settling whether the difference is as large as {worthwhile} percentage points would take about {needed:,} more seeds; an experiment can have at most {most}.",
                needed=needed if needed < 100 else int(float(f"{needed:.2g}")),
                most=most,
                **self._of("worthwhile"),
            )
        return Sentence(
            "Settling whether the difference is as large as {worthwhile} percentage points would take thousands of seeds; an experiment can have at most {most}.",
            most=most,
            **self._of("worthwhile"),
        )


def _points(share: float) -> float:
    """Percentage points, without the noise of the product: 0.0029 → 0.29."""
    return round(100 * share, 10)


def _digits(values: Sequence[float], edge: float) -> int:
    """At least 2, and so many that each number as shown lies on the same side of 0 and of ± ``edge`` as it does."""

    def sides(value: float) -> tuple[bool, ...]:
        return tuple(side for border in (0, edge, -edge) for side in (value < border, value > border))

    for digits in range(2, 10):
        if all(sides(value) == sides(float(number_format.rounded(value, digits))) for value in values):
            return digits
    return 10

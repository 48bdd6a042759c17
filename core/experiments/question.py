"""The question of an experiment: a few variants, several seeds each, so many iterations. A value; nothing here trains."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from core import spec
from core.experiments.provenance import Versions
from core.experiments.task import PlannedRun, Task
from core.fields.limits import Real, Whole
from core.messages import Sentence, SentenceError
from core.spec import NetworkSpec, TrainingSpec

LETTERS = "ABCDEF"  # what the variants are called, in their order
SAME = "same"  # the prediction that there is no difference that matters
MOST_VARIANTS, MOST_SEEDS, MOST_RUNS = len(LETTERS), 100, 300
APART = 1_000_000  # how far the seeds of two equal variants lie apart
WORTHWHILE = 0.002  # a difference of 0.2 points: as much as test images alone make uncertain at 98.7 % of 10,000

ITERATIONS = Whole(1, 20_000)
TARGET = Real(0.0001, 0.2)


class QuestionError(SentenceError, ValueError):
    """A question that cannot be; ``sentence`` names the value and the rule."""


@dataclass(frozen=True)
class Variant:
    """One of the designs that are compared: a network and how it is trained. The seed of ``settings`` counts for nothing."""

    network: NetworkSpec
    settings: TrainingSpec = field(default_factory=TrainingSpec)

    def __post_init__(self) -> None:
        object.__setattr__(self, "settings", replace(self.settings, seed=0))

    def seeded(self, seed: int) -> TrainingSpec:
        return replace(self.settings, seed=seed)

    @property
    def parameters(self) -> int:
        return spec.parameters(self.network)


@dataclass(frozen=True)
class Question:
    """The first variant is the one that the others are compared with.

    ``key``: which of `core.experiments.ready_questions.READY` it is, "" where somebody built it. ``worthwhile``: the least difference of the
    accuracy that matters to the person, as a share: 0.002 are 0.2 points.
    """

    variants: tuple[Variant, ...]
    seeds: tuple[int, ...]
    iterations: int
    worthwhile: float = WORTHWHILE
    key: str = ""

    def check(self) -> None:
        """Raise `QuestionError` or `spec.SpecError` for the first thing that cannot be."""
        if not 2 <= len(self.variants) <= MOST_VARIANTS:
            raise QuestionError(
                Sentence(
                    "The number of designs is {count}; it must be from 2 to {high}.",
                    count=len(self.variants),
                    high=MOST_VARIANTS,
                )
            )
        for variant in self.variants:
            spec.check(variant.network, variant.settings)
        if not self.seeds:
            raise QuestionError(Sentence("The question has no seeds; it needs at least one, preferably five."))
        if len(self.seeds) > MOST_SEEDS:
            raise QuestionError(
                Sentence("{count:,} seeds are too many; the maximum is {most}.", count=len(self.seeds), most=MOST_SEEDS)
            )
        if len(set(self.seeds)) != len(self.seeds):
            raise QuestionError(Sentence("A seed appears twice; the same seed gives the same training."))
        for seed in self.seeds:
            refusal = Whole(0, APART - 1).refusal("question", "seed", seed)
            if refusal is not None:
                raise QuestionError(refusal)
        for rule, name, value in ((ITERATIONS, "iterations", self.iterations), (TARGET, "worthwhile", self.worthwhile)):
            refusal = rule.refusal("question", name, value)
            if refusal is not None:
                raise QuestionError(refusal)
        runs = len(self.variants) * len(self.seeds)
        if runs > MOST_RUNS:
            raise QuestionError(
                Sentence(
                    "{designs} designs with {seeds} seeds each are {runs} runs; the maximum is {most}.",
                    designs=len(self.variants),
                    seeds=len(self.seeds),
                    runs=runs,
                    most=MOST_RUNS,
                )
            )

    def seed_of(self, variant: int, seed: int) -> int:
        """The seed that this variant trains with for ``seed``. One that stands a second time gets seeds of its own: with the
        same ones it would be the same training."""
        before = self.variants[:variant].count(self.variants[variant])
        return seed + APART * before

    def plan(self, versions: Versions) -> Iterator[PlannedRun]:
        """Every run in the order of computing, all variants of the first seed first; ``versions``: of the program here."""
        for seed in self.seeds:
            for place, variant in enumerate(self.variants):
                settings = variant.seeded(self.seed_of(place, seed))
                yield PlannedRun(place, seed, Task(variant.network, settings, self.iterations, versions))

    @property
    def one_design(self) -> bool:
        """Whether all variants are the same design: what sets its runs apart is luck."""
        return len(set(self.variants)) == 1

    @property
    def against_itself(self) -> bool:
        """Whether a design stands twice."""
        return len(set(self.variants)) < len(self.variants)

    def with_seeds(self, count: int) -> Question:
        """So many more seeds, those that follow the largest."""
        first = max(self.seeds, default=-1) + 1
        return replace(self, seeds=(*self.seeds, *range(first, first + count)))

    def with_fresh_seeds(self, count: int) -> Question:
        """The same question with so many seeds that it has not had."""
        first = max(self.seeds, default=-1) + 1
        return replace(self, seeds=tuple(range(first, first + count)))

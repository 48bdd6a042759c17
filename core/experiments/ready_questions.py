"""Ready-made questions, one click each. Another row of `READY` is another question; nothing else lists them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from core.design import presets
from core.experiments.question import Question, QuestionError, Variant
from core.fields.limits import shown
from core.messages import Sentence
from core.number_format import rate
from core.spec import Conv, Dense, NetworkSpec, Pool, TrainingSpec, tutorial

SEEDS, ITERATIONS = 5, 1_000
_TUTORIAL = Variant(tutorial())


@dataclass(frozen=True)
class Ready:
    """``about``: the question, and why the answer is not obvious. ``names``: of the variants, in their order.

    The first variant is the tutorial's: the others are compared with it.
    """

    key: str
    title: Sentence
    about: Sentence
    variants: tuple[Variant, ...]
    names: tuple[Sentence, ...]


def _preset(key: str) -> Variant:
    found = next(preset for preset in presets.PRESETS if preset.key == key)
    return Variant(found.network, found.settings)


def _each_convolution(**changes: int) -> Variant:
    layers = tuple(replace(layer, **changes) if isinstance(layer, Conv) else layer for layer in tutorial().layers)
    return Variant(NetworkSpec(layers))


def _filters(first: int, second: int) -> Variant:
    return Variant(NetworkSpec((Conv(first), Pool(), Conv(second), Pool(), Dense(128))))


_RATES = (1e-4, 1e-5, 1e-3, 1e-2, 1e-1)

READY: tuple[Ready, ...] = (
    Ready(
        "pooling",
        Sentence("Pooling or stride 2?"),
        Sentence(
            "Convolutions can halve the image themselves and save two thirds of the computation; max-pooling looks at every position and keeps the largest value. Does that show in the accuracy?"
        ),
        (_TUTORIAL, _preset("strides")),
        (Sentence("Max-pooling"), Sentence("Stride 2")),
    ),
    Ready(
        "activation",
        Sentence("ReLU or sigmoid?"),
        Sentence(
            "The sigmoid was standard for decades and is just as expressive, but its slope is small almost everywhere. What does that cost after so few iterations?"
        ),
        (_TUTORIAL, _preset("sigmoid")),
        (Sentence("ReLU"), Sentence("Sigmoid")),
    ),
    Ready(
        "dropout",
        Sentence("With or without dropout?"),
        Sentence(
            "Dropout is meant to keep a network from learning its images by heart, but in a short training most images are seen only once. Does it help even then, or does it only slow learning down?"
        ),
        (_TUTORIAL, _preset("dropout")),
        (Sentence("No dropout"), Sentence("Dropout 0.5")),
    ),
    Ready(
        "kernel",
        Sentence("Kernel size 5, 3 or 7?"),
        Sentence(
            "A larger kernel sees more of the image at once, but has more weights to learn from the same images. Which matters more?"
        ),
        (_TUTORIAL, _each_convolution(kernel=3), _each_convolution(kernel=7)),
        (Sentence("5 × 5"), Sentence("3 × 3"), Sentence("7 × 7")),
    ),
    Ready(
        "filters",
        Sentence("Half as many filters, or twice as many?"),
        Sentence(
            "More filters can tell more things apart, but they cost two to four times the computation. Are 16 and 36 too few, or already more than these digits need?"
        ),
        (_TUTORIAL, _filters(8, 18), _filters(32, 72)),
        (Sentence("16 and 36"), Sentence("8 and 18"), Sentence("32 and 72")),
    ),
    Ready(
        "depth",
        Sentence("One convolution or two?"),
        Sentence(
            "Without the second convolution the network has more parameters, not fewer: the fully connected layer gets a larger image. What counts, depth or size?"
        ),
        (_TUTORIAL, Variant(NetworkSpec((Conv(16), Pool(), Dense(128))))),
        (Sentence("Two convolutions"), Sentence("One convolution")),
    ),
    Ready(
        "rate",
        Sentence("Which learning rate?"),
        Sentence(
            "Step sizes over four orders of magnitude: steps that are too small get nowhere in the time, steps that are too large leap across every valley. How wide is the range that works?"
        ),
        tuple(Variant(tutorial(), TrainingSpec(learning_rate=value)) for value in _RATES),
        tuple(Sentence("Rate {value}", value=rate(value)) for value in _RATES),
    ),
    Ready(
        "itself",
        Sentence("The tutorial against itself"),
        Sentence(
            "The same network twice, with different seeds: whatever difference comes out is luck. How large can a difference be that means nothing?"
        ),
        (_TUTORIAL, _TUTORIAL),
        (Sentence("The tutorial"), Sentence("The tutorial again")),
    ),
)


def find(key: str) -> Ready:
    """The ready question of that key. Raises `QuestionError` where there is none."""
    for ready in READY:
        if ready.key == key:
            return ready
    raise QuestionError(
        Sentence("There is no ready-made question {key}; choose one of {keys}.", key=shown(key), keys=_keys(READY))
    )


def question(key: str, seeds: int = SEEDS, iterations: int = ITERATIONS) -> Question:
    """It with the seeds 0, 1, …, unchecked. Raises `QuestionError` where there is no such question."""
    return Question(find(key).variants, tuple(range(seeds)), iterations, key=key)


def _keys(ready: Iterable[Ready]) -> str:
    return ", ".join(each.key for each in ready)

"""What a learner can choose: the layers of a network and how it is trained; checks, shapes and costs.

Nothing here computes a network. `check` is the gate: whatever passes it can be built and trained.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from core.fields import Choice, Number, OneOf, Real, Steps, Whole, chosen, fields_of, first_refusal
from core.layers import KINDS, KINDS_BY_NAME, BatchNorm, Conv, Dense, Dropout, GlobalPool, Layer, Pool
from core.layers.activations import ACTIVATIONS as _ACTIVATIONS
from core.layers.errors import SpecError, Unreadable
from core.layers.logits import CLASSES, OUTPUT
from core.layers.precision import FLOAT32, PRECISIONS
from core.layers.summary import IMAGE_SHAPE, LayerSummary, named, summarized
from core.messages import Sentence, shown
from core.number_format import rate
from core.optimizers import OPTIMIZERS as _OPTIMIZERS

__all__ = [
    "ACTIVATIONS",
    "CLASSES",
    "IMAGE_SHAPE",
    "MAX_LAYERS",
    "MAX_MULTIPLICATIONS",
    "MAX_PARAMETERS",
    "OPTIMIZERS",
    "OUTPUT",
    "PRECISIONS",
    "BatchNorm",
    "Conv",
    "Dense",
    "Dropout",
    "GlobalPool",
    "Layer",
    "LayerSummary",
    "NetworkSpec",
    "Pool",
    "SpecError",
    "TrainingSpec",
    "Unreadable",
    "check",
    "from_json",
    "named_layers",
    "parameters",
    "summary",
    "to_json",
    "tutorial",
]

ACTIVATIONS, OPTIMIZERS = tuple(_ACTIVATIONS), tuple(_OPTIMIZERS)
MAX_LAYERS = 12
MAX_PARAMETERS = 5_000_000
MAX_MULTIPLICATIONS = 400_000_000  # per image
RATES = (*(float(f"{digit}e{power}") for power in range(-6, 0) for digit in (1, 2, 5)), 1.0)


@dataclass(frozen=True)
class NetworkSpec:
    """The layers between the image and the ten logits, in order. Flattening and the logits are implied."""

    layers: tuple[Layer, ...] = ()

    def __post_init__(self) -> None:
        if isinstance(self.layers, list):
            object.__setattr__(self, "layers", tuple(self.layers))


@dataclass(frozen=True)
class TrainingSpec:
    """How a network is trained. The defaults are the tutorial's."""

    optimizer: str = chosen(
        "adam",
        OneOf(OPTIMIZERS),
        Choice(),
        Sentence("Optimizer"),
        words={name: each.word for name, each in _OPTIMIZERS.items()},
        suggestions=OPTIMIZERS,
    )
    learning_rate: float = chosen(
        1e-4,
        Real(1e-8, 1e3),
        Steps(RATES),
        Sentence("Learning rate"),
        help=Sentence("How far the weights move in one update. Each notch to the right roughly doubles it."),
        alone=Sentence("learning rate {value}"),
        write=rate,
        suggestions=(1e-5, 3e-5, 1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 1e-1),
    )
    batch_size: int = chosen(
        64,
        Whole(1, 1024),
        Steps(tuple(2**power for power in range(11))),
        Sentence("Batch size"),
        help=Sentence("How many images are used in one iteration."),
        alone=Sentence("batches of {value}"),
        suggestions=(16, 32, 64, 128, 256),
    )
    seed: int = chosen(
        0,
        Whole(0, 2**31 - 1),
        Number(),
        Sentence("Seed"),
        help=Sentence(
            "The seed determines the initial weights, the order of the images and the dropout: the same seed, the same training."
        ),
        alone=Sentence("seed {value}"),
    )
    precision: str = chosen(FLOAT32, OneOf(PRECISIONS), Choice(), Sentence("Precision"), suggestions=PRECISIONS)


def tutorial() -> NetworkSpec:
    """The network of TensorFlow Tutorial #03-B: two convolutions with max-pooling, one fully connected layer."""
    return NetworkSpec((Conv(16, 5), Pool(), Conv(36, 5), Pool(), Dense(128)))


def check(network: NetworkSpec, settings: TrainingSpec | None = None) -> None:
    """Raise `SpecError` for the first thing that cannot be: it names the layer, the value and the rule."""
    if not isinstance(network, NetworkSpec) or not isinstance(network.layers, tuple):
        raise SpecError(None, Sentence("network: it must be a NetworkSpec whose layers are a tuple."))
    if len(network.layers) > MAX_LAYERS:
        raise SpecError(
            None,
            Sentence(
                "network: {count} layers are too many; the maximum is {most}.",
                count=len(network.layers),
                most=MAX_LAYERS,
            ),
        )
    _check_costs(tuple(summarized(named_layers(network))))
    if settings is None:
        return
    if not isinstance(settings, TrainingSpec):
        raise SpecError(None, Sentence("training: the settings must be a TrainingSpec."))
    refusal = first_refusal(settings, "training")
    if refusal is not None:
        raise SpecError(None, refusal)


def _check_costs(parts: tuple[LayerSummary, ...]) -> None:
    parameters = multiplications = 0
    for part in parts:
        parameters += part.parameters + part.moved
        multiplications += part.multiplications
        if parameters > MAX_PARAMETERS:
            sentence = Sentence(
                "{layer}: with this layer the network has {count:,} parameters; the maximum is {most:,}.",
                layer=part.name,
                count=parameters,
                most=MAX_PARAMETERS,
            )
            raise SpecError(part.name, sentence)
        if multiplications > MAX_MULTIPLICATIONS:
            sentence = Sentence(
                "{layer}: with this layer the network needs {count:,} multiplications per image; the maximum is {most:,}.",
                layer=part.name,
                count=multiplications,
                most=MAX_MULTIPLICATIONS,
            )
            raise SpecError(part.name, sentence)


def summary(network: NetworkSpec) -> tuple[LayerSummary, ...]:
    """One `LayerSummary` a layer, the implied ones included. Raises `SpecError` like `check`."""
    try:
        return _summary(network, repr(network))
    except TypeError:  # what cannot be hashed is no network: `check` says why
        check(network)
        raise


@lru_cache(maxsize=512)
def _summary(network: NetworkSpec, written: str) -> tuple[LayerSummary, ...]:
    """``written`` tells apart what is equal to Python and not to a network: 8 and 8.0, 1 and True."""
    check(network)
    return tuple(summarized(named_layers(network)))


def parameters(network: NetworkSpec) -> int:
    """How many parameters the network learns in all. Raises `SpecError` like `check`."""
    return sum(part.parameters for part in summary(network))


def named_layers(network: NetworkSpec) -> tuple[tuple[str, Layer], ...]:
    """The chosen layers with the names that they have everywhere: conv1, conv2, pool1, fc1, dropout1, …"""
    return named(network.layers, KINDS)


_MAX_JSON = 16_384  # characters; the longest design that passes takes about 2,000


def to_json(network: NetworkSpec, settings: TrainingSpec) -> str:
    """The design as one line of JSON, for links and files."""
    check(network, settings)
    layers = [{"type": layer.type_name, **_values(layer)} for layer in network.layers]
    return json.dumps({"layers": layers, "training": _values(settings)}, separators=(",", ":"))


def from_json(text: object) -> tuple[NetworkSpec, TrainingSpec]:
    """The design that `to_json` wrote. Anything odd, missing or unknown raises `SpecError`."""
    if not isinstance(text, str) or len(text) > _MAX_JSON:
        raise Unreadable(None, Sentence("design: it must be a text of at most {most:,} characters.", most=_MAX_JSON))
    try:
        design = json.loads(text, parse_constant=_no_constant, object_pairs_hook=_no_repeats)
    except (ValueError, RecursionError) as error:
        raise Unreadable(None, Sentence("design: it is not valid JSON.")) from error
    _expect_keys(design, "design", {"layers", "training"})
    if not isinstance(design["layers"], list):
        raise Unreadable(None, Sentence("design: layers must be a list."))
    layers = tuple(_layer(entry, f"layer {position}") for position, entry in enumerate(design["layers"], start=1))
    _expect_keys(design["training"], "training", set(fields_of(TrainingSpec)))
    network, settings = NetworkSpec(layers), TrainingSpec(**design["training"])
    check(network, settings)
    return network, settings


def _layer(entry: object, where: str) -> Layer:
    name = entry.get("type") if isinstance(entry, dict) else None
    if not isinstance(name, str) or name not in KINDS_BY_NAME:
        raise SpecError(
            where,
            Sentence(
                "{layer}: type is {value}; it must be one of {names}.",
                layer=where,
                value=shown(name),
                names=", ".join(KINDS_BY_NAME),
            ),
        )
    kind = KINDS_BY_NAME[name]
    values = _expect_keys(entry, where, {"type", *fields_of(kind)})
    return kind(**{field: values[field] for field in fields_of(kind)})


def _values(value: Layer | TrainingSpec) -> dict[str, object]:
    return {name: getattr(value, name) for name in fields_of(type(value))}


def _expect_keys(entry: object, where: str, names: set[str]) -> dict[str, Any]:
    if not isinstance(entry, dict) or set(entry) != names:
        sentence = Sentence(
            "{layer}: it must have exactly these entries: {names}.", layer=where, names=", ".join(sorted(names))
        )
        raise Unreadable(None, sentence)
    return entry


def _no_constant(name: str) -> None:
    raise ValueError(name)


def _no_repeats(pairs: list[tuple[str, object]]) -> dict[str, object]:
    entry = dict(pairs)
    if len(entry) != len(pairs):
        raise ValueError("a name appears twice")
    return entry

"""What a learner can choose: the layers of a network and how it is trained; checks, shapes and costs.

Nothing here computes a network. `check` is the gate: whatever passes it can be built and trained.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass, fields

from core.fields.limits import OneOf, Real, Rule, Whole, shown
from core.messages import Sentence, SentenceError

IMAGE_SHAPE = (28, 28, 1)  # rows, columns, channels
CLASSES = 10
OUTPUT = "fc_out"  # the layer of the ten logits, implied at the end of every network

MAX_LAYERS = 12
MAX_PARAMETERS = 5_000_000
MAX_MULTIPLICATIONS = 400_000_000  # per image


class SpecError(SentenceError, ValueError):
    """A design that cannot be: ``layer`` is where (None: the training settings), ``sentence`` names the value and the rule."""

    def __init__(self, layer: str | None, sentence: Sentence) -> None:
        super().__init__(sentence)
        self.layer = layer

    def __reduce__(self):
        return SpecError, (self.layer, self.sentence)


ACTIVATIONS = ("relu", "sigmoid", "tanh", "elu", "leaky_relu", "none")
OPTIMIZERS = ("adam", "sgd", "momentum", "rmsprop")
PRECISIONS = ("float32", "bfloat16")


@dataclass(frozen=True)
class Conv:
    """A two-dimensional convolution with a square kernel, its biases and its activation."""

    filters: int = 16
    kernel: int = 5
    stride: int = 1
    padding: str = "same"
    activation: str = "relu"


@dataclass(frozen=True)
class Pool:
    """Pooling over square windows that lie inside their input (``valid`` padding)."""

    kind: str = "max"
    size: int = 2
    stride: int = 2


@dataclass(frozen=True)
class Dense:
    """A fully connected layer."""

    units: int = 128
    activation: str = "relu"


@dataclass(frozen=True)
class Dropout:
    """While training, each value is set to zero with probability ``rate``, the others divided by ``1 - rate``."""

    rate: float = 0.5


Layer = Conv | Pool | Dense | Dropout

# What each field may be. Forms, checks and tests walk this one table.
RULES: dict[type, dict[str, Rule]] = {
    Conv: {
        "filters": Whole(1, 512),
        "kernel": Whole(1, 28),
        "stride": Whole(1, 28),
        "padding": OneOf(("same", "valid")),
        "activation": OneOf(ACTIVATIONS),
    },
    Pool: {"kind": OneOf(("max", "average")), "size": Whole(1, 28), "stride": Whole(1, 28)},
    Dense: {"units": Whole(1, 4096), "activation": OneOf(ACTIVATIONS)},
    Dropout: {"rate": Real(0.0, 0.95)},
}


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

    optimizer: str = "adam"
    learning_rate: float = 1e-4
    batch_size: int = 64
    seed: int = 0
    precision: str = "float32"


RULES[TrainingSpec] = {
    "optimizer": OneOf(OPTIMIZERS),
    "learning_rate": Real(1e-8, 1e3),
    "batch_size": Whole(1, 1024),
    "seed": Whole(0, 2**31 - 1),
    "precision": OneOf(PRECISIONS),
}


def tutorial() -> NetworkSpec:
    """The network of TensorFlow Tutorial #03-B: two convolutions with max-pooling, one fully connected layer."""
    return NetworkSpec((Conv(16, 5), Pool(), Conv(36, 5), Pool(), Dense(128)))


@dataclass(frozen=True)
class LayerSummary:
    """One layer with what goes in and out, its parameters, and its multiplications for one image."""

    name: str
    kind: str  # "conv" | "pool" | "flatten" | "dense" | "dropout"
    input_shape: tuple[int, ...]  # without the batch: (rows, columns, channels) or (units,)
    output_shape: tuple[int, ...]
    parameters: int
    multiplications: int
    layer: Layer | None  # None where the layer is implied: flatten, fc_out


_KINDS = {Conv: ("conv", "conv"), Pool: ("pool", "pool"), Dense: ("dense", "fc"), Dropout: ("dropout", "dropout")}


def check(network: NetworkSpec, settings: TrainingSpec | None = None) -> None:
    """Raise `SpecError` for the first thing that cannot be: it names the layer, the value and the rule."""
    if not isinstance(network, NetworkSpec) or not isinstance(network.layers, tuple):
        raise SpecError(None, Sentence("network: it must be a NetworkSpec whose layers are a tuple."))
    if len(network.layers) > MAX_LAYERS:
        raise SpecError(
            None,
            Sentence(
                "network: {count} layers are too many; the most is {most}.", count=len(network.layers), most=MAX_LAYERS
            ),
        )
    summaries = tuple(_walk(network))
    parameters = multiplications = 0
    for part in summaries:
        parameters += part.parameters
        multiplications += part.multiplications
        if parameters > MAX_PARAMETERS:
            sentence = Sentence(
                "{layer}: with it the network has {count:,} parameters; the most is {most:,}.",
                layer=part.name,
                count=parameters,
                most=MAX_PARAMETERS,
            )
            raise SpecError(part.name, sentence)
        if multiplications > MAX_MULTIPLICATIONS:
            sentence = Sentence(
                "{layer}: with it the network needs {count:,} multiplications an image; the most is {most:,}.",
                layer=part.name,
                count=multiplications,
                most=MAX_MULTIPLICATIONS,
            )
            raise SpecError(part.name, sentence)
    if settings is not None:
        if not isinstance(settings, TrainingSpec):
            raise SpecError(None, Sentence("training: the settings must be a TrainingSpec."))
        _check_fields(settings, "training", None)


def summary(network: NetworkSpec) -> tuple[LayerSummary, ...]:
    """One `LayerSummary` a layer, the implied ones included. Raises `SpecError` like `check`."""
    check(network)
    return tuple(_walk(network))


def parameters(network: NetworkSpec) -> int:
    """Numbers to learn in all. Raises `SpecError` like `check`."""
    return sum(part.parameters for part in summary(network))


def named_layers(network: NetworkSpec) -> tuple[tuple[str, Layer], ...]:
    """The chosen layers with the names they carry everywhere: conv1, conv2, pool1, fc1, dropout1, …"""
    counts: dict[type, int] = {}
    named = []
    for position, layer in enumerate(network.layers, start=1):
        if type(layer) not in _KINDS:
            sentence = Sentence(
                "layer {position}: {value} is no layer; use Conv, Pool, Dense or Dropout.",
                position=position,
                value=shown(layer),
            )
            raise SpecError(f"layer {position}", sentence)
        counts[type(layer)] = counts.get(type(layer), 0) + 1
        named.append((f"{_KINDS[type(layer)][1]}{counts[type(layer)]}", layer))
    return tuple(named)


def _check_fields(value: Layer | TrainingSpec, where: str, layer: str | None) -> None:
    for field in fields(value):
        refusal = RULES[type(value)][field.name].refusal(where, field.name, getattr(value, field.name))
        if refusal is not None:
            raise SpecError(layer, refusal)


def _walk(network: NetworkSpec) -> Iterator[LayerSummary]:
    """The layers with their shapes and costs, from the image on; raises `SpecError` at the first that cannot be."""
    shape: tuple[int, ...] = IMAGE_SHAPE
    for name, layer in named_layers(network):
        _check_fields(layer, name, name)
        if isinstance(layer, (Conv, Pool)) and len(shape) == 1:
            raise SpecError(
                name,
                Sentence(
                    "{layer}: it stands after a fully connected layer; convolution and pooling need an image, so move it before.",
                    layer=name,
                ),
            )
        if isinstance(layer, Dense) and len(shape) == 3:
            flat = (math.prod(shape),)
            yield LayerSummary("flatten", "flatten", shape, flat, 0, 0, None)
            shape = flat
        output, parameters, multiplications = _cost(name, layer, shape)
        yield LayerSummary(name, _KINDS[type(layer)][0], shape, output, parameters, multiplications, layer)
        shape = output
    if len(shape) == 3:
        flat = (math.prod(shape),)
        yield LayerSummary("flatten", "flatten", shape, flat, 0, 0, None)
        shape = flat
    yield LayerSummary(OUTPUT, "dense", shape, (CLASSES,), (shape[0] + 1) * CLASSES, shape[0] * CLASSES, None)


def _cost(name: str, layer: Layer, shape: tuple[int, ...]) -> tuple[tuple[int, ...], int, int]:
    """Output shape, parameters, multiplications an image."""
    if isinstance(layer, Dropout):
        return shape, 0, 0
    if isinstance(layer, Dense):
        return (layer.units,), (shape[0] + 1) * layer.units, shape[0] * layer.units
    rows, columns, channels = shape
    window = layer.kernel if isinstance(layer, Conv) else layer.size
    if window > min(rows, columns):
        values = {"layer": name, "size": window, "rows": rows, "columns": columns, "largest": min(rows, columns)}
        raise SpecError(
            name,
            Sentence(
                "{layer}: a kernel of {size} does not fit its {rows} × {columns} input; the largest that fits is {largest}.",
                **values,
            )
            if isinstance(layer, Conv)
            else Sentence(
                "{layer}: a window of {size} does not fit its {rows} × {columns} input; the largest that fits is {largest}.",
                **values,
            ),
        )
    if isinstance(layer, Pool):
        return (_reach(rows, window, layer.stride), _reach(columns, window, layer.stride), channels), 0, 0
    if layer.padding == "same":
        rows, columns = -(-rows // layer.stride), -(-columns // layer.stride)
    else:
        rows, columns = _reach(rows, window, layer.stride), _reach(columns, window, layer.stride)
    weights = window * window * channels * layer.filters
    return (rows, columns, layer.filters), weights + layer.filters, rows * columns * weights


def _reach(length: int, window: int, stride: int) -> int:
    """How many windows fit into ``length`` at that stride, none over the edge."""
    return (length - window) // stride + 1


_TYPES = {"conv": Conv, "pool": Pool, "dense": Dense, "dropout": Dropout}
_TYPE_NAMES = {type_: name for name, type_ in _TYPES.items()}
_MAX_JSON = 16_384  # characters; the longest design that passes takes about 2,000


def to_json(network: NetworkSpec, settings: TrainingSpec) -> str:
    """The design as one line of JSON, for links and files."""
    check(network, settings)
    layers = [{"type": _TYPE_NAMES[type(layer)], **_fields(layer)} for layer in network.layers]
    return json.dumps({"layers": layers, "training": _fields(settings)}, separators=(",", ":"))


def from_json(text: str) -> tuple[NetworkSpec, TrainingSpec]:
    """The design that `to_json` wrote. Anything odd, missing or unknown raises `SpecError`."""
    if not isinstance(text, str) or len(text) > _MAX_JSON:
        raise SpecError(None, Sentence("design: it is no text of at most {most:,} characters.", most=_MAX_JSON))
    try:
        design = json.loads(text, parse_constant=_no_constant, object_pairs_hook=_no_repeats)
    except (ValueError, RecursionError) as error:
        raise SpecError(None, Sentence("design: it is not readable JSON.")) from error
    _expect_keys(design, "design", {"layers", "training"})
    if not isinstance(design["layers"], list):
        raise SpecError(None, Sentence("design: layers must be a list."))
    layers = []
    for position, entry in enumerate(design["layers"], start=1):
        where = f"layer {position}"
        kind = entry.get("type") if isinstance(entry, dict) else None
        if not isinstance(kind, str) or kind not in _TYPES:
            raise SpecError(
                where,
                Sentence(
                    "{layer}: type is {value}; it must be one of {names}.",
                    layer=where,
                    value=shown(kind),
                    names=", ".join(_TYPES),
                ),
            )
        _expect_keys(entry, where, {"type", *RULES[_TYPES[kind]]})
        layers.append(_TYPES[kind](**{name: entry[name] for name in RULES[_TYPES[kind]]}))
    _expect_keys(design["training"], "training", set(RULES[TrainingSpec]))
    network, settings = NetworkSpec(tuple(layers)), TrainingSpec(**design["training"])
    check(network, settings)
    return network, settings


def _fields(value: Layer | TrainingSpec) -> dict[str, object]:
    return {field.name: getattr(value, field.name) for field in fields(value)}


def _expect_keys(entry: object, where: str, names: set[str]) -> None:
    if not isinstance(entry, dict) or set(entry) != names:
        sentence = Sentence(
            "{layer}: it must have exactly these entries: {names}.", layer=where, names=", ".join(sorted(names))
        )
        raise SpecError(None, sentence)


def _no_constant(name: str) -> None:
    raise ValueError(name)


def _no_repeats(pairs: list[tuple[str, object]]) -> dict[str, object]:
    entry = dict(pairs)
    if len(entry) != len(pairs):
        raise ValueError("a name stands twice")
    return entry

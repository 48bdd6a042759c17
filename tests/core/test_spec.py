"""What may be chosen: shapes and parameters against Keras, every refusal in words, JSON there and back."""

from __future__ import annotations

import copy
import itertools
import json
import math
import pickle
from dataclasses import FrozenInstanceError, fields, replace

import numpy as np
import pytest

from core import spec
from core.fields import OneOf, Real, Whole, fields_of
from core.layers import KINDS
from core.spec import Conv, Dense, Dropout, NetworkSpec, Pool, SpecError, TrainingSpec
from tests.support.keras_twin import APART, NETWORKS, model

# Windows that cut the 28 pixels in every way: strides 1 to 3, both paddings, both poolings.
GEOMETRIES = {
    f"{padding} {kernel}/{stride}, {kind} {size}/{hop}": NetworkSpec(
        (Conv(3, kernel, stride, padding), Pool(kind, size, hop), Conv(2, 2, 1, padding))
    )
    for (padding, kind), (kernel, size), stride, hop in itertools.product(
        (("same", "max"), ("valid", "average")), ((4, 3), (5, 2)), (1, 2, 3), (1, 2, 3)
    )
}


def refusal(network, settings=None) -> str:
    with pytest.raises(SpecError) as refused:
        spec.check(network, settings)
    return str(refused.value)


@pytest.mark.parametrize("name", [*NETWORKS, *GEOMETRIES])
def test_shapes_and_parameters_are_keras(name):
    network = (NETWORKS | GEOMETRIES)[name]
    summaries, twin = spec.summary(network), model(network)
    assert [part.name for part in summaries] == [layer.name for layer in twin.layers[1:] if APART not in layer.name]
    for part in summaries:
        theirs = twin.get_layer(part.name)
        assert part.input_shape == theirs.input.shape[1:], part.name
        assert part.output_shape == theirs.output.shape[1:], part.name
        assert part.parameters + part.moved == theirs.count_params(), part.name
        assert part.moved == sum(math.prod(weight.shape) for weight in theirs.non_trainable_weights), part.name


def test_the_tutorials_network():
    """The figures of the tutorial's own summary and of arithmetic by hand."""
    found = [(p.name, p.kind, p.output_shape, p.parameters, p.multiplications) for p in spec.summary(spec.tutorial())]
    assert found == [
        ("conv1", "conv", (28, 28, 16), 416, 28 * 28 * 16 * 25),
        ("pool1", "pool", (14, 14, 16), 0, 0),
        ("conv2", "conv", (14, 14, 36), 14_436, 14 * 14 * 36 * 25 * 16),
        ("pool2", "pool", (7, 7, 36), 0, 0),
        ("flatten", "flatten", (1764,), 0, 0),
        ("fc1", "dense", (128,), 225_920, 1764 * 128),
        ("fc_out", "dense", (10,), 1_290, 1280),
    ]
    assert sum(p.parameters for p in spec.summary(spec.tutorial())) == 242_062
    assert TrainingSpec() == TrainingSpec("adam", 1e-4, 64, 0, "float32")


@pytest.mark.parametrize("name", ["tutorial", "all kinds, tanh", "stride beyond the kernel", "whole image"])
def test_multiplications_are_counted_one_by_one(name):
    """Each output value of a convolution takes its whole window; counted from Keras' shapes."""
    twin = model(NETWORKS[name])
    for part in spec.summary(NETWORKS[name]):
        theirs = twin.get_layer(part.name)
        expected = math.prod(theirs.output.shape[1:]) * math.prod(theirs.kernel.shape[:-1]) if theirs.weights else 0
        assert part.multiplications == expected


def test_names_go_by_kind():
    layers = (Conv(), Dropout(), Pool(size=1, stride=1), Conv(), Pool(), Dropout(), Dense(), Dropout(), Dense())
    network = NetworkSpec(layers)
    names = ["conv1", "dropout1", "pool1", "conv2", "pool2", "dropout2", "fc1", "dropout3", "fc2"]
    assert spec.named_layers(network) == tuple(zip(names, layers, strict=True))
    assert [p.name for p in spec.summary(network)] == [*names[:6], "flatten", *names[6:], "fc_out"]
    assert [p.layer for p in spec.summary(network) if p.chosen] == list(layers)
    assert [p.name for p in spec.summary(NetworkSpec())] == ["flatten", "fc_out"]


# Every field of every kind, just inside and just outside its limits.

NAMES = {kind: f"{kind.prefix}1" for kind in KINDS} | {TrainingSpec: "training"}


def _cases():
    """(kind, field, limit)"""
    return [(kind, name, field.limit) for kind in NAMES for name, field in fields_of(kind).items()]


def _ids(case):
    return f"{case[0].__name__}.{case[1]}"


def _outside(rule) -> list:
    odd = [None, "", "5", True, math.nan, math.inf, -math.inf, (), [], {}, b"same", object(), 1j, "x" * 500, "{0}"]
    match rule:
        case Whole(low, high):
            return [
                *odd,
                low - 1,
                high + 1,
                -(10**30),
                10**30,
                10**5000,
                float(low),
                low + 0.5,
                np.int64(low),
                np.True_,
            ]
        case Real(low, high):
            below, above = math.nextafter(low, -math.inf), math.nextafter(high, math.inf)
            return [*odd, below, above, -1, 10**400, 10**5000, np.float64(high), np.float32(low), "0.5"]
        case OneOf(names):
            return [*odd, 0, 1, names[0].upper(), names[0] + " ", names[0][:-1], np.str_(names[0]), list(names)]


def _refused(kind, name, value) -> SpecError:
    changed = kind(**{name: value})
    design = (NetworkSpec(), changed) if kind is TrainingSpec else (NetworkSpec((changed,)),)
    with pytest.raises(SpecError) as refused:
        spec.check(*design)
    return refused.value


def test_every_field_has_a_rule():
    for kind in NAMES:
        assert set(fields_of(kind)) == {field.name for field in fields(kind)}


@pytest.mark.parametrize("case", _cases(), ids=_ids)
def test_each_rule_refuses_what_is_outside(case):
    kind, name, rule = case
    for value in _outside(rule):
        error = _refused(kind, name, value)
        where = NAMES[kind]
        assert str(error).startswith(f"{where}: {name} is "), value
        assert error.layer == (None if kind is TrainingSpec else where)
        assert len(str(error)) < 200
        match rule:
            case Whole(low, high):
                assert str(error).endswith(f"; it must be a whole number from {low} to {high}.")
            case Real(low, high):
                assert str(error).endswith(f"; it must be a number from {low:g} to {high:g}.")
            case OneOf(names):
                assert str(error).endswith(f"; it must be one of {', '.join(names)}.")


@pytest.mark.parametrize("case", _cases(), ids=_ids)
def test_each_rule_lets_its_limits_pass(case):
    _, name, rule = case
    inside = rule.names if isinstance(rule, OneOf) else (rule.low, rule.high)
    for value in inside:
        assert rule.refusal("conv1", name, value) is None
    if isinstance(rule, Real):
        assert rule.refusal("training", name, 0 if rule.low == 0 else 1) is None  # a whole number is a number


def test_the_value_is_shown():
    assert str(_refused(Conv, "filters", 0)) == "conv1: filters is 0; it must be a whole number from 1 to 512."
    assert str(_refused(Dropout, "rate", math.nan)) == "dropout1: rate is nan; it must be a number from 0 to 0.95."
    assert "learning_rate is inf; it must be a number from 1e-08 to 1000" in str(
        _refused(TrainingSpec, "learning_rate", math.inf)
    )
    assert "units is True;" in str(_refused(Dense, "units", True))
    assert "kind is median; it must be one of max, average." in str(_refused(Pool, "kind", "median"))


def test_what_is_shown_can_be_sent_to_a_screen():
    """A lone surrogate passes through JSON, and no browser can be sent it."""
    for value in ("\ud800", "a\udfffb" * 50):
        str(_refused(Pool, "kind", value)).encode()


# What single fields do not tell.


def test_windows_that_do_not_fit():
    tutorial = spec.tutorial().layers
    assert refusal(NetworkSpec((*tutorial[:4], Conv(kernel=9)))) == (
        "conv3: a kernel of 9 does not fit its 7 × 7 input; the largest that fits is 7."
    )
    assert refusal(NetworkSpec((*tutorial[:4], Pool(size=8)))) == (
        "pool3: a window of 8 does not fit its 7 × 7 input; the largest that fits is 7."
    )
    for window in (Conv(kernel=7), Conv(kernel=7, padding="valid"), Pool(size=7)):
        spec.check(NetworkSpec((*tutorial[:4], window)))


def test_a_map_that_has_shrunk():
    """After four poolings 28 pixels are 14, 7, 3 and 1: a fifth does not fit."""
    spec.check(NetworkSpec((Pool(),) * 4))
    assert refusal(NetworkSpec((Pool(),) * 5)) == (
        "pool5: a window of 2 does not fit its 1 × 1 input; the largest that fits is 1."
    )


@pytest.mark.parametrize("layer", [Conv(), Pool()])
def test_no_image_after_a_dense_layer(layer):
    sentence = refusal(NetworkSpec((Dense(), Dropout(), layer)))
    name = "conv1" if isinstance(layer, Conv) else "pool1"
    assert sentence.startswith(f"{name}: this layer needs an image, but it receives a row of values")


def test_at_most_twelve_layers():
    spec.check(NetworkSpec((Dropout(),) * 12))
    assert refusal(NetworkSpec((Dropout(),) * 13)) == "network: 13 layers are too many; the maximum is 12."


def test_at_most_five_million_parameters():
    """784 · 4096 + 4096 = 3,215,360; 4097 · u + 11 · u a unit of the second layer, its logits included... just below and above."""
    first = 785 * 4096
    units = (5_000_000 - first - 10) // (4097 + 10)
    spec.check(NetworkSpec((Dense(4096), Dense(units))))
    sentence = refusal(NetworkSpec((Dense(4096), Dense(units + 1))))
    count = first + 4097 * (units + 1) + (units + 2) * 10
    assert count > 5_000_000
    assert sentence == f"fc_out: with this layer the network has {count:,} parameters; the maximum is 5,000,000."


def test_at_most_400_million_multiplications():
    """One filter of the second convolution takes 28 · 28 · 512 · 25 = 10,035,200, its logits 7,840."""
    first, each = 28 * 28 * 25 * 512, 28 * 28 * 512 * 25
    filters = (400_000_000 - first) // (each + 7840)
    spec.check(NetworkSpec((Conv(512), Conv(filters))))
    sentence = refusal(NetworkSpec((Conv(512), Conv(filters + 1))))
    assert sentence == (
        f"conv2: with this layer the network needs {first + each * (filters + 1):,} multiplications per image; "
        "the maximum is 400,000,000."
    )


@pytest.mark.parametrize("layer", [None, "conv", 3, {}, Conv, TrainingSpec(), [Conv()], NetworkSpec()])
def test_what_is_no_layer(layer):
    sentence = refusal(NetworkSpec((Pool(), layer)))
    assert sentence.startswith("layer 2: ")
    assert sentence.endswith(f" is not a layer; it must be one of {', '.join(kind.__name__ for kind in KINDS)}.")


@pytest.mark.parametrize(
    "network", [None, (), [Conv()], "tutorial", NetworkSpec(None), NetworkSpec("ab"), NetworkSpec(Conv())]
)
def test_what_is_no_network(network):
    assert refusal(network) == "network: it must be a NetworkSpec whose layers are a tuple."


@pytest.mark.parametrize("settings", [0, {}, "adam", Conv()])
def test_what_are_no_settings(settings):
    assert refusal(NetworkSpec(), settings) == "training: the settings must be a TrainingSpec."


def test_summary_checks():
    with pytest.raises(SpecError, match=r"conv1: filters is 0"):
        spec.summary(NetworkSpec((Conv(0),)))


# Values.


def test_equal_by_value_and_hashable():
    assert spec.tutorial() == spec.tutorial()
    assert hash(spec.tutorial()) == hash(copy.deepcopy(spec.tutorial()))
    assert NetworkSpec([Conv(), Pool()]) == NetworkSpec((Conv(), Pool()))
    assert len({NetworkSpec((Conv(f),)) for f in (1, 2, 1, 2)}) == 2
    assert NetworkSpec((Conv(), Pool())) != NetworkSpec((Pool(), Conv()))
    assert TrainingSpec() == TrainingSpec()
    assert TrainingSpec() != TrainingSpec(seed=1)
    assert pickle.loads(pickle.dumps(spec.tutorial())) == spec.tutorial()


def test_designs_are_frozen():
    for value, name in ((Conv(), "filters"), (NetworkSpec(), "layers"), (TrainingSpec(), "seed")):
        with pytest.raises(FrozenInstanceError):
            setattr(value, name, 3)


def test_the_error_survives_the_way_between_processes():
    error = _refused(Conv, "kernel", 29)
    back = pickle.loads(pickle.dumps(error))
    assert (type(back), back.layer, back.sentence, str(back)) == (SpecError, "conv1", error.sentence, str(error))
    assert isinstance(back, ValueError)


# JSON.

SETTINGS = (TrainingSpec(), TrainingSpec("rmsprop", 0.125, 1024, 2**31 - 1, "bfloat16"), TrainingSpec(learning_rate=1))


@pytest.mark.parametrize("name", NETWORKS)
def test_json_there_and_back(name):
    for settings in SETTINGS:
        text = spec.to_json(NETWORKS[name], settings)
        assert spec.from_json(text) == (NETWORKS[name], settings)
        assert "\n" not in text
        assert spec.to_json(*spec.from_json(text)) == text


def test_the_longest_design_fits():
    longest = (Conv(511, 1, 28, "valid", "leaky_relu"),) + (Conv(100, 1, 11, "valid", "leaky_relu"),) * 11
    settings = TrainingSpec("momentum", 1.2345678901234567e-08, 1024, 2**31 - 1, "bfloat16")
    text = spec.to_json(NetworkSpec(longest), settings)
    assert len(text) < 4000
    assert spec.from_json(text) == (NetworkSpec(longest), settings)


def test_to_json_checks():
    with pytest.raises(SpecError):
        spec.to_json(NetworkSpec((Conv(0),)), TrainingSpec())
    with pytest.raises(SpecError):
        spec.to_json(NetworkSpec(), TrainingSpec(seed=-1))


GOOD = spec.to_json(spec.tutorial(), TrainingSpec())


def _with(path: tuple, value: object) -> str:
    design = json.loads(GOOD)
    inner = design
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    return json.dumps(design)


def _without(*path) -> str:
    design = json.loads(GOOD)
    inner = design
    for step in path[:-1]:
        inner = inner[step]
    del inner[path[-1]]
    return json.dumps(design)


ODD = {
    "nothing": "",
    "must be a text": None,
    "bytes": GOOD.encode(),
    "a number": "3",
    "null": "null",
    "a list": "[]",
    "a word": "tutorial",
    "empty": "{}",
    "two designs": GOOD + GOOD,
    "a comment": GOOD + "// mine",
    "single quotes": GOOD.replace('"', "'"),
    "a byte order mark": "\ufeff" + GOOD,
    "NUL": GOOD + "\0",
    "too long": GOOD + " " * 20_000,
    "huge list": _with(("layers",), [{}] * 5000),
    "13 layers": _with(("layers",), [{"type": "dropout", "rate": 0.1}] * 13),
    "deep lists": "[" * 16_000,
    "deep objects": '{"layers":' * 1_500,
    "deep inside": _with(("layers", 0, "filters"), "FILL").replace('"FILL"', "[" * 5000 + "]" * 5000),
    "NaN": GOOD.replace("0.0001", "NaN"),
    "Infinity": GOOD.replace("0.0001", "Infinity"),
    "-Infinity": GOOD.replace("0.0001", "-Infinity"),
    "overflow": GOOD.replace("0.0001", "1e999"),
    "5,000 digits": GOOD.replace("0.0001", "1" * 5000),
    "4,000 digits": GOOD.replace("0.0001", "1" * 4000),
    "a name twice": GOOD.replace('"kind":"max"', '"kind":"max","kind":"max"', 1),
    "layers twice": GOOD[:-1] + ',"layers":[]}',
    "an unknown key": _with(("note",), "hello"),
    "an unknown setting": _with(("training", "decay"), 0.1),
    "an unknown parameter": _with(("layers", 0, "bias"), True),
    "no layers": _without("layers"),
    "no training": _without("training"),
    "a setting missing": _without("training", "seed"),
    "a parameter missing": _without("layers", 0, "stride"),
    "a type missing": _without("layers", 0, "type"),
    "layers is an object": _with(("layers",), {}),
    "layers is a text": _with(("layers",), "conv"),
    "layers is null": _with(("layers",), None),
    "a layer is null": _with(("layers", 1), None),
    "a layer is a list": _with(("layers", 1), ["conv"]),
    "a layer is a text": _with(("layers", 1), "conv"),
    "type is null": _with(("layers", 1, "type"), None),
    "type is a list": _with(("layers", 1, "type"), ["conv"]),
    "type is unknown": _with(("layers", 1, "type"), "lstm"),
    "type is upper": _with(("layers", 1, "type"), "Conv"),
    "type has braces": _with(("layers", 1, "type"), "{most:,}"),
    "training is a list": _with(("training",), []),
    "training is null": _with(("training",), None),
    "filters is a float": _with(("layers", 0, "filters"), 16.0),
    "filters is a text": _with(("layers", 0, "filters"), "16"),
    "filters is true": _with(("layers", 0, "filters"), True),
    "filters is null": _with(("layers", 0, "filters"), None),
    "filters is an object": _with(("layers", 0, "filters"), {}),
    "kernel does not fit": _with(("layers", 2, "kernel"), 15),
    "seed too large": _with(("training", "seed"), 2**31),
    "rate too small": _with(("training", "learning_rate"), 0),
    "a lone surrogate": GOOD.replace('"same"', '"\\ud800"', 1),
}


@pytest.mark.parametrize("name", ODD)
def test_odd_json_is_refused_in_words(name):
    with pytest.raises(SpecError) as refused:
        spec.from_json(ODD[name])
    assert str(refused.value).endswith(".")
    assert len(str(refused.value)) < 250
    str(refused.value).encode()


def test_every_truncation_is_refused():
    for length in range(len(GOOD)):
        with pytest.raises(SpecError):
            spec.from_json(GOOD[:length])


def test_random_damage_is_refused_or_read():
    """A character changed somewhere: either a design that passes the check, or a SpecError; never anything else."""
    chance, refused = np.random.default_rng(0), 0
    letters = [*'{}[]":,0123456789.eE+-aNI\\u \n', "\x00", "\ud800", "é"]
    for _ in range(3000):
        place = int(chance.integers(len(GOOD)))
        text = GOOD[:place] + str(chance.choice(letters)) + GOOD[place + int(chance.integers(3)) :]
        try:
            spec.check(*spec.from_json(text))
        except SpecError:
            refused += 1
    assert refused > 2000


def test_whitespace_and_order_do_not_matter():
    design = json.loads(GOOD)
    turned = {"training": dict(reversed(design["training"].items())), "layers": design["layers"]}
    assert spec.from_json(json.dumps(turned, indent=3)) == (spec.tutorial(), TrainingSpec())


def test_replaced_fields_are_checked_anew():
    assert "seed is -1" in refusal(spec.tutorial(), replace(TrainingSpec(), seed=-1))

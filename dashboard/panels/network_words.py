"""The words for layers, their fields, the settings and the runs: the same on every page."""

from __future__ import annotations

from core import spec
from core.run import Snapshot
from core.spec import Layer
from dashboard.text import Text, count, percent

ACTIVATIONS = {"relu": "ReLU", "sigmoid": "sigmoid", "tanh": "tanh", "elu": "ELU", "leaky_relu": "leaky ReLU"}
OPTIMIZERS = {"adam": "Adam", "sgd": "SGD", "momentum": "Momentum", "rmsprop": "RMSProp"}


def layer_title(layer: Layer | None, _: Text) -> str:
    """What a layer is; None: the ten classes at the end."""
    if isinstance(layer, spec.Conv):
        return _("Convolution {kernel} × {kernel}").format(kernel=layer.kernel)
    if isinstance(layer, spec.Pool):
        kind = _("Max-pooling {size} × {size}") if layer.kind == "max" else _("Average pooling {size} × {size}")
        return kind.format(size=layer.size)
    if isinstance(layer, spec.Dropout):
        return _("Dropout {rate}").format(rate=layer.rate)
    return _("Fully connected") if layer is not None else _("Ten classes")


def kind_name(kind: str, _: Text) -> str:
    names = {
        "conv": _("Convolution"), "pool": _("Pooling"), "dense": _("Fully connected"), "dropout": _("Dropout"),
    }  # fmt: skip
    return names[kind]


def field_name(name: str, _: Text) -> str:
    """The name of a layer's field or of a setting."""
    names = {
        "filters": _("Filters"), "kernel": _("Kernel"), "stride": _("Stride"), "padding": _("Padding"),
        "activation": _("Activation"), "kind": _("Kind"), "size": _("Window"), "units": _("Units"), "rate": _("Rate"),
        "optimizer": _("Optimizer"), "learning_rate": _("Learning rate"), "batch_size": _("Batch size"),
        "seed": _("Seed"), "precision": _("Precision"),
    }  # fmt: skip
    return names[name]


def value_name(name: str, value: object, _: Text) -> str:
    """A field's value as it stands on the screen."""
    if name == "activation":
        return ACTIVATIONS.get(value) or _("none")
    if name == "optimizer":
        return OPTIMIZERS[value]
    if name == "kind":
        return _("largest value") if value == "max" else _("mean")
    if name == "learning_rate":
        return rate_name(value)
    return str(value)


def rate_name(rate: float) -> str:
    """0.0001, 1e-06"""
    return f"{rate:g}" if rate < 1e-4 else f"{rate:.8f}".rstrip("0").rstrip(".")


def run_name(run: Snapshot, _: Text) -> str:
    """A run in one line: its layers, how far it is, how good."""
    layers = " · ".join(_short(layer, _) for layer in run.network.layers) or _("no layers")
    done = _("{count} iterations").format(count=count(run.iteration))
    if run.latest is not None and run.latest.iteration:
        done += f", {percent(run.latest.accuracy)}"
    return f"{layers} — {done}"


def _short(layer: Layer, _: Text) -> str:
    if isinstance(layer, spec.Conv):
        return _("Conv {filters}").format(filters=layer.filters)
    if isinstance(layer, spec.Dense):
        return _("FC {units}").format(units=layer.units)
    return _("Dropout") if isinstance(layer, spec.Dropout) else _("Pool")

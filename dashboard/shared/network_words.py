"""The words for layers, their fields and the settings: the same on every page."""

from __future__ import annotations

from core import number_format, spec
from core.spec import Layer
from dashboard.i18n import Text


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
        return number_format.ACTIVATIONS.get(value) or _("none")
    if name == "optimizer":
        return number_format.OPTIMIZERS[value]
    if name == "kind":
        return _("largest value") if value == "max" else _("mean")
    if name == "learning_rate":
        return number_format.rate(value)
    return str(value)

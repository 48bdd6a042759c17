"""The words for layers, their fields and the settings, as a report says them; and how it writes numbers and names."""

from __future__ import annotations

from core import number_format, spec
from core.design.design_diff import LayerDifference
from core.messages import Sentence, Translate

_CLOSE = "\N{NO-BREAK SPACE}"

SETTINGS = {
    "optimizer": Sentence("Optimizer"),
    "learning_rate": Sentence("Learning rate"),
    "batch_size": Sentence("Batch size"),
    "seed": Sentence("Seed"),
    "precision": Sentence("Precision"),
}


def layer_words(layer: spec.Layer | None, say: Translate) -> str:
    """A layer with all that was chosen for it; None: the ten classes at the end."""
    if layer is None:
        return say(Sentence("Ten classes"))
    if isinstance(layer, spec.Dropout):
        return say(Sentence("Dropout {rate}", rate=layer.rate))
    if isinstance(layer, spec.Pool):
        kinds = {"max": Sentence("Max-pooling {size} × {size}"), "average": Sentence("Average pooling {size} × {size}")}
        return f"{say(kinds[layer.kind].filled(size=layer.size))}, {value_words('stride', layer.stride, say)}"
    if isinstance(layer, spec.Conv):
        title = say(Sentence("Convolution {kernel} × {kernel}", kernel=layer.kernel))
        names = ["filters", "stride", "padding"]
    else:
        title, names = say(Sentence("Fully connected")), ["units"]
    if layer.activation != "none":
        names.append("activation")
    return ", ".join([title, *(value_words(name, getattr(layer, name), say) for name in names)])


def value_words(name: str, value: object, say: Translate) -> str:
    """The value of a layer's field, so that it can stand alone."""
    fields = {
        "filters": Sentence("{value} filters"), "units": Sentence("{value} units"),
        "stride": Sentence("stride {value}"), "padding": Sentence("padding {value}"),
    }  # fmt: skip
    if name in fields:
        return say(fields[name].filled(value=value))
    if name in ("kernel", "size"):
        return f"{value} × {value}"
    if name == "kind":
        return say(Sentence("largest value") if value == "max" else Sentence("mean"))
    return number_format.ACTIVATIONS.get(str(value), str(value))


def difference_words(about: LayerDifference | None, say: Translate) -> str:
    """The tutorial's values of what differs in a layer; "" where nothing does."""
    if about is None or about.same:
        return ""
    if about.was is None:
        return say(Sentence("not in the tutorial"))
    values = ", ".join(value_words(name, value, say) for name, value in about.changed.items())
    return say(Sentence("tutorial: {values}", values=values))


def setting(settings: spec.TrainingSpec, name: str) -> str:
    """The value of a setting of the training: Adam, 0.0001, 64."""
    if name == "optimizer":
        return number_format.OPTIMIZERS[settings.optimizer]
    if name == "learning_rate":
        return number_format.rate(settings.learning_rate)
    return str(getattr(settings, name))


def shape(lengths: tuple[int, ...]) -> str:
    """(28, 28, 16) → 28 × 28 × 16"""
    return f"{_CLOSE}×{_CLOSE}".join(f"{length:,}" for length in lengths)


def percent(share: float) -> str:
    """0.9521 → 95.2 %, kept together on one line."""
    return number_format.percent(share).replace(" ", _CLOSE)


def plain(name: str) -> str:
    """What a person typed, on one line and without what no screen can show."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in name).split())

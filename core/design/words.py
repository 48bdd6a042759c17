"""The words for a design: its layers, their fields, the settings, and what of them is not as in another design.

Kinds of layers say what they are; here that is put together, in the language of ``say``: the same on every page, in the report
and in the experiments.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from core.design.design_diff import LayerDifference
from core.fields import fields_of
from core.messages import Sentence, Translate
from core.spec import Layer


def layer_title(layer: Layer, say: Translate = str) -> str:
    """Convolution 5 × 5"""
    return say(layer.title())


def mention(layer: Layer, say: Translate = str) -> str:
    """The layer among others, with what tells it apart from its like: Convolution 5 × 5 (16 filters)"""
    apart = _joined(layer.details(*layer.told_apart_by), say) if layer.told_apart_by else ""
    return f"{say(layer.title())} ({apart})" if apart else say(layer.title())


def description(layer: Layer, say: Translate = str) -> str:
    """All that was chosen for it: Convolution 5 × 5, 16 filters, stride 1, padding same, ReLU"""
    return _joined([layer.title(), *layer.details()], say)


def field_name(owner: type, name: str, say: Translate = str) -> str:
    """The name of a layer's field, or of a setting."""
    return say(fields_of(owner)[name].label)


def value_name(owner: type, name: str, value: object, say: Translate = str) -> str:
    """A field's value as it stands beside the field's name."""
    return say(fields_of(owner)[name].written(value))


def value_alone(owner: type, name: str, value: object, say: Translate = str) -> str:
    """A field's value where nothing else says what it is."""
    return say(fields_of(owner)[name].written_alone(value))


def changes(layer: Layer, names: Sequence[str], say: Translate = str) -> list[str]:
    """The layer's values of these fields, each so that it can stand alone; where it has become another one by name, its title says
    what it can: "Average pooling 3 × 3", "stride 1".
    """
    renamed = any(name in layer.renames for name in names)
    rest = [name for name in names if not (renamed and name in layer.in_title)]
    values = [value_alone(type(layer), name, getattr(layer, name), say) for name in rest]
    return [layer_title(layer, say), *values] if renamed else values


def difference(about: LayerDifference, say: Translate = str) -> str:
    """The base's values of what differs in a layer; "" where nothing does."""
    if about.was is None:
        return say(Sentence("not in the tutorial"))
    kind = type(about.layer)
    return ", ".join(value_alone(kind, name, value, say) for name, value in about.changed.items())


def _joined(parts: Iterable[Sentence | str], say: Translate) -> str:
    return ", ".join(say(part) for part in parts)

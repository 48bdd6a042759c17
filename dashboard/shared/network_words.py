"""The words for layers, their fields and the settings, as their kinds say them: the same on every page."""

from __future__ import annotations

from core.fields import fields_of
from core.spec import Layer
from dashboard.i18n import Text


def layer_title(layer: Layer, _: Text) -> str:
    return _.say(layer.title())


def mention(layer: Layer, _: Text) -> str:
    """The layer among others: its title, and what tells it apart from its like."""
    apart = [_.say(each) for each in layer.details(*layer.told_apart_by)] if layer.told_apart_by else []
    return f"{layer_title(layer, _)} ({', '.join(apart)})" if apart else layer_title(layer, _)


def field_name(owner: type, name: str, _: Text) -> str:
    """The name of a layer's field, or of a setting."""
    return _.say(fields_of(owner)[name].label)


def value_name(owner: type, name: str, value: object, _: Text) -> str:
    """A field's value as it stands beside the field's name."""
    return _.say(fields_of(owner)[name].written(value))


def value_alone(owner: type, name: str, value: object, _: Text) -> str:
    """A field's value where nothing else says what it is."""
    return _.say(fields_of(owner)[name].written_alone(value))

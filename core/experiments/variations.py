"""One thing of a design, changed to a few other values: the designs of a question that somebody builds."""

from __future__ import annotations

import contextlib
from dataclasses import replace

from core import spec
from core.experiments.question import Design
from core.fields import Field, OneOf, Whole, fields_of
from core.layers import KINDS_BY_NAME
from core.spec import NetworkSpec, TrainingSpec

MOST_VALUES = 5  # beside the present one

# Where something is changed: the position of a layer, or one of these.
NETWORK, TRAINING = "network", "training"
Place = int | str

# What is changed there: a field of the layer or of the settings, or one of these.
NOTHING, ACTIVATIONS, LEFT_OUT, ADDED = "nothing", "activations", "left_out", "added_"
Value = int | float | str


def places(design: Design) -> list[Place]:
    return [*range(len(design.network.layers)), NETWORK, TRAINING]


def things(design: Design, place: Place) -> list[str]:
    """What can be changed there."""
    if place == TRAINING:
        return [name for name in fields_of(TrainingSpec) if name != "seed"]
    if place != NETWORK:
        return list(fields_of(type(design.network.layers[place])))
    layers = design.network.layers
    found = [ACTIVATIONS] if any(layer.activation_name is not None for layer in layers) else []
    if layers:
        found.append(LEFT_OUT)
    if len(layers) < spec.MAX_LAYERS:
        found += [ADDED + kind for kind in KINDS_BY_NAME]
    return [*found, NOTHING]


def typed(design: Design, place: Place, thing: str) -> bool:
    """Whether other values than the proposed ones can be: those of a number."""
    found = field(design, place, thing)
    return found is not None and not isinstance(found.limit, OneOf)


def present(design: Design, place: Place, thing: str) -> Value | None:
    """The value as it is now; None where there is none to replace, such as for a layer that is added."""
    if thing == ACTIVATIONS:
        found = {layer.activation_name for layer in design.network.layers} - {None}
        return found.pop() if len(found) == 1 else None
    return None if field(design, place, thing) is None else getattr(_owner(design, place), thing)


def proposed(design: Design, place: Place, thing: str) -> list[Value]:
    """Other values that make sense there.

    Of `LEFT_OUT` these are positions of layers; of a layer that is added, the positions that it can take.
    """
    if thing == NOTHING:
        return []
    if thing == LEFT_OUT:
        found: list[Value] = list(range(len(design.network.layers)))
    elif thing.startswith(ADDED):
        found = [at for at in range(len(design.network.layers), -1, -1) if _can_be(design, place, thing, at)]
    elif thing == ACTIVATIONS:
        found = list(spec.ACTIVATIONS)
    else:
        known = field(design, place, thing)
        found = list(known.suggestions) if known is not None else []
    now = present(design, place, thing)
    return [value for value in found if value != now]


def first_choice(design: Design, place: Place, thing: str) -> list[Value]:
    """What to begin with: of numbers the next larger one."""
    found, now = proposed(design, place, thing), present(design, place, thing)
    larger = [value for value in found if type(value) in (int, float) and type(now) in (int, float) and value > now]
    return (larger or found[-1:] if typed(design, place, thing) else found)[:1]


def read(design: Design, place: Place, thing: str, value: Value) -> Value:
    """A value as somebody may have typed it: the number, where it is one."""
    found = field(design, place, thing)
    if isinstance(value, str) and found is not None and not isinstance(found.limit, OneOf):
        with contextlib.suppress(ValueError):
            return int(value) if isinstance(found.limit, Whole) else float(value)
    return value


def changed(design: Design, place: Place, thing: str, value: Value | None) -> Design:
    """The design with that one thing changed. Raises `spec.SpecError` where it cannot be."""
    after = _changed(design, place, thing, value)
    spec.check(after.network, after.settings)
    return after


def _changed(design: Design, place: Place, thing: str, value: Value | None) -> Design:
    layers = design.network.layers
    if thing == NOTHING:
        return design
    if place == TRAINING:
        return replace(design, settings=replace(design.settings, **{thing: value}))
    if thing == ACTIVATIONS:
        layers = tuple(each.with_activation(value) for each in layers)
    elif thing == LEFT_OUT:
        layers = (*layers[:value], *layers[value + 1 :])
    elif thing.startswith(ADDED):
        layers = (*layers[:value], KINDS_BY_NAME[thing.removeprefix(ADDED)](), *layers[value:])
    else:
        layers = (*layers[:place], replace(layers[place], **{thing: value}), *layers[place + 1 :])
    return replace(design, network=NetworkSpec(layers))


def _can_be(design: Design, place: Place, thing: str, value: Value) -> bool:
    try:
        changed(design, place, thing, value)
    except spec.SpecError:
        return False
    return True


def _owner(design: Design, place: Place) -> spec.Layer | TrainingSpec:
    return design.settings if place == TRAINING else design.network.layers[place]


def field(design: Design, place: Place, thing: str) -> Field | None:
    """What there is to know of the field; None where the thing is no field."""
    return None if place == NETWORK else fields_of(type(_owner(design, place))).get(thing)

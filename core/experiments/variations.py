"""One thing about a design, changed to a few other values: the variants of a question of one's own."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeGuard

from core import spec
from core.experiments.question import Variant
from core.fields import Field, OneOf, Real, Whole, fields_of
from core.layers import KINDS_BY_NAME
from core.spec import NetworkSpec, TrainingSpec

MOST_VALUES = 5  # beside the present one

# Where something is changed: the position of a layer, or one of these.
NETWORK, TRAINING = "network", "training"
Place = int | str

# What is changed there: a field of the layer or of the settings, or one of these.
NOTHING, ACTIVATIONS, LEFT_OUT, ADDED = "nothing", "activations", "left_out", "added_"
Value = int | float | str


def places(design: Variant) -> list[Place]:
    return [*range(len(design.network.layers)), NETWORK, TRAINING]


def things(design: Variant, place: Place) -> list[str]:
    """What can be changed there."""
    if place != NETWORK:
        return [name for name in _fields(design, place) if name != "seed"]
    layers = design.network.layers
    found = [ACTIVATIONS] if _activations(design) else []
    if layers:
        found.append(LEFT_OUT)
    if len(layers) < spec.MAX_LAYERS:
        found += [ADDED + kind for kind in KINDS_BY_NAME if any(True for _ in _positions(design, ADDED + kind))]
    return [*found, NOTHING]


def typed(design: Variant, place: Place, thing: str) -> bool:
    """Whether other values than the proposed ones can be: those of a number."""
    found = field(design, place, thing)
    return found is not None and isinstance(found.limit, (Whole, Real))


def present(design: Variant, place: Place, thing: str) -> Value | None:
    """The value as it is now; None where there is none to replace, such as for a layer that is added."""
    if thing == ACTIVATIONS:
        found = _activations(design)
        return found.pop() if len(found) == 1 else None
    return None if field(design, place, thing) is None else getattr(_owner(design, place), thing)


def proposed(design: Variant, place: Place, thing: str) -> list[Value]:
    """Other values that make sense there.

    Of `LEFT_OUT` these are positions of layers; of a layer that is added, the positions that it can take.
    """
    if thing == NOTHING:
        return []
    layers, known, now = design.network.layers, field(design, place, thing), present(design, place, thing)
    found: Sequence[Value]
    if thing == LEFT_OUT:
        found = range(len(layers))
    elif thing.startswith(ADDED):
        found = list(_positions(design, thing))
    elif thing == ACTIVATIONS:
        found = spec.ACTIVATIONS
    else:
        found = () if known is None else known.suggestions or _around(known, now)
    return [value for value in found if value != now]


def first_choice(design: Variant, place: Place, thing: str) -> list[Value]:
    """What to begin with: of numbers the next larger one."""
    found, now = proposed(design, place, thing), present(design, place, thing)
    if not typed(design, place, thing):
        return found[:1]
    larger: list[Value] = [value for value in found if _is_number(value) and _is_number(now) and value > now]
    return (larger or found[-1:])[:1]


def read(design: Variant, place: Place, thing: str, value: Value) -> Value:
    """A value as somebody may have typed it: the number, where it is one."""
    found = field(design, place, thing)
    if isinstance(value, str) and found is not None and not isinstance(found.limit, OneOf):
        with contextlib.suppress(ValueError):
            return int(value) if isinstance(found.limit, Whole) else float(value)
    return value


def changed(design: Variant, place: Place, thing: str, value: Value | None) -> Variant:
    """The design with that one thing of it changed. Raises `spec.SpecError` where it cannot be."""
    after = _changed(design, place, thing, value)
    spec.check(after.network, after.settings)
    return after


def _changed(design: Variant, place: Place, thing: str, value: Value | None) -> Variant:
    layers = design.network.layers
    if thing == NOTHING:
        return design
    if thing == ACTIVATIONS:
        layers = tuple(each.with_activation(str(value)) for each in layers)
    elif thing == LEFT_OUT:
        at = _position(value)
        layers = (*layers[:at], *layers[at + 1 :])
    elif thing.startswith(ADDED):
        at = _position(value)
        layers = (*layers[:at], KINDS_BY_NAME[thing.removeprefix(ADDED)](), *layers[at:])
    elif isinstance(place, int):
        layers = (*layers[:place], replace(layers[place], **{thing: value}), *layers[place + 1 :])
    else:
        return replace(design, settings=replace(design.settings, **{thing: value}))
    return replace(design, network=NetworkSpec(layers))


def _position(value: Value | None) -> int:
    if not isinstance(value, int):
        raise ValueError(f"{value!r} is no position of a layer; it must be a whole number")
    return value


def _positions(design: Variant, thing: str) -> Iterator[int]:
    """That the added layer can take, the last one first."""
    return (at for at in range(len(design.network.layers), -1, -1) if _can_be(design, NETWORK, thing, at))


def _can_be(design: Variant, place: Place, thing: str, value: Value) -> bool:
    try:
        changed(design, place, thing, value)
    except spec.SpecError:
        return False
    return True


def _activations(design: Variant) -> set[str]:
    return {layer.activation_name for layer in design.network.layers if layer.activation_name is not None}


def _around(field: Field, now: Value | None) -> Sequence[Value]:
    """For a number that nothing is proposed for: a half, twice, a tenth and ten times of it, as far as they can be."""
    limit = field.limit
    if isinstance(limit, (Whole, Real)) and _is_number(now):
        near = [
            round(each) if isinstance(limit, Whole) else float(f"{each:.6g}")
            for each in (now / 10, now / 2, 2 * now, 10 * now)
        ]
        return list(dict.fromkeys(value for value in near if limit.low <= value <= limit.high))
    return ()


def _is_number(value: Value | None) -> TypeGuard[int | float]:
    return type(value) in (int, float)


def _owner(design: Variant, place: Place) -> spec.Layer | TrainingSpec:
    return design.network.layers[place] if isinstance(place, int) else design.settings


def _fields(design: Variant, place: Place) -> Mapping[str, Field]:
    return {} if place == NETWORK else fields_of(type(_owner(design, place)))


def field(design: Variant, place: Place, thing: str) -> Field | None:
    """What there is to know of the field; None where the thing is no field."""
    return _fields(design, place).get(thing)

"""What of a design is not as in the tutorial: layer by layer, and in the settings of the training."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from difflib import SequenceMatcher

from core import spec

_TUTORIAL = spec.tutorial().layers


@dataclass(frozen=True)
class LayerDifference:
    """One layer beside its counterpart in the tutorial's network; ``was`` is None where it has none.

    ``changed``: the tutorial's values of the fields that differ.
    """

    name: str
    layer: spec.Layer
    was: spec.Layer | None
    changed: Mapping[str, object]

    @property
    def same(self) -> bool:
        return self.layer == self.was


def layers(network: spec.NetworkSpec) -> tuple[LayerDifference, ...]:
    """One `LayerDifference` a chosen layer, in order. The network need not be one that can be."""
    counterparts = _counterparts(network)
    found = []
    for position, (name, layer) in enumerate(spec.named_layers(network)):
        was = _TUTORIAL[counterparts[position]] if position in counterparts else None
        found.append(LayerDifference(name, layer, was, {} if was is None else _changed(layer, was)))
    return tuple(found)


def left_out(network: spec.NetworkSpec) -> tuple[spec.Layer, ...]:
    """The tutorial's layers that the network has no counterpart of, in their order."""
    kept = _counterparts(network).values()
    return tuple(layer for position, layer in enumerate(_TUTORIAL) if position not in kept)


def settings(chosen: spec.TrainingSpec) -> dict[str, object]:
    """The tutorial's values of the settings that differ. The seed is nobody's: the tutorial set none."""
    return {name: value for name, value in _changed(chosen, spec.TrainingSpec()).items() if name != "seed"}


def _counterparts(network: spec.NetworkSpec) -> dict[int, int]:
    """Position in the network → position in the tutorial's: rows of the same kinds are matched."""
    kinds = [[type(layer) for layer in row] for row in (network.layers, _TUTORIAL)]
    blocks = SequenceMatcher(None, *kinds, autojunk=False).get_matching_blocks()
    return {block.a + step: block.b + step for block in blocks for step in range(block.size)}


def _changed(value: object, was: object) -> dict[str, object]:
    return {
        field.name: getattr(was, field.name)
        for field in fields(was)
        if getattr(value, field.name) != getattr(was, field.name)
    }

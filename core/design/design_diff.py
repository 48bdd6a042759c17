"""How a design differs from another one, by default the tutorial's: layer by layer, and in the settings of its training."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from core import spec
from core.fields import fields_of

_TUTORIAL = spec.tutorial()
_TUTORIALS = spec.TrainingSpec()


@dataclass(frozen=True)
class LayerDifference:
    """One layer beside its counterpart in the base, the tutorial's network or another; ``was`` is None where it has none.

    ``changed``: the base's values of the fields that differ.
    """

    name: str
    layer: spec.Layer
    was: spec.Layer | None
    changed: Mapping[str, object]

    @property
    def same(self) -> bool:
        return self.layer == self.was


def layers(network: spec.NetworkSpec, base: spec.NetworkSpec = _TUTORIAL) -> tuple[LayerDifference, ...]:
    """One `LayerDifference` a chosen layer, in order. The network need not be one that can be."""
    counterparts = _counterparts(network, base)
    found = []
    for position, (name, layer) in enumerate(spec.named_layers(network)):
        was = base.layers[counterparts[position]] if position in counterparts else None
        found.append(LayerDifference(name, layer, was, {} if was is None else _changed(layer, was)))
    return tuple(found)


def left_out(network: spec.NetworkSpec, base: spec.NetworkSpec = _TUTORIAL) -> tuple[spec.Layer, ...]:
    """The base's layers that the network has no counterpart of, in their order."""
    kept = _counterparts(network, base).values()
    return tuple(layer for position, layer in enumerate(base.layers) if position not in kept)


def settings(chosen: spec.TrainingSpec, base: spec.TrainingSpec = _TUTORIALS) -> dict[str, object]:
    """The base's values of the settings that differ. The seed is nobody's: the tutorial set none."""
    return {name: value for name, value in _changed(chosen, base).items() if name != "seed"}


def _counterparts(network: spec.NetworkSpec, base: spec.NetworkSpec) -> dict[int, int]:
    """Position in the network → position in the base: rows of the same kinds are matched."""
    kinds = [[type(layer) for layer in each.layers] for each in (network, base)]
    blocks = SequenceMatcher(None, *kinds, autojunk=False).get_matching_blocks()
    return {block.a + step: block.b + step for block in blocks for step in range(block.size)}


def _changed(value: spec.Layer | spec.TrainingSpec, was: spec.Layer | spec.TrainingSpec) -> dict[str, object]:
    return {name: getattr(was, name) for name in fields_of(type(was)) if getattr(value, name) != getattr(was, name)}

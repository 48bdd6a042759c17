"""The design as a person is changing it: a value. Nothing here trains, and nothing is applied."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from core import spec
from core.design.design import Design
from core.layers import KINDS_BY_NAME
from core.spec import Layer, NetworkSpec, SpecError, TrainingSpec


@dataclass(frozen=True)
class Draft:
    """``network`` and ``settings`` as the form stands, whether they can be or not.

    ``valid``: the last of them that can be. ``base``: the run's own design, which the draft began from. ``selected``:
    the place of the layer being worked on, 0 where there is none. ``version`` grows whenever something other than the
    form's own widgets changed the draft, so that they begin anew. ``ids``: a name for each layer, which it keeps wherever
    it moves and no other layer is ever given.
    """

    network: NetworkSpec
    settings: TrainingSpec
    valid: Design
    base: Design
    ids: tuple[str, ...]
    selected: int = 0
    version: int = 0

    @classmethod
    def of(cls, design: Design, version: int = 0) -> Draft:
        return cls(*design, valid=design, base=design, ids=_ids(version, len(design[0].layers)), version=version)

    @property
    def design(self) -> Design:
        return self.network, self.settings

    @property
    def edited(self) -> bool:
        """Whether it differs from the run's design."""
        return self.design != self.base

    @property
    def refusal(self) -> SpecError | None:
        """Why it cannot be."""
        try:
            spec.check(self.network, self.settings)
        except SpecError as error:
            return error
        return None

    @property
    def layers(self) -> tuple[Layer, ...]:
        return self.network.layers

    @property
    def full(self) -> bool:
        return len(self.layers) >= spec.MAX_LAYERS

    # What a widget of the form changes: the others keep what they show.

    def with_field(self, layer_id: str, name: str, value: Any) -> Draft:
        """The layer of that id gets another value of a field; nothing changes if the layer is no longer there."""
        if layer_id not in self.ids:
            return self
        at = self.ids.index(layer_id)
        changed = replace(self.layers[at], **{name: value})
        return self._checked(layers=(*self.layers[:at], changed, *self.layers[at + 1 :]))

    def with_setting(self, name: str, value: Any) -> Draft:
        return self._checked(settings=replace(self.settings, **{name: value}))

    def selecting(self, position: int) -> Draft:
        return replace(self, selected=position)

    def applied(self) -> Draft:
        """Its design is now the run's."""
        return replace(self, base=self.design)

    # What changes the draft as a whole: every widget begins anew.

    def anew(self) -> Draft:
        return replace(self, version=self.version + 1)

    def replaced(self, network: NetworkSpec, settings: TrainingSpec) -> Draft:
        """By a preset, or by the run's own design."""
        ids = _ids(self.version + 1, len(network.layers))
        return self._rebuilt(list(zip(ids, network.layers, strict=True)), 0, settings)

    def added(self, kind: str) -> Draft:
        """A layer of that kind, with its usual values, after the selected one; it is then selected."""
        return self._inserted(KINDS_BY_NAME[kind](), self.selected + 1 if self.layers else 0)

    def duplicated(self) -> Draft:
        return self._inserted(self.layers[self.selected], self.selected + 1)

    def removed(self) -> Draft:
        rest = self._named
        del rest[self.selected]
        return self._rebuilt(rest, max(0, min(self.selected, len(rest) - 1)))

    def moved(self, by: int) -> Draft:
        """The selected layer changes places with its neighbour: ``by`` is 1 or -1."""
        at, to = self.selected, self.selected + by
        if not 0 <= to < len(self.layers):
            return self
        layers = self._named
        layers[at], layers[to] = layers[to], layers[at]
        return self._rebuilt(layers, to)

    def activated(self, activation: str) -> Draft:
        """That activation for every layer that has one."""
        return self._rebuilt([(id, layer.with_activation(activation)) for id, layer in self._named], self.selected)

    @property
    def activation(self) -> str | None:
        """The activation of all layers; None where they differ or none has one."""
        found = self._activations
        return next(iter(found)) if len(found) == 1 else None

    @property
    def has_activations(self) -> bool:
        return bool(self._activations)

    @property
    def _activations(self) -> set[str]:
        return {layer.activation_name for layer in self.layers if layer.activation_name is not None}

    def following(self, base: Design) -> Draft:
        """The run's design is now ``base``. A draft that nobody edited goes along; of an edited one only the seed."""
        if base == self.base:
            return self
        if not self.edited:
            return replace(
                Draft.of(base, self.version + 1), selected=min(self.selected, max(0, len(base[0].layers) - 1))
            )
        settings = self.settings
        if settings.seed == self.base[1].seed:
            settings = replace(settings, seed=base[1].seed)
        return replace(self._checked(settings=settings), base=base).anew()

    @property
    def _named(self) -> list[tuple[str, Layer]]:
        return list(zip(self.ids, self.layers, strict=True))

    def _inserted(self, layer: Layer, at: int) -> Draft:
        named = self._named
        named.insert(at, (_ids(self.version + 1, 1)[0], layer))
        return self._rebuilt(named, at)

    def _rebuilt(self, named: list[tuple[str, Layer]], selected: int, settings: TrainingSpec | None = None) -> Draft:
        """Of these layers, each with its id; it is a version further."""
        changed = self._checked(tuple(layer for _, layer in named), settings)
        return replace(changed, ids=tuple(id for id, _ in named), selected=selected).anew()

    def _checked(self, layers: tuple[Layer, ...] | None = None, settings: TrainingSpec | None = None) -> Draft:
        network = self.network if layers is None else NetworkSpec(layers)
        changed = replace(self, network=network, settings=settings or self.settings)
        return changed if changed.refusal else replace(changed, valid=changed.design)


def _ids(version: int, count: int) -> tuple[str, ...]:
    """For layers that come in with that version of a draft."""
    return tuple(f"{version}_{number}" for number in range(count))

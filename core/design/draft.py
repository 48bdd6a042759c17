"""The design as a person is changing it: a value. Nothing here trains, and nothing is applied."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core import spec
from core.design.design import Design
from core.layers import KINDS_BY_NAME
from core.spec import Layer, NetworkSpec, SpecError, TrainingSpec


@dataclass(frozen=True)
class Draft:
    """``network`` and ``settings`` as the form stands, whether they can be or not.

    ``valid``: the last of them that can be. ``base``: the run's own design, which the draft began from. ``selected``:
    the place of the layer being worked on, 0 where there is none. ``version`` grows whenever something else than the
    form's own widgets changed the draft, so that they begin anew.
    """

    network: NetworkSpec
    settings: TrainingSpec
    valid: Design
    base: Design
    selected: int = 0
    version: int = 0

    @classmethod
    def of(cls, design: Design, version: int = 0) -> Draft:
        return cls(*design, valid=design, base=design, version=version)

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

    def with_layer(self, layer: Layer) -> Draft:
        """The selected layer is now this one."""
        return self._checked(layers=(*self.layers[: self.selected], layer, *self.layers[self.selected + 1 :]))

    def with_settings(self, settings: TrainingSpec) -> Draft:
        return self._checked(settings=settings)

    def selecting(self, position: int) -> Draft:
        return replace(self, selected=position)

    # What changes the draft as a whole: every widget begins anew.

    def anew(self) -> Draft:
        return replace(self, version=self.version + 1)

    def replaced(self, network: NetworkSpec, settings: TrainingSpec) -> Draft:
        """By a preset, or by the run's own design."""
        return replace(self._checked(layers=network.layers, settings=settings), selected=0).anew()

    def added(self, kind: str) -> Draft:
        """A layer of that kind, with its usual values, after the selected one; it is then selected."""
        at = self.selected + 1 if self.layers else 0
        return self._checked(layers=(*self.layers[:at], KINDS_BY_NAME[kind](), *self.layers[at:])).selecting(at).anew()

    def duplicated(self) -> Draft:
        at = self.selected
        return self._checked(layers=(*self.layers[: at + 1], *self.layers[at:])).selecting(at + 1).anew()

    def removed(self) -> Draft:
        at = self.selected
        rest = (*self.layers[:at], *self.layers[at + 1 :])
        return self._checked(layers=rest).selecting(max(0, min(at, len(rest) - 1))).anew()

    def moved(self, by: int) -> Draft:
        """The selected layer changes places with its neighbour: ``by`` is 1 or -1."""
        at, to = self.selected, self.selected + by
        if not 0 <= to < len(self.layers):
            return self
        layers = list(self.layers)
        layers[at], layers[to] = layers[to], layers[at]
        return self._checked(layers=tuple(layers)).selecting(to).anew()

    def activated(self, activation: str) -> Draft:
        """That activation for every layer that has one."""
        return self._checked(layers=tuple(layer.with_activation(activation) for layer in self.layers)).anew()

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

    def _checked(self, layers: tuple[Layer, ...] | None = None, settings: TrainingSpec | None = None) -> Draft:
        network = self.network if layers is None else NetworkSpec(layers)
        changed = replace(self, network=network, settings=settings or self.settings)
        return changed if changed.refusal else replace(changed, valid=changed.design)

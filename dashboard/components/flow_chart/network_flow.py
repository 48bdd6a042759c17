"""The network as a flow chart: from the image through every layer to the ten classes, with its real feature maps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from dashboard.components import parts
from dashboard.components.shown_network import ShownNetwork

_mount = parts.component(__file__)


@dataclass(frozen=True)
class FlowCard:
    """One layer. ``picture``: "maps", "values" or "classes". ``position``: its place among the chosen layers, None where implied.

    ``lines``: what it puts out and what it costs. ``mark``: how it differs from the tutorial's. ``refused``: the draft's layer of that name cannot be.
    """

    name: str
    title: str
    picture: str
    lines: tuple[str, ...]
    position: int | None
    mark: str = ""
    refused: bool = False


def network_flow(
    network: ShownNetwork, cards: Sequence[FlowCard], selected: int | None, stale: bool, labels: dict[str, Any],
    language: str, key: str, on_select: Callable[[], None],
) -> None:  # fmt: skip
    """``selected``: the position of the card that is marked; a click on another leaves its position in the state's ``selected``.

    ``stale``: the form says something else, which cannot be.
    """
    data = {
        "source": asdict(network), "cards": [asdict(card) for card in cards], "selected": selected, "stale": stale,
        "labels": labels, "language": language,
    }  # fmt: skip
    _mount(data, key, on_selected_change=on_select)

"""The network as a flow chart: from the image through every layer to the ten classes, with its real feature maps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from dashboard.components import parts

_mount = parts.component(
    "network_flow", ("checkpoints.js", "maps.js", "flow_pictures.js", "network_flow.js"), parts.css("network_flow.css")
)


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


@dataclass(frozen=True)
class FlowSource:
    """Whose weights: of a run, or where that is None, a design's with its first weights."""

    run: str | None
    at: int | None  # the checkpoint of the run that the page stands at; None: live
    design: str
    look: str  # address that answers looks
    url: str  # of the live stream


def network_flow(
    source: FlowSource, cards: Sequence[FlowCard], selected: int | None, stale: bool, labels: dict[str, Any],
    language: str, key: str, on_select: Callable[[], None],
) -> None:  # fmt: skip
    """``selected``: the position of the card that is marked; a click on another leaves its position in the state's ``selected``.

    ``stale``: the form says something else, which cannot be.
    """
    data = {
        "source": asdict(source), "cards": [asdict(card) for card in cards], "selected": selected, "stale": stale,
        "labels": labels, "language": language,
    }  # fmt: skip
    _mount(data, key, on_selected_change=on_select)

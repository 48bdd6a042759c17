"""The flow chart of a design, as the chart's cards: shapes, costs, what differs from the tutorial."""

from __future__ import annotations

from functools import partial

from core import spec
from core.design import design_diff
from core.design.draft import Draft
from core.design.words import difference, layer_title
from core.layers.flatten import FLATTEN
from core.layers.layer import ROW
from core.runs.snapshot import Snapshot
from dashboard import session
from dashboard.components.flow_chart.network_flow import FlowCard, network_flow
from dashboard.components.shown_network import ShownNetwork
from dashboard.i18n import Text, count


def flow_chart(draft: Draft, run: Snapshot | None, form: tuple[str, str]) -> None:
    """Of the draft's last valid design: with the run's weights where it is the run's design, else with first weights: so it will begin.

    ``form``: the tabs and the one of them that a click on a layer opens.
    """
    _ = session.current_text()
    network, settings = draft.valid
    of_run = run if run is not None and draft.valid == (run.network, run.settings) else None
    shown = ShownNetwork(of_run and of_run.run_id, session.checkpoint(), spec.to_json(network, settings))
    refusal = draft.refusal
    alike = [type(layer) for layer in network.layers] == [type(layer) for layer in draft.layers]
    refused = refusal.layer if refusal is not None and alike else None
    network_flow(
        shown, _cards(network, refused, _), draft.selected if alike else None, refusal is not None,
        _labels(settings, _), session.language(), session.FLOW, partial(session.select_by_card, *form),
    )  # fmt: skip


def _cards(network: spec.NetworkSpec, refused: str | None, _: Text) -> list[FlowCard]:
    differences = {each.name: each for each in design_diff.layers(network)}
    positions = {name: position for position, (name, layer) in enumerate(spec.named_layers(network))}
    cards, flattened = [], ()
    for part in spec.summary(network):
        if part.name == FLATTEN:
            flattened = (_("{shape} flattened").format(shape=_shape(part.input_shape)),)
            continue
        mark = difference(differences[part.name], _.say) if part.name in differences else ""
        if mark and differences[part.name].was is not None:
            mark = _("tutorial: {values}").format(values=mark)
        card = FlowCard(
            name=part.name,
            title=layer_title(part.layer, _.say),
            picture=_picture(part),
            lines=(*flattened, *_lines(part, _)),
            position=positions.get(part.name),
            mark=mark,
            refused=part.name == refused,
        )
        cards.append(card)
        flattened = ()
    return cards


def _picture(part: spec.LayerSummary) -> str:
    if part.name == spec.OUTPUT:
        return "classes"
    return "maps" if part.makes_images else "values"


def _shape(shape: tuple[int, ...]) -> str:
    return " × ".join(map(count, shape))


def _lines(part: spec.LayerSummary, _: Text) -> tuple[str, ...]:
    """What it puts out, its parameters, its multiplications."""
    shape = _shape(part.output_shape)
    if len(part.input_shape) == ROW and part.output_shape != part.input_shape:
        shape = f"{_shape(part.input_shape)} → {shape}"
    costs = (
        _.ngettext("{count} parameter", "{count} parameters", part.parameters).format(count=count(part.parameters)),
        _.ngettext("{count} multiplication", "{count} multiplications", part.multiplications).format(
            count=count(part.multiplications)
        ),
    )
    return (shape, *(costs if part.parameters else ()))


def _labels(settings: spec.TrainingSpec, _: Text) -> dict[str, str]:
    return {
        "chart": _("The network, from the image to the ten classes"),
        "image": _("Image"), "number": _("Test image"), "previous": _("Previous image"), "next": _("Next image"),
        "random": _("Random"), "alt": _("Output of “{layer}” for this image"),
        "at": _("At iteration {iteration}."), "first": _("Not trained yet: these are the initial weights, drawn at random."),
        "untrained": _("Not trained: initial weights of seed {seed}.").format(seed=settings.seed),
        "says": _("True class {label}; the network says {predicted} (softmax {value})."),
        "range": _("values {low} to {high}"), "scales": _("Scale of the pictures"), "one": _("Shared scale"), "own": _("Separate scales"),
        "own_help": _("Each picture has its own scale: its largest value is the darkest. Where a layer outputs negative values, red is positive and blue is negative."),
        "one_help": _("All pictures share one scale, which ends at {peak}: the same shade is the same value in every layer. Where a layer outputs negative values, red is positive and blue is negative."),
        "offline": _("The server is not responding; trying again."),
    }  # fmt: skip

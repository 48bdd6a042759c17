"""The learner's own question: the current network, and one thing about it changed to a few other values."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core import spec
from core.design.words import layer_title
from core.experiments import variations
from core.experiments.question import Variant
from core.experiments.variations import Place, Value
from core.layers import KINDS_BY_NAME
from core.layers.activations import ACTIVATIONS
from core.messages import Sentence
from core.spec import SpecError
from dashboard import session
from dashboard.i18n import Text


def own_question(network: spec.NetworkSpec, settings: spec.TrainingSpec) -> tuple[tuple[Variant, ...], bool]:
    """The designs to compare, the current one first, without those that are not possible; and whether all are. Why one is not is said."""
    _ = session.current_text()
    design = Variant(network, settings)
    names = dict(spec.named_layers(network))
    with st.container(horizontal=True, vertical_alignment="bottom", key="own_question"):
        place = st.selectbox(
            _("Where"), variations.places(design), format_func=lambda place: _place_name(place, list(names.items()), _),
            key="own_place", width=240, persist_state="session",
        )  # fmt: skip
        thing = st.selectbox(
            _("What to change"), variations.things(design, place), format_func=lambda thing: _thing_name(design, place, thing, _),
            key=f"own_thing_{place}", width=200, persist_state="session",
        )  # fmt: skip
        chosen = _values(design, place, thing, list(names), _)
    return _designs(design, place, thing, chosen, _)


def _values(design: Variant, place: Place, thing: str, names: list[str], _: Text) -> Sequence[Value | None]:
    """The other values, as they were chosen or typed."""
    if thing == variations.NOTHING:
        return [None]
    known, typed = variations.proposed(design, place, thing), variations.typed(design, place, thing)
    return st.multiselect(
        _values_label(design, place, thing, _), known, default=variations.first_choice(design, place, thing),
        format_func=lambda value: _value_name(design, place, thing, value, names, _), max_selections=variations.MOST_VALUES,
        accept_new_options=typed, placeholder=_("choose or type") if typed else _("choose"),
        key=f"own_values_{place}_{thing}_{known}", width=520, persist_state="session",
    )  # fmt: skip


def _designs(
    design: Variant, place: Place, thing: str, chosen: Sequence[Value | None], _: Text
) -> tuple[tuple[Variant, ...], bool]:
    found, refused = [design], []
    for value in chosen:
        try:
            changed = variations.changed(
                design, place, thing, None if value is None else variations.read(design, place, thing, value)
            )
        except SpecError as error:
            refused.append(error.sentence)
            continue
        if changed not in found or changed == design:
            found.append(changed)
    if not chosen:
        refused.append(Sentence("Choose at least one other value: a question compares at least two designs."))
    for sentence in dict.fromkeys(refused):
        st.error(_.marked(sentence), icon=":material/block:")
    if found.count(design) > 1:
        found = [design, design, *(each for each in found if each != design)]
        st.info(
            _("Two of the designs are identical. Asked like this, the experiment shows what luck alone looks like."),
            icon=":material/casino:",
        )
    return tuple(found), not refused


def _place_name(place: Place, names: list[tuple[str, spec.Layer]], _: Text) -> str:
    if place == variations.NETWORK:
        return _("The whole network")
    if place == variations.TRAINING:
        return _("Training settings")
    name, layer = names[int(place)]
    return f"{name} — {layer_title(layer, _.say)}"


def _thing_name(design: Variant, place: Place, thing: str, _: Text) -> str:
    if thing.startswith(variations.ADDED):
        kind = KINDS_BY_NAME[thing.removeprefix(variations.ADDED)]
        return _("Add a layer: {kind}").format(kind=_.say(kind.kind_name))
    field = variations.field(design, place, thing)
    if field is not None:
        return _.say(field.label)
    names = {
        variations.ACTIVATIONS: _("All activations"),
        variations.LEFT_OUT: _("Leave out a layer"),
        variations.NOTHING: _("Nothing: the same network twice"),
    }
    return names[thing]


def _values_label(design: Variant, place: Place, thing: str, _: Text) -> str:
    if thing == variations.LEFT_OUT:
        return _("Layer to leave out")
    if thing.startswith(variations.ADDED):
        return _("Position")
    now = variations.present(design, place, thing)
    return _("Other values (currently {value})").format(
        value=_("mixed") if now is None else _value_name(design, place, thing, now, [], _)
    )


def _value_name(design: Variant, place: Place, thing: str, value: Value, names: list[str], _: Text) -> str:
    """A value as it is offered; what was typed stays as it was typed."""
    if thing == variations.LEFT_OUT:
        return names[int(value)]
    if thing.startswith(variations.ADDED):
        return _("after {layer}").format(layer=names[int(value) - 1]) if value else _("right after the image")
    if thing == variations.ACTIVATIONS:
        return _.say(ACTIVATIONS[str(value)].word)
    field = variations.field(design, place, thing)
    return (
        str(value)
        if field is None or (isinstance(value, str) and value not in field.words)
        else _.say(field.written(value))
    )

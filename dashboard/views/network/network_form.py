"""The design as a form: where to begin, all activations at once, and the layers one by one. Each part changes the session's draft."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from core import spec
from core.design import design_diff, presets
from core.design.draft import Draft
from core.design.words import difference, layer_title
from core.fields import Choice, Field, OneOf, fields_of
from core.layers import KINDS
from core.layers.activations import ACTIVATIONS
from dashboard import session
from dashboard.i18n import Text
from dashboard.shared.field_widget import field_widget
from dashboard.shared.when_changed import when_changed
from dashboard.views.network.training_form import settings_difference, training_form

MOST_BESIDE = 2  # a choice of more names takes the whole width


def whole_network(draft: Draft) -> None:
    """A preset, or one activation for all layers."""
    _ = session.current_text()
    by_key = {preset.key: preset for preset in presets.PRESETS}
    present = presets.find(*draft.design)
    preset_key = f"preset_{draft.version}_{present.key if present else None}"
    activations_key = f"activations_{draft.version}_{draft.activation}"

    def begin_with(key: str) -> None:
        chosen, known = by_key[key], session.draft()
        session.edit_draft(known.replaced(chosen.network, chosen.settings_for(known.settings)))

    def activate(name: str) -> None:
        session.edit_draft(session.draft().activated(name))

    st.selectbox(
        _("Start from"), list(by_key), index=list(by_key).index(present.key) if present else None,
        format_func=lambda key: _.say(by_key[key].title), placeholder=_("your own design"),
        key=preset_key, on_change=when_changed(preset_key, present.key if present else None, begin_with), width=250,
    )  # fmt: skip
    st.selectbox(
        _("All activations"), spec.ACTIVATIONS,
        index=spec.ACTIVATIONS.index(draft.activation) if draft.activation else None,
        format_func=lambda name: _.say(ACTIVATIONS[name].word), placeholder=_("mixed"),
        key=activations_key, on_change=when_changed(activations_key, draft.activation, activate), width=140,
        disabled=not draft.has_activations,
    )  # fmt: skip


def layers_form(draft: Draft) -> None:
    """The layers: choose one, add, remove, duplicate, move; and the chosen one's parameters."""
    _ = session.current_text()
    with st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall", key="layer_actions"):
        _actions(draft, _)
    _chosen_layer(draft, _)
    if not draft.layers:
        st.markdown(
            _("There are no layers to choose from: every pixel has one weight per class. Add a layer to begin.")
        )
        return
    _layer_form(draft, _)
    about = design_diff.layers(draft.network)[draft.selected]
    st.caption(_compared(difference(about, _.marked), about.was is None, _))


def settings_form(draft: Draft) -> None:
    """Everything about the training that is no layer."""
    _ = session.current_text()
    training_form(draft)
    differs = settings_difference(draft.settings, _)
    st.caption(_in_the_tutorial(differs, _) if differs else _("These settings are the same as in the tutorial."))


def _chosen_layer(draft: Draft, _: Text) -> None:
    named, key = spec.named_layers(draft.network), f"chosen_layer_{draft.version}"
    st.selectbox(
        _("Layer"), range(len(named)), index=draft.selected if named else None,
        format_func=lambda place: f"{named[place][0]} — {layer_title(named[place][1], _.say)}",
        key=key, on_change=when_changed(key, draft.selected if named else None, partial(session.select_layer, draft.version)),
        label_visibility="collapsed", disabled=not named, placeholder=_("no layers"),
    )  # fmt: skip


def _layer_form(draft: Draft, _: Text) -> None:
    """The chosen layer's fields. What cannot be is not held back."""
    layer, layer_id = draft.layers[draft.selected], draft.ids[draft.selected]
    fields = fields_of(type(layer))

    def show(name: str) -> None:
        changed = partial(session.edit_layer, draft.version, layer_id, name)
        field_widget(fields[name], getattr(layer, name), f"layer_{draft.version}_{layer_id}_{name}", _, changed=changed)

    narrow = [name for name, field in fields.items() if not _is_wide(field)]
    for row in (narrow[place : place + 2] for place in range(0, len(narrow), 2)):
        for column, name in zip(st.columns(2, gap="small"), row, strict=False):
            with column:
                show(name)
    for name in (name for name in fields if name not in narrow):
        show(name)


def _is_wide(field: Field) -> bool:
    return isinstance(field.control, Choice) and isinstance(field.limit, OneOf) and len(field.limit.names) > MOST_BESIDE


def _actions(draft: Draft, _: Text) -> None:
    """A click counts after all that was changed before it."""
    at, none = draft.selected, not draft.layers

    def act(action: Callable[[Draft], Draft]) -> None:
        session.press(lambda: session.edit_draft(action(session.draft())))

    with st.popover(_("Add"), icon=":material/add:", disabled=draft.full, key=f"add_{draft.version}"):
        for kind in KINDS:
            st.button(
                _.say(kind.kind_name), key=f"add_{kind.type_name}", type="tertiary",
                on_click=act, args=(partial(Draft.added, kind=kind.type_name),),
            )  # fmt: skip
    for key, label, words, action, off in (
        ("duplicate", _("Duplicate"), None, Draft.duplicated, none or draft.full),
        ("remove", _("Remove"), None, Draft.removed, none),
        ("move_left", "←", _("Move this layer towards the image"), partial(Draft.moved, by=-1), at == 0),
        (
            "move_right",
            "→",
            _("Move this layer towards the classes"),
            partial(Draft.moved, by=1),
            at >= len(draft.layers) - 1,
        ),
    ):
        st.button(label, key=key, help=words, disabled=off, on_click=act, args=(action,))


def refusal(draft: Draft) -> None:
    """Why the draft cannot be, where it cannot."""
    _ = session.current_text()
    if draft.refusal is not None:
        st.error(_.marked(draft.refusal.sentence), icon=":material/block:")


def _compared(differs: str, is_new: bool, _: Text) -> str:
    if is_new:
        return _("The tutorial's network has no such layer here.")
    return _in_the_tutorial(differs, _) if differs else _("This layer is the same as in the tutorial.")


def _in_the_tutorial(differs: str, _: Text) -> str:
    return _("In the tutorial: {values}.").format(values=differs)

"""The design as a form: where to begin, all activations at once, and the layers one by one."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from core import spec
from core.design import design_diff, presets
from core.design.draft import Draft
from core.design.words import difference, layer_title
from core.layers import KINDS
from core.layers.activations import ACTIVATIONS
from dashboard import session
from dashboard.i18n import Text
from dashboard.views.network.layer_form import layer_form
from dashboard.views.network.training_form import settings_difference, training_form


def whole_network(draft: Draft) -> None:
    """A preset, or one activation for all layers: a choice begins the page anew."""
    _ = session.current_text()
    by_key = {preset.key: preset for preset in presets.PRESETS}
    present = presets.find(*draft.design)
    chosen = st.selectbox(
        _("Begin with"), list(by_key), index=list(by_key).index(present.key) if present else None,
        format_func=lambda key: _.say(by_key[key].title), placeholder=_("your own design"),
        key=f"preset_{draft.version}_{present.key if present else None}", width=250,
    )  # fmt: skip
    if chosen is not None and (present is None or chosen != present.key):
        session.edit_draft(draft.replaced(by_key[chosen].network, by_key[chosen].settings_for(draft.settings)))
        st.rerun()
    activation = st.selectbox(
        _("All activations"), spec.ACTIVATIONS,
        index=spec.ACTIVATIONS.index(draft.activation) if draft.activation else None,
        format_func=lambda name: _.say(ACTIVATIONS[name].word), placeholder=_("mixed"),
        key=f"activations_{draft.version}_{draft.activation}", width=140,
        disabled=not draft.has_activations,
    )  # fmt: skip
    if activation is not None and activation != draft.activation and draft.layers:
        session.edit_draft(draft.activated(activation))
        st.rerun()


def layers_form(draft: Draft) -> None:
    """The layers: choose one, add, remove, duplicate, move; and the chosen one's parameters."""
    _ = session.current_text()
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="layer_actions"):
        _chosen_layer(draft, _)
        _actions(draft, _)
    _refusal(draft, _, of_layer=True)
    if not draft.layers:
        st.markdown(_("There is no layer to choose: every pixel has one weight for each class. Add one to begin."))
        return
    layer_form(draft)
    about = design_diff.layers(draft.network)[draft.selected]
    st.caption(_compared(difference(about, _.say), about.was is None, _))


def settings_form(draft: Draft) -> None:
    """Everything about the training that is no layer."""
    _ = session.current_text()
    training_form(draft)
    _refusal(draft, _, of_layer=False)
    st.caption(_compared(settings_difference(draft.settings, _), False, _))


def _chosen_layer(draft: Draft, _: Text) -> None:
    named, key = spec.named_layers(draft.network), f"chosen_layer_{draft.version}"
    if named and st.session_state.get(key) != draft.selected:
        st.session_state[key] = draft.selected
    st.selectbox(
        _("Layer"), range(len(named)), index=None, disabled=not named, placeholder=_("no layers"), key=key, width=190,
        format_func=lambda place: f"{named[place][0]} — {layer_title(named[place][1], _.say)}",
        on_change=lambda: session.select_layer(st.session_state[key]),
    )  # fmt: skip


def _actions(draft: Draft, _: Text) -> None:
    """A click counts after all that was changed before it."""
    at, none = draft.selected, not draft.layers

    def act(action: Callable[[Draft], Draft]) -> None:
        session.edit_draft(action(draft))
        st.rerun()

    with st.popover(_("Add"), icon=":material/add:", disabled=draft.full, key=f"add_{draft.version}"):
        for kind in KINDS:
            if st.button(_.say(kind.kind_name), key=f"add_{kind.type_name}", type="tertiary"):
                act(partial(Draft.added, kind=kind.type_name))
    for key, label, words, action, off in (
        ("duplicate", _("Duplicate"), None, Draft.duplicated, none or draft.full),
        ("remove", _("Remove"), None, Draft.removed, none),
        ("move_left", "←", _("Move it towards the image"), partial(Draft.moved, by=-1), at == 0),
        ("move_right", "→", _("Move it towards the classes"), partial(Draft.moved, by=1), at >= len(draft.layers) - 1),
    ):
        if st.button(label, key=key, help=words, disabled=off):
            act(action)


def _refusal(draft: Draft, _: Text, of_layer: bool) -> None:
    error = draft.refusal
    if error is not None and (error.layer is not None) == of_layer:
        st.error(_.say(error.sentence), icon=":material/block:")


def _compared(differs: str, is_new: bool, _: Text) -> str:
    if is_new:
        return _("The tutorial's network has no such layer here.")
    return _("In the tutorial: {values}.").format(values=differs) if differs else _("As in the tutorial.")

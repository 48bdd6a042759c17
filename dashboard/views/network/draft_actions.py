"""What the draft comes to, and the one button that makes a run of it, with what that will do."""

from __future__ import annotations

import streamlit as st

from core import spec
from core.design import design_diff, presets
from core.design.draft import Draft
from core.runs.snapshot import Snapshot
from dashboard import session
from dashboard.i18n import Text, count, percent
from dashboard.shared.run_words import counted_titles

ITERATIONS = 1_000


def totals(draft: Draft) -> None:
    """Of the draft's last valid design: parameters, multiplications, seconds; and what it leaves out of the tutorial's."""
    _ = session.current_text()
    network, _settings = draft.valid
    parts = spec.summary(network)
    learned = _("**{parameters}** parameters, **{multiplications}** multiplications per image").format(
        parameters=count(sum(part.parameters for part in parts)),
        multiplications=count(sum(part.multiplications for part in parts)),
    )
    with st.container(width="stretch", gap="xxsmall"):
        st.markdown(f"{learned} · {_seconds(_)}")
        missing = design_diff.left_out(network)
        if missing:
            named = ", ".join(counted_titles(missing, _))
            st.caption(_("Left out, compared with the tutorial: {layers}.").format(layers=named))


def _seconds(_: Text) -> str:
    pace = session.pace()
    if pace is None:
        return _("{iterations} iterations: not measured yet").format(iterations=count(ITERATIONS))
    seconds = ITERATIONS * pace.seconds
    if pace.measured:
        return _("{iterations} iterations: **{seconds} s**, measured on this machine").format(
            iterations=count(ITERATIONS), seconds=f"{seconds:,.1f}"
        )
    return _("{iterations} iterations: about **{seconds} s** (estimate)").format(
        iterations=count(ITERATIONS), seconds=f"{seconds:,.0f}" if seconds >= 10 else f"{seconds:.1f}"
    )


def apply_button(draft: Draft, run: Snapshot | None) -> None:
    """What there is to know of the preset, and what the button will do; the button only where there is something to apply."""
    _ = session.current_text()
    preset = presets.find(*draft.design)
    with st.container(width="stretch", gap="xxsmall"):
        if preset is not None:
            st.caption(_.marked(preset.about))
        if draft.edited:
            st.markdown(_what_will_happen(run, _) if draft.refusal is None else _refused(_))
        else:
            st.caption(_("Change whatever you like: nothing is trained until you start a new run."))
    if not draft.edited:
        return
    st.button(
        _("Discard"), key="discard", help=_("Go back to the design of the current run"),
        on_click=session.press, args=(session.discard_draft,),
    )  # fmt: skip
    st.button(
        _("Start a new run"), key="apply", type="primary", icon=":material/play_circle:",
        disabled=draft.refusal is not None, on_click=session.press, args=(session.apply_draft,),
    )  # fmt: skip


def _refused(_: Text) -> str:
    return _("This network is not possible; the form below says why. The chart shows the last one that was.")


def _what_will_happen(run: Snapshot | None, _: Text) -> str:
    if run is None:
        return _("This starts a run at iteration 0 with this network.")
    if not run.iteration:
        return _("This starts a new run at iteration 0 with this network.")
    done = _.ngettext("{count} iteration", "{count} iterations", run.iteration).format(count=count(run.iteration))
    if run.latest is not None and run.latest.iteration:
        done += f", {percent(run.latest.accuracy)}"
    return _(
        "This starts a new run at iteration 0 with this network; the current run ({done}) is paused and kept."
    ).format(done=done)

"""The only reader and writer of `st.session_state` and of query parameters."""

from __future__ import annotations

import base64
import contextlib
import re
import secrets
from collections.abc import Callable
from typing import TypeVar

import streamlit as st

from core import spec
from core.client import Client, Health
from core.pace import Pace
from core.run import Phase, RunError, Snapshot
from core.sentence import Sentence
from core.spec import SpecError
from core.worker_process import WorkerUnavailable
from dashboard import service
from dashboard.draft import Draft
from dashboard.text import LANGUAGES, Text, preferred, text

_TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")
_RUN = re.compile(r"[A-Za-z0-9_-]{16}")
CONFUSION = "confusion"  # key of the matrix that can be clicked
FLOW = "network_flow"  # key of the chart whose cards can be clicked
Answer = TypeVar("Answer")


def open_session() -> None:
    """Take up what the URL says, and put into it what a reload needs. Call it first in every run."""
    _open_language()
    _open_workspace()
    _open_run()


def _open_language() -> None:
    asked = st.query_params.get("lang")
    if "language" not in st.session_state:
        st.session_state.language = preferred(st.context.locale)
        if asked in LANGUAGES:
            st.session_state.language = asked
            st.session_state.language_chosen = True
    if asked is not None and asked not in LANGUAGES:
        known = ", ".join(LANGUAGES)
        tell(
            Sentence(
                "The address asks for the language {asked}, which is not here; there are {known}.",
                asked=asked[:20],
                known=known,
            )
        )
        del st.query_params["lang"]
    if st.session_state.get("language_chosen") and asked != st.session_state.language:
        st.query_params["lang"] = st.session_state.language


def _open_workspace() -> None:
    asked = st.query_params.get("w")
    if "workspace" not in st.session_state:
        if asked is not None and _TOKEN.fullmatch(asked):
            st.session_state.workspace = asked
            st.session_state.run_sought = False
        else:
            if asked is not None:
                tell(Sentence("The workspace named in the address cannot be read, so a new one was begun."))
            st.session_state.workspace = secrets.token_urlsafe(16)
            st.session_state.run_sought = True
    if asked != st.session_state.workspace:
        st.query_params["w"] = st.session_state.workspace


def _open_run() -> None:
    """Of several runs the URL names the one that was chosen."""
    asked = st.query_params.get("run")
    if "run_id" not in st.session_state and asked is not None and _RUN.fullmatch(asked):
        st.session_state.run_id, st.session_state.run_named = asked, True
    named = st.session_state.get("run_id") if st.session_state.get("run_named") else None
    if named is not None and asked != named:
        st.query_params["run"] = named
    elif named is None and asked is not None:
        del st.query_params["run"]


def language() -> str:
    return st.session_state.get("language", "en")


def current_text() -> Text:
    return text(language())


def choose_language(chosen: str) -> None:
    st.session_state.language = chosen
    st.session_state.language_chosen = True
    st.query_params["lang"] = chosen


# What a page has to say once, in the next run.


def tell(sentence: Sentence) -> None:
    st.session_state.setdefault("told", []).append(sentence)


def take_told() -> list[Sentence]:
    """What is to be said, each sentence once."""
    return st.session_state.pop("told", [])


# The run that this session looks at.


def client() -> Client:
    return service.client()


def run() -> Snapshot | None:
    """The session's run as last heard of; None before its first training, or while nothing is known of it."""
    run_id = st.session_state.get("run_id")
    found = client().snapshot(run_id) if run_id else None
    if found is not None and found.workspace != st.session_state.workspace:
        found = None  # somebody else's
    if (found is None and not st.session_state.get("run_sought", True)) or (run_id and found is None):
        try:
            runs = client().runs(st.session_state.workspace)
        except WorkerUnavailable:
            return None
        st.session_state.run_sought = True
        found = next((each for each in runs if each.run_id == run_id), runs[-1] if runs else None)
        st.session_state.run_id = found.run_id if found else None
    return found


def design() -> tuple[spec.NetworkSpec, spec.TrainingSpec]:
    """The network and settings that the next run begins with."""
    known = run()
    return (known.network, known.settings) if known else (spec.tutorial(), spec.TrainingSpec())


def train_to(goal: int) -> None:
    _command(lambda found: _train(found, goal))


def _train(found: Snapshot | None, goal: int) -> None:
    found = found or client().create(st.session_state.workspace, *design())
    st.session_state.run_id = found.run_id
    client().train(found.run_id, goal)


def step() -> None:
    """One iteration more, counted from where earlier steps lead: quick clicks add up."""

    def verb(found: Snapshot | None) -> None:
        leads = found.goal if found and found.phase is Phase.TRAINING else 0
        _train(found, max(leads, found.iteration if found else 0) + 1)

    _command(verb)


def pause() -> None:
    _command(lambda found: found and client().pause(found.run_id))


def reset() -> None:
    _command(lambda found: found and client().reset(found.run_id))


def new_seed() -> None:
    """Begin anew with other first weights and another order of the batches: the next seed."""
    _command(lambda found: found and client().reset(found.run_id, (found.settings.seed + 1) % 2**31))


def _command(verb: Callable[[Snapshot | None], object]) -> None:
    """Do what a person asked; where it cannot be, say why in the next run."""
    try:
        verb(run())
    except (WorkerUnavailable, RunError, SpecError) as error:
        tell(error.sentence)


# The design that a person is changing, and the runs that came of earlier ones.


def draft() -> Draft:
    """It begins as the design of the session's run, and follows it while nobody edits it."""
    known, base = st.session_state.get("draft"), design()
    edit_draft(Draft.of(base) if known is None else known.following(base))
    return st.session_state.draft


def edit_draft(changed: Draft) -> None:
    st.session_state.draft = changed


def select_by_card() -> None:
    """A layer's card in the flow chart was clicked: work on that layer."""
    position, known = st.session_state[FLOW].selected, draft()
    if type(position) is int and 0 <= position < len(known.layers):
        edit_draft(known.selecting(position).anew())


def apply_draft() -> None:
    """A new run with the draft's design; the present one is paused and stays."""

    def verb(found: Snapshot | None) -> None:
        design = draft().design
        spec.check(*design)
        if found is not None and found.phase is Phase.TRAINING:
            client().pause(found.run_id)
        _take_run(client().create(st.session_state.workspace, *design))

    _command(verb)


def choose_run(run_id: str) -> None:
    """Go back to an earlier run; the draft begins anew as its design."""

    def verb(found: Snapshot | None) -> None:
        chosen = next((each for each in client().runs(st.session_state.workspace) if each.run_id == run_id), None)
        if chosen is None:
            raise RunError(Sentence("This run is no longer there."))
        if found is not None and found.phase is Phase.TRAINING:
            client().pause(found.run_id)
        _take_run(chosen)

    _command(verb)


def _take_run(chosen: Snapshot) -> None:
    selected, version = draft().selected, draft().version + 1
    st.session_state.run_id, st.session_state.run_named = chosen.run_id, True
    begun = Draft.of((chosen.network, chosen.settings), version)
    edit_draft(begun.selecting(selected) if selected < len(begun.layers) else begun)


def runs() -> list[Snapshot]:
    """The workspace's runs, the oldest first; those known before where the worker does not answer."""
    return _asked_once("runs", (), lambda: client().runs(st.session_state.workspace)) or []


def pace() -> Pace | None:
    """How long an iteration of the draft's last valid design takes; None where nothing is known yet."""
    design = draft().valid
    return _asked_once("pace", design, lambda: client().pace(*design))


def _asked_once(name: str, about: object, ask: Callable[[], Answer]) -> Answer | None:
    """The worker is asked again only after something happened to the run: a page must not wait for it at every click."""
    seen, condition = run(), client().condition
    moment = (seen and (seen.run_id, seen.event), condition.health)
    known = st.session_state.get(f"asked_{name}")  # (about, moment, answer)
    if (known is None or known[:2] != (about, moment)) and condition.health is Health.READY:
        with contextlib.suppress(WorkerUnavailable):
            known = st.session_state[f"asked_{name}"] = (about, moment, ask())
    return known[2] if known is not None and known[0] == about else None


# What the pages remember while the session lasts.


def recall(name: str, default: object) -> object:
    return st.session_state.get(f"page.{name}", default)


def remember(name: str, value: object) -> None:
    st.session_state[f"page.{name}"] = value


# What another page wants looked at.


def look_at_test(number: int) -> None:
    """Look inside shall show that test image."""
    _look_at({"test": number})


def look_at_pixels(pixels: bytes) -> None:
    """Look inside shall show an image of the person's own: 784 bytes, 255 is ink."""
    _look_at({"pixels": base64.b64encode(pixels).decode()})


def look_asked() -> dict[str, object] | None:
    """{id, image}: the latest wish; the page fulfils each id once."""
    return st.session_state.get("look_asked")


def _look_at(image: dict[str, object]) -> None:
    st.session_state.look_asked = {"id": secrets.token_hex(6), "image": image}


# The gallery's filter: two widgets that a click on the confusion matrix sets.


def filter_key(name: str) -> str:
    return f"gallery_{name}"


def gallery_filter() -> tuple[int | None, int | None]:
    """(true, predicted) as the widgets stand; None for all."""
    return st.session_state.get(filter_key("true")), st.session_state.get(filter_key("predicted"))


def filter_gallery_by_cell() -> None:
    """A cell of the confusion matrix was clicked: show its images."""
    cell = st.session_state[CONFUSION].cell
    if cell:
        st.session_state[filter_key("true")], st.session_state[filter_key("predicted")] = cell

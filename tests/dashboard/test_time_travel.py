"""Going back to a checkpoint of a run, and on from there: by AppTest over an engine that is stepped by hand."""

from __future__ import annotations

import sys
from types import SimpleNamespace

import numpy as np
import pytest
from sklearn.metrics import confusion_matrix
from streamlit.testing.v1 import AppTest

from core import data, spec
from core.runs.snapshot import Phase, Snapshot
from core.storage import workspace_token
from dashboard import backends
from dashboard import session as state
from tests.support.app import button, mounted, open_app, parameter, views, words
from tests.support.stepped_client import SteppedClient

WORKSPACE = workspace_token.new()

LENGTH = 20
KEPT = [0, 1, 2, 5, 10, 20]


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    stepped = SteppedClient(tmp_path_factory.mktemp("kept"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(backends, "training", lambda: stepped)
        yield stepped


@pytest.fixture(scope="module")
def run(client) -> Snapshot:
    """Of 20 iterations, at rest, every checkpoint tested."""
    made = client.engine.create(WORKSPACE, spec.tutorial(), spec.TrainingSpec())
    client.train(made.run_id, LENGTH)
    client.work()
    client.test(made.run_id, None)
    client.work()
    return client.open(made.run_id)


@pytest.fixture
def app(run) -> AppTest:
    return on("train", run)


def on(page: str, run: Snapshot) -> AppTest:
    return open_app(page, w=WORKSPACE, run=run.run_id)


def at(opened: AppTest, iteration: int | None) -> AppTest:
    """As if the slider had been let go there."""
    opened.session_state["at"] = iteration
    opened.run()
    assert not opened.exception
    return opened


def slider(opened: AppTest) -> dict:
    return mounted(opened, "checkpoints")[0]


def widget(opened: AppTest, kind: str, ending: str):
    return next(each for each in opened.get(kind) if each.key.endswith(ending))


def latest(client: SteppedClient) -> Snapshot:
    return client.runs(WORKSPACE)[-1]


def test_the_slider_has_the_checkpoints_and_their_results(app, run):
    shown = slider(app)
    assert shown["run"] == run.run_id
    assert shown["at"] is None
    assert shown["checkpoints"] == [[iteration, run.result_at(iteration).correct] for iteration in KEPT]
    assert slider(at(app, 5))["at"] == 5
    assert parameter(app, "at") == "5"
    at(app, None)
    app.run()
    assert "at" not in app.query_params


def test_before_a_run_there_is_no_slider(client):
    opened = open_app()
    assert not mounted(opened, "checkpoints")


def test_the_test_page_at_a_checkpoint_agrees_with_scikit_learn(client, run):
    app = on("test", run)
    labels = data.mnist().test.labels
    for iteration in (5, 10, None):
        at(app, iteration)
        predicted = client.probabilities(run, LENGTH if iteration is None else iteration).argmax(axis=1)
        matrix = confusion_matrix(labels, predicted)
        where = f"At iteration {LENGTH}, its latest test," if iteration is None else f"At iteration {iteration} the"
        assert where in words(app)
        assert f"**{matrix.trace():,} of 10,000**" in words(app)
        assert f"1–9 of {10_000 - matrix.trace():,}" in words(app)
        counts = next(view["counts"] for view in views(app) if "counts" in view)
        np.testing.assert_array_equal(counts, matrix)
        row = next(line for line in words(app).splitlines() if line.startswith("| **4** |"))
        assert row.split(" | ")[1:11] == [f"{number:,}" for number in matrix[4]]
        wrong = set(np.flatnonzero(predicted != labels))
        pictures = next(view["pictures"] for view in views(app) if "pictures" in view)
        assert {item["number"] for item in pictures["items"]} <= wrong


def test_a_checkpoint_that_was_not_tested_is(client):
    workspace = workspace_token.new()
    made = client.engine.create(workspace, spec.tutorial(), spec.TrainingSpec()).run_id
    client.train(made, 90)
    client.work(until=lambda: client.open(made).iteration >= 5)
    opened = open_app("test", w=workspace)
    assert client.open(made).testing is None  # while it trains, only what is looked at is tested
    at(opened, 2)
    assert "Testing iteration 2 …" in words(opened)
    assert client.open(made).testing == 2
    client.work(until=lambda: client.open(made).result_at(2) is not None)
    opened.run()
    assert client.open(made).phase is Phase.TRAINING
    assert f"**{client.open(made).result_at(2).correct:,} of 10,000**" in words(opened)
    assert client.open(made).result_at(5) is None
    client.pause(made)
    client.work()
    opened.run()
    client.work()  # at rest every checkpoint is
    assert client.open(made).result_at(5) is not None


def test_the_filter_and_the_page_stay_from_checkpoint_to_checkpoint(run):
    app = on("test", run)
    at(app, 10)
    app.selectbox(key="gallery_true").set_value(4).run()
    button(app, "gallery_next").click().run()
    assert "10–18 of" in words(app)
    at(app, 20)
    assert "10–18 of" in words(app)
    pictures = next(view["pictures"] for view in views(app) if "pictures" in view)
    assert {int(data.mnist().test.labels[item["number"]]) for item in pictures["items"]} == {4}


@pytest.mark.parametrize("page", ["inside", "network", "draw"])
def test_what_looks_at_the_network_is_told_the_checkpoint(run, page):
    app = on(page, run)
    at(app, 10)
    sources = mounted(app, "design") + [each["source"] for each in mounted(app, "source")]
    assert [source["at"] for source in sources] == [10]


def test_going_on_with_nothing_changed_gives_the_same_training(client, app, run):
    at(app, 10)
    button(app, "fork").click().run()
    assert not app.exception
    fork = latest(client)
    assert fork.run_id != run.run_id
    assert (fork.phase, fork.iteration, fork.settings) == (Phase.TRAINING, 10, run.settings)
    assert fork.goal == LENGTH  # as far as the run that it comes from
    assert (fork.origin.run_id, fork.origin.iteration) == (run.run_id, 10)
    assert slider(app)["run"] == fork.run_id
    assert slider(app)["at"] is None
    at(app, 5)
    button(app, "to_100").click().run()  # training is live
    assert slider(app)["at"] is None
    assert latest(client).goal == 100
    client.work(until=lambda: latest(client).iteration >= LENGTH)
    (_, here), (_, there) = client.weights(fork.run_id, LENGTH), client.weights(run.run_id)
    for name in there:
        np.testing.assert_array_equal(here[name], there[name])
    client.pause(fork.run_id)
    assert client.open(run.run_id) == run


def test_going_on_with_other_settings(client, app, run):
    at(app, 5)
    widget(app, "select_slider", "learning_rate").set_value(0.01)
    widget(app, "select_slider", "batch_size").set_value(32)
    app.number_input(key=f"fork_{run.run_id}_5_seed").set_value(7)
    button(app, "fork").click().run()
    settings = latest(client).settings
    assert (settings.learning_rate, settings.batch_size, settings.seed) == (0.01, 32, 7)
    assert settings.optimizer == run.settings.optimizer
    assert client.open(run.run_id) == run


def test_a_fork_that_cannot_be_is_one_sentence(client, app, run):
    before = client.runs(WORKSPACE)
    at(app, 5)
    app.number_input(key=f"fork_{run.run_id}_5_seed").set_value(-1)
    button(app, "fork").click().run()
    assert [each.value for each in app.warning] == [
        "training: seed is -1; it must be a whole number from 0 to 2147483647."
    ]
    assert client.runs(WORKSPACE) == before


def test_at_live_nothing_can_be_forked(app):
    assert not [each for each in app.button if each.key == "fork"]


def test_a_checkpoint_that_is_gone_is_live(client, run):
    fork = client.fork(run.run_id, LENGTH, run.settings)
    opened = at(open_app(w=WORKSPACE, run=fork.run_id), 5)
    assert slider(opened)["at"] == 5
    client.run(fork.run_id).checkpoints.forget(5)
    opened.run()
    assert slider(opened)["at"] is None
    assert "at" not in opened.query_params
    at(opened, 10)
    button(opened, "reset").click().run()
    assert slider(opened)["at"] is None


def test_a_reload_stands_where_it_stood(app, run):
    at(app, 10)
    again = open_app(w=WORKSPACE, run=run.run_id, at="10")
    assert slider(again)["at"] == 10
    assert parameter(again, "at") == "10"


@pytest.mark.parametrize("odd", ["", "-1", "37", "1e1", "x", "9" * 50, "10 ", "٣٣٣", "null", "<script>"])
def test_an_odd_checkpoint_in_the_address_is_live(run, odd):
    again = open_app(w=WORKSPACE, run=run.run_id, at=odd)
    assert slider(again)["at"] is None
    assert not again.warning
    assert "at" not in again.query_params


@pytest.mark.parametrize("odd", [None, 5, "5", [], [5], [5, 1, 2], ["5", 1], [5.0, 1], [True, 1], {"at": 5}])
def test_what_the_slider_cannot_say_is_not_heard(monkeypatch, odd):
    session = SimpleNamespace(session_state=_Session({state.TIME: SimpleNamespace(at=odd)}))
    monkeypatch.setattr(sys.modules["dashboard.session.checkpoint"], "st", session)
    state.choose_by_slider()
    assert set(session.session_state) == {state.TIME}


@pytest.mark.parametrize(("said", "checkpoint"), [([10, 3], 10), ([-1, 4], None), ([0, 5], 0)])
def test_what_the_slider_says_is_heard(monkeypatch, said, checkpoint):
    session = SimpleNamespace(session_state=_Session({state.TIME: SimpleNamespace(at=said)}))
    monkeypatch.setattr(sys.modules["dashboard.session.checkpoint"], "st", session)
    state.choose_by_slider()
    assert session.session_state.at == checkpoint
    assert state.heard_choice() == said[1]


class _Session(dict):
    __getattr__, __setattr__ = dict.__getitem__, dict.__setitem__

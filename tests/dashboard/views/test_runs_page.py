"""The Runs page, run by AppTest over an engine that is stepped by hand: the list, the curves, what is shared and taken away."""

from __future__ import annotations

import csv
import io
import shutil
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest
from tensorboard.compat.proto import event_pb2

from core import spec
from core.bundle.keras_file import keras_file
from core.design import share_link
from core.messages import Sentence
from core.processes.training_process import WorkerUnavailable
from core.runs.errors import RunError
from core.runs.snapshot import Snapshot
from core.significance.wilson_interval import wilson
from core.spec import Conv, Dense, Dropout, NetworkSpec, Pool, TrainingSpec
from core.storage import workspace_token
from dashboard import backends, session
from dashboard.http import curves
from dashboard.i18n import fixed, percent, percentage, text
from dashboard.shared import colors, run_words
from dashboard.shared.choosing_line import networks_judged
from dashboard.shared.download import Making
from dashboard.shared.run_curves import curves_csv
from dashboard.views.runs import run_list, take_away
from tests.support.app import button, mounted, open_app, parameter, words
from tests.support.stepped_client import SteppedClient

EN = text("en")
TUTORIAL = spec.tutorial()
FEW = NetworkSpec((Conv(2, 3), Pool(), Dense(5, "sigmoid")))  # learns in milliseconds
WORKSPACE = workspace_token.new()


@pytest.fixture(scope="module")
def three_runs(tmp_path_factory):
    """A data folder with a workspace of three runs of two iterations."""
    folder = tmp_path_factory.mktemp("three")
    trained = SteppedClient(folder)
    for seed in range(3):
        trained.train(trained.create(WORKSPACE, FEW, TrainingSpec(seed=seed)).run_id, 2)
    trained.work()
    trained.close()
    return folder


@pytest.fixture
def app(three_runs, client, tmp_path) -> AppTest:
    """On the Runs page; the third run is the present one."""
    shutil.copytree(three_runs, tmp_path / "three")
    client.__init__(tmp_path / "three")
    opened = open_app("runs", w=WORKSPACE)
    assert not opened.exception
    return opened


def known(client, app) -> list[Snapshot]:
    return client.runs(app.session_state["workspace"])


def listed(app: AppTest) -> list[dict]:
    """The rows of the table, as they stand in it."""
    return mounted(app, "most_drawn")[0]["rows"]


def rows(app: AppTest) -> list[dict]:
    """The rows of the table, the newest run first."""
    numbers = {run.run_id: run.number for run in backends.training().runs(app.session_state["workspace"])}
    return sorted(listed(app), key=lambda row: numbers[row["run"]], reverse=True)


def validate(client: SteppedClient, run: Snapshot, correct: int) -> None:
    """As if the run had so many of 1,000 validation images right."""
    client.open(run.run_id)
    found = client.run(run.run_id)
    found.history.validate(found.iteration, correct, 1_000)
    found.changed(event=True)


def chart(app: AppTest) -> dict:
    return mounted(app, "others")[0]


def tell(app: AppTest, event: str, value: object) -> None:
    """As if the list had told it: AppTest cannot fire a component's event."""
    verbs = {
        "drawn": session.draw_by_list, "renamed": session.rename_by_list, "opened": session.open_by_list, "deleted": session.delete_by_list,
    }  # fmt: skip
    shown, said = run_list.table, SimpleNamespace(**{event: value})

    def press() -> None:
        st.session_state[session.RUNS] = said
        verbs[event]()

    def told(*arguments):
        shown(*arguments[:5], "the list", *arguments[6:])
        st.button("press", key="press_list", on_click=press)

    run_list.table = told
    try:
        app.run()
        button(app, "press_list").click().run()
    finally:
        run_list.table = shown
    assert not app.exception


def test_before_training_it_says_what_will_be_there(client):
    app = open_app("runs")
    assert "every network that you train" in words(app)
    assert button(app, "begin").label == "Train 100 iterations"
    assert not mounted(app, "most_drawn")


def test_the_list_says_what_the_runs_are(client, app):
    runs = known(client, app)
    assert [row["run"] for row in rows(app)] == [run.run_id for run in reversed(runs)]
    assert [row["name"] for row in rows(app)] == ["Run 3", "Run 2", "Run 1"]
    assert [row["present"] for row in rows(app)] == [True, False, False]
    for row, run in zip(rows(app), reversed(runs), strict=True):
        assert row["iterations"] == "2" == str(run.iteration)
        assert row["parameters"] == f"{sum(part.parameters for part in spec.summary(FEW)):,}"
        assert row["seconds"] == fixed(run.seconds, 1)
        low, high = run.latest.interval
        assert row["accuracy"] == f"{percent(run.latest.accuracy)} ± {percentage((high - low) / 2)}"
        assert row["when"] == row["validation_when"] == "at iteration 2"
        low, high = wilson(run.validation.correct, 1_000)
        assert row["validation"] == f"{run.validation.correct / 10:.1f} % ± {percentage((high - low) / 2)}"
        assert row["differs"].endswith(f"; seed {run.settings.seed}")


def test_an_older_test_says_of_which_iteration_it_is(client, app):
    client.train(known(client, app)[-1].run_id, 100)
    client.work(until=lambda: client.last_run().iteration > 2)
    app.run()
    first = rows(app)[0]
    assert first["iterations"] == str(client.last_run().iteration)
    assert first["when"] == "at iteration 2"


def test_accuracies_of_different_iterations_are_not_set_side_by_side_without_a_word(client, app):
    known(client, app)
    warning = "These accuracies come after different numbers of iterations"
    assert warning not in words(app)
    client.train(client.last_run().run_id, 3)
    client.work()
    app.run()
    assert [row["when"] for row in rows(app)] == ["at iteration 3", "at iteration 2", "at iteration 2"]
    assert warning in words(app)


def test_the_best_on_the_validation_images_stands_first(client, app):
    one, two, three = known(client, app)
    for run, correct in ((one, 913), (two, 940), (three, 940)):
        validate(client, run, correct)
    app.run()
    assert [row["name"] for row in listed(app)] == ["Run 3", "Run 2", "Run 1"]  # of equals the newest
    validate(client, one, 955)
    app.run()
    assert [row["name"] for row in listed(app)] == ["Run 1", "Run 3", "Run 2"]
    assert listed(app)[0]["validation"].startswith("95.5 % ± ")


def test_while_one_of_them_trains_the_rows_keep_their_places(client, app):
    one, two, three = known(client, app)
    for run, correct in ((one, 955), (two, 940), (three, 913)):
        validate(client, run, correct)
    app.run()
    client.train(two.run_id, 50)
    validate(client, three, 990)
    app.run()
    assert [row["name"] for row in listed(app)] == ["Run 1", "Run 2", "Run 3"]
    begun = client.create(WORKSPACE, FEW, TrainingSpec(seed=9))
    client.train(begun.run_id, 50)
    tell(app, "renamed", {"run": one.run_id, "name": "one"})  # the list is asked for anew
    assert [row["name"] for row in listed(app)] == ["Run 4", "one", "Run 2", "Run 3"]
    app.switch_page("views/train/page.py").run()
    app.switch_page("views/runs/page.py").run()
    assert [row["name"] for row in listed(app)] == [
        "Run 4",
        "Run 3",
        "one",
        "Run 2",
    ]  # as it is now, for who comes anew
    client.work()
    app.run()
    assert listed(app)[0]["name"] == "Run 3"
    assert sorted(row["name"] for row in listed(app)) == ["Run 2", "Run 3", "Run 4", "one"]


def test_it_says_how_many_networks_were_judged_on_the_test_images(client, app):
    line = "3 networks were judged on these test images: choose by validation accuracy, and keep the test for the last."
    assert line in words(app)
    app.switch_page("views/test/page.py").run()
    assert line in words(app)


def test_one_network_is_counted_once_and_an_untrained_one_not_at_all(client):
    runs = [client.create("w", FEW, TrainingSpec(seed=seed)) for seed in (0, 0, 1, 2)]
    for run in runs[:3]:
        client.train(run.run_id, 2)
    client.work()
    client.test(runs[3].run_id, None)
    client.work()
    assert networks_judged(client.runs("w")) == 2
    fork = client.fork(runs[0].run_id, 1, TrainingSpec(seed=0, learning_rate=0.1))
    client.train(fork.run_id, 2)
    client.work()
    assert networks_judged(client.runs("w")) == 3


def picker(app: AppTest):
    """The choice of a run, on a page that shows one."""
    if not any(each.key.startswith("run_") for each in app.selectbox):
        app.switch_page("views/train/page.py").run()
    return next(each for each in app.selectbox if each.key.startswith("run_"))


def test_a_run_is_renamed_and_has_its_name_everywhere(client, app):
    run = known(client, app)[1]
    tell(app, "renamed", {"run": run.run_id, "name": "  two   "})
    assert client.open(run.run_id).name == "two"
    assert [row["name"] for row in rows(app)] == ["Run 3", "two", "Run 1"]
    assert [row["given"] for row in rows(app)] == ["", "two", ""]
    assert picker(app).options == ["Run 3", "two", "Run 1"]
    app.switch_page("views/runs/page.py").run()
    tell(app, "renamed", {"run": run.run_id, "name": ""})
    assert rows(app)[1]["name"] == "Run 2"


def test_a_name_that_is_too_long_is_one_sentence(client, app):
    run = known(client, app)[0]
    tell(app, "renamed", {"run": run.run_id, "name": "x" * 61})
    assert [each.value for each in app.warning] == ["The name is too long; the maximum is 60 characters."]
    assert rows(app)[2]["name"] == "Run 1"


def test_a_deleted_run_comes_back_by_undo(client, app):
    run = known(client, app)[1]
    tell(app, "deleted", run.run_id)
    assert [row["name"] for row in rows(app)] == ["Run 3", "Run 1"]
    assert [each.value for each in app.text if "deleted" in each.value] == ["Run 2 was deleted."]
    button(app, "restore_run").click().run()
    assert [row["name"] for row in rows(app)] == ["Run 3", "Run 2", "Run 1"]
    assert not any("deleted" in each.value for each in app.text)
    assert client.open(run.run_id).results == run.results


def test_the_undo_ends_with_the_page(client, app):
    tell(app, "deleted", known(client, app)[1].run_id)
    app.switch_page("views/train/page.py").run()
    app.switch_page("views/runs/page.py").run()
    assert not any(each.key == "restore_run" for each in app.button)


def test_after_the_present_run_is_deleted_the_latest_other_is_shown(client, app):
    one, two, three = known(client, app)
    tell(app, "deleted", three.run_id)
    assert app.session_state["run_id"] == two.run_id
    tell(app, "deleted", two.run_id)
    tell(app, "deleted", one.run_id)
    assert "every network that you train" in words(app)
    assert any(each.value == "Run 1 was deleted." for each in app.text)
    button(app, "restore_run").click().run()
    assert [row["name"] for row in rows(app)] == ["Run 1"]
    assert rows(app)[0]["present"]


def test_another_run_is_opened_by_the_list_and_by_the_picker(client, app):
    one, two, _ = known(client, app)
    tell(app, "opened", one.run_id)
    assert app.session_state["run_id"] == one.run_id
    assert [row["present"] for row in rows(app)] == [False, False, True]
    app.switch_page("views/test/page.py").run()
    picker = next(each for each in app.selectbox if each.key.startswith("run_"))
    assert picker.value == one.run_id
    picker.set_value(two.run_id).run()
    assert app.session_state["run_id"] == two.run_id
    assert not app.exception


def test_a_choice_that_cannot_be_is_said_once_and_not_tried_again(client, app, monkeypatch):
    one, _, three = known(client, app)
    asked = []

    def gone(run_id):
        asked.append(run_id)
        raise WorkerUnavailable(Sentence("It is starting."))

    monkeypatch.setattr(client, "open", gone)
    picker(app).set_value(one.run_id).run()
    assert [each.value for each in app.warning] == ["It is starting."]
    app.run()
    assert asked == [one.run_id]
    assert [each.value for each in app.warning] == ["It is starting."]  # until it is dismissed
    assert picker(app).value == three.run_id


def test_of_two_runs_with_one_name_each_can_be_picked(client, app):
    one, two, _ = known(client, app)
    for run in (one, two):
        tell(app, "renamed", {"run": run.run_id, "name": "same"})
    assert picker(app).options == ["Run 3", "same (run 2)", "same (run 1)"]
    picker(app).set_value(one.run_id).run()
    assert app.session_state["run_id"] == one.run_id


@pytest.mark.parametrize("event", ["drawn", "renamed", "opened", "deleted"])
def test_what_no_list_of_ours_tells_changes_nothing(client, app, event):
    before, drawn = known(client, app), [row["drawn"] for row in rows(app)]
    for odd in (None, 5, "x" * 16, ["a"], {}, {"run": 5, "name": "x"}, {"run": "x" * 16, "name": "x"}, {"run": "x", "name": None}, {"x": True}):  # fmt: skip
        tell(app, event, odd)
        assert len(app.warning) <= 1
    assert known(client, app) == before
    assert [row["drawn"] for row in rows(app)] == drawn


def test_the_runs_of_others_are_out_of_reach(client, app):
    foreign = client.create(workspace_token.new(), FEW, TrainingSpec())
    for event, value in (("renamed", {"run": foreign.run_id, "name": "mine"}), ("opened", foreign.run_id), ("deleted", foreign.run_id)):  # fmt: skip
        tell(app, event, value)
        assert [each.value for each in app.warning] == ["This run no longer exists."]
    assert client.open(foreign.run_id).name == ""
    assert app.session_state["run_id"] != foreign.run_id


def test_the_present_run_and_the_latest_two_are_drawn_until_somebody_chooses(client, app):
    app.switch_page("views/train/page.py").run()
    for _ in range(2):
        button(app, "new_seed").click().run()
        button(app, "step").click().run()
        client.work()
    app.switch_page("views/runs/page.py").run()
    ids = [run.run_id for run in known(client, app)]
    assert [row["drawn"] for row in rows(app)] == [True, True, True, False, False]
    assert [each["run"] for each in chart(app)["others"]] == ids[2:4]
    assert chart(app)["own"]["run"] == ids[4]
    tell(app, "drawn", {ids[0]: True, ids[3]: False, ids[4]: False})
    assert [row["drawn"] for row in rows(app)] == [False, False, True, False, True]
    assert [each["run"] for each in chart(app)["others"]] == [ids[0], ids[2]]
    assert (chart(app)["own"], chart(app)["run"]) == (None, None)
    app.switch_page("views/train/page.py").run()
    assert [each["run"] for each in chart(app)["others"]] == [ids[0], ids[2]]
    assert chart(app)["own"]["run"] == ids[4]


def test_alone_a_run_is_drawn_as_ever(client):
    app = open_app(design=share_link.to_link(FEW, TrainingSpec()))
    button(app, "begin").click().run()
    client.work()
    app.run()
    assert chart(app)["others"] == []
    assert chart(app)["own"] is None
    assert not any(each.key == "curve_axis" for each in app.segmented_control)


def test_at_most_six_are_drawn(client, app):
    app.switch_page("views/train/page.py").run()
    for _ in range(5):
        button(app, "new_seed").click().run()
        button(app, "step").click().run()
    app.switch_page("views/runs/page.py").run()
    tell(app, "drawn", {run.run_id: True for run in known(client, app)})
    assert sum(row["drawn"] for row in rows(app)) == 6 == session.MOST_DRAWN
    assert rows(app)[0]["drawn"]


def test_a_run_keeps_its_colour(client, app):
    assert [row["color"] for row in rows(app)] == [colors.of_run(number) for number in (3, 2, 1)]
    assert chart(app)["own"]["color"] == colors.of_run(3)
    assert [each["color"] for each in chart(app)["others"]] == [colors.of_run(1), colors.of_run(2)]
    told_apart = {tuple(colors.of_run(number).values()) for number in range(1, 22)}
    assert len(told_apart) == 21


def test_the_curves_are_drawn_over_seconds(client, app):
    assert chart(app)["axis"] == "iteration"
    app.segmented_control(key="curve_axis").set_value("seconds").run()
    assert chart(app)["axis"] == "seconds"


def test_the_browser_gets_the_curves_that_were_measured(client, app):
    for other in chart(app)["others"]:
        history = client.history(other["run"])
        answer = curves.curve(history)
        assert answer["seconds"] == pytest.approx(history.rows[:, 4].tolist(), abs=1e-4)
        assert answer["smooth_accuracy"] == pytest.approx(history.rows[:, 3].tolist(), abs=1e-4)


def test_the_curves_as_a_table(client, app):
    runs = known(client, app)
    for run in runs:
        tell(app, "renamed", {"run": run.run_id, "name": f'a, "b" {run.number}'})
    found = list(csv.DictReader(io.StringIO(curves_csv(known(client, app), EN).decode("utf-8-sig"))))
    assert [row["run"] for row in found] == [f'a, "b" {number}' for number in (1, 1, 2, 2, 3, 3)]
    losses = np.concatenate([client.history(run.run_id).rows[:, 0] for run in runs])
    assert np.array([float(row["loss"]) for row in found], np.float32).tolist() == losses.tolist()


def test_two_runs_side_by_side(client, app):
    one, two, three = known(client, app)
    assert "Only A is right" not in words(app)
    app.segmented_control(key="runs_view").set_value("compared").run()
    letters = {each.label: each for each in app.selectbox if each.label in ("A", "B")}
    assert (letters["A"].value, letters["B"].value) == (three.run_id, two.run_id)
    assert "**A** is Run 3 at iteration 2" in words(app)
    letters["B"].set_value(one.run_id).run()
    assert "**B** is Run 1 at iteration 2" in words(app)
    assert not app.exception


def test_with_one_tested_run_the_page_says_what_will_be_there(client):
    app = open_app(design=share_link.to_link(FEW, TrainingSpec()))
    button(app, "begin").click().run()
    client.work()
    app.switch_page("views/runs/page.py").run()
    app.segmented_control(key="runs_view").set_value("compared").run()
    assert "Once two runs have been tested" in words(app)
    assert not any(each.label in ("A", "B") for each in app.selectbox)


# What is shared and taken away.


def test_the_link_opens_the_same_design_as_a_new_run(client, app):
    run = client.open(app.session_state["run_id"])
    link = app.code[0].value
    other = open_app(design=link.rpartition("=")[2])
    assert other.session_state["workspace"] != app.session_state["workspace"]
    assert "This network came from a link, with its settings and seed 2. It differs from the tutorial's: conv1: 2 filters, kernel 3 × 3; " in other.info[0].value  # fmt: skip
    assert parameter(other, "design")
    other.switch_page("views/network/page.py").run()
    assert other.session_state["draft"].design == (run.network, run.settings)
    for _ in range(2):
        button(other, "step").click().run()
    client.work()
    other.run()
    assert "design" not in other.query_params
    assert not other.info
    begun = client.open(other.session_state["run_id"])
    assert (begun.network, begun.settings) == (run.network, run.settings)
    assert begun.results[-1].correct == run.results[-1].correct


def test_a_link_to_the_tutorials_network_says_so(client):
    app = open_app("runs", design=share_link.to_link(TUTORIAL, TrainingSpec(seed=5)))
    assert [each.value for each in app.info] == [
        "This network came from a link, with its settings and seed 5. It is the tutorial's."
    ]


@pytest.mark.parametrize("odd", ["1.", "1.AAAA", "7." + "A" * 40, "x" * 9_000, "%00", "한국어", "1." + "_" * 100])
def test_a_link_that_leads_nowhere_is_one_sentence(client, odd):
    app = open_app(design=odd)
    assert len(app.warning) == 1
    assert not app.info
    assert "watch this network learn" in words(app)
    assert "design" not in app.query_params


def test_the_link_of_a_fork_says_that_it_begins_anew(client, app):
    three = client.open(app.session_state["run_id"])
    fork = client.fork(three.run_id, 1, replace(three.settings, seed=9))
    again = open_app("runs", w=app.session_state["workspace"], run=fork.run_id)
    assert rows(again)[0]["name"] == "Run 4, fork of run 3 at 1"
    assert "It does not include what run 3 had learned by iteration 1, where this run was forked." in words(again)


def test_the_zip_holds_the_run(client, app, digits):
    run = client.open(app.session_state["run_id"])
    with zipfile.ZipFile(io.BytesIO(take_away.packed(run, None, EN))) as bundle:
        weights = np.load(io.BytesIO(bundle.read("weights.npz")))
        kept = client.weights(run.run_id)[1]
        assert set(weights) == set(kept)
        for name, values in kept.items():
            assert np.array_equal(weights[name], values)
        predictions = list(csv.DictReader(io.StringIO(bundle.read("predictions.csv").decode("utf-8-sig"))))
        assert sum(row["true"] == row["predicted"] for row in predictions) == run.latest.correct
        assert spec.from_json(bundle.read("settings.json").decode()) == (run.network, run.settings)
        assert "Run 3" in bundle.read("report.html").decode()
    with zipfile.ZipFile(io.BytesIO(take_away.packed(run, 1, EN))) as bundle:
        earlier = np.load(io.BytesIO(bundle.read("weights.npz")))
        assert np.array_equal(earlier["conv1/kernel"], client.weights(run.run_id, 1)[1]["conv1/kernel"])
        predictions = list(csv.DictReader(io.StringIO(bundle.read("predictions.csv").decode("utf-8-sig"))))
        assert sum(row["true"] == row["predicted"] for row in predictions) == run.result_at(1).correct


def test_keras_and_tensorboard_get_the_run(client, app, monkeypatch):
    """Alone, the same as in the zip: the network of the checkpoint shown, the weights of every one."""
    run = client.open(app.session_state["run_id"])
    made = {}

    def downloaded(label, content, file, kind, key):
        made[key] = file, content()

    monkeypatch.setattr(take_away, "download", downloaded)
    monkeypatch.setattr(take_away.session, "checkpoint", lambda: 1)
    monkeypatch.setattr(take_away.session, "current_text", lambda: EN)
    take_away.bundle_download(run)
    names = {key: file for key, (file, _) in made.items()}
    assert names == {
        "download_bundle": "layer-lab-run-3.zip",
        "download_keras": "layer-lab-run-3.keras",
        "download_tensorboard": "layer-lab-run-3-tensorboard.zip",
    }
    model = made["download_keras"][1]
    assert model == keras_file(run.network, run.settings, client.weights(run.run_id, 1)[1])
    with zipfile.ZipFile(io.BytesIO(made["download_tensorboard"][1])) as alone:
        (name,) = alone.namelist()
        events = alone.read(name)
    assert name.startswith("layer-lab-run-3/events.out.tfevents.")
    read = (event_pb2.Event.FromString(event) for event in records(events))
    shown = {event.step for event in read if any(value.HasField("histo") for value in event.summary.value)}
    assert shown == {checkpoint.iteration for checkpoint in run.checkpoints}
    with zipfile.ZipFile(io.BytesIO(made["download_bundle"][1])) as bundle:
        assert bundle.read("network.keras") == model
        assert bundle.read(f"tensorboard/{name.rpartition('/')[2]}") == events


def records(file: bytes) -> Iterator[bytes]:
    """The records of an event file: length, its checksum, the record, its checksum."""
    at = 0
    while at < len(file):
        (length,) = struct.unpack_from("<Q", file, at)
        yield file[at + 12 : at + 12 + length]
        at += length + 16


def test_a_checkpoint_that_cannot_be_read_is_left_out(client, app, monkeypatch):
    run = client.open(app.session_state["run_id"])
    weights = client.weights

    def damaged(run_id, at=None):
        if at == 1:
            raise RunError(Sentence("It is damaged."))
        return weights(run_id, at)

    monkeypatch.setattr(client, "weights", damaged)
    kept = [checkpoint.iteration for checkpoint in run.checkpoints]
    assert 1 in kept
    assert [at for at, _ in take_away.checkpoints(run)] == [at for at in kept if at != 1]


def test_the_zip_of_an_untested_checkpoint_has_no_predictions(client, app):
    app.switch_page("views/train/page.py").run()
    button(app, "to_100").click().run()
    client.work(until=lambda: client.last_run().iteration >= 20)
    run = client.last_run()
    at = next(checkpoint.iteration for checkpoint in run.checkpoints if run.result_at(checkpoint.iteration) is None)
    with zipfile.ZipFile(io.BytesIO(take_away.packed(run, at, EN))) as bundle:
        assert "predictions.csv" not in bundle.namelist()


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("", "layer-lab-run-3"),
        ("Été: 2 / 3?", "layer-lab-run-3-ete-2-3"),
        ("한국어", "layer-lab-run-3"),
        ("../..\\x\0", "layer-lab-run-3-x"),
        ("a" * 60, "layer-lab-run-3-" + "a" * 44),
    ],
)
def test_the_files_name_can_be_written_everywhere(name, file):
    run = SimpleNamespace(name=name, number=3)
    assert take_away.file_name(run, EN) == file


def test_a_file_that_cannot_be_made_says_why():
    making = Making(patience=0)
    sentence = Sentence("It is starting.")

    def gone():
        raise WorkerUnavailable(sentence)

    with pytest.raises(WorkerUnavailable):
        making.make(gone)
    assert making.ended(0)
    assert making.take_problem() == sentence
    assert making.take_problem() is None
    assert not making.ended(0)
    assert making.make(lambda: b"zip") == b"zip"
    assert making.ended(0)
    assert making.take_problem() is None


def test_a_busy_worker_is_asked_again():
    tries = []

    def busy():
        tries.append(1)
        if len(tries) < 2:
            raise WorkerUnavailable(Sentence("It is starting."))
        return b"zip"

    assert Making().make(busy) == b"zip"


# What differs from the tutorial, in a few words.


@pytest.mark.parametrize(
    ("network", "settings", "said"),
    [
        (TUTORIAL, {}, "as in the tutorial; seed 0"),
        (TUTORIAL, {"seed": 3, "optimizer": "sgd", "learning_rate": 0.01}, "SGD; learning rate 0.01; seed 3"),
        (TUTORIAL, {"batch_size": 32, "precision": "bfloat16"}, "batches of 32; bfloat16; seed 0"),
        (
            NetworkSpec((Conv(8, 3, 2, "valid"), Pool(), Conv(36, 5), Pool("average", 3, 2), Dense(128))), {},
            "conv1: 8 filters, kernel 3 × 3, stride 2, padding valid; pool2: Average pooling 3 × 3; seed 0",
        ),
        (
            NetworkSpec((Conv(16, 5, activation="tanh"), Pool(), Conv(36, 5, activation="tanh"), Pool(), Dense(128, "tanh"))), {},
            "tanh everywhere; seed 0",
        ),
        (
            NetworkSpec((Conv(16, 5), Pool(), Conv(36, 5), Pool(), Dense(128, "sigmoid"), Dropout(0.5))), {},
            "fc1: sigmoid; plus Dropout 0.5; seed 0",
        ),
        (
            NetworkSpec((Conv(16, 5), Pool(), Conv(36, 5), Pool(), Dense(128), Dense(64))), {},
            "plus Fully connected (64 units); seed 0",
        ),
    ],
)  # fmt: skip
def test_what_differs_in_a_few_words(network, settings, said):
    assert run_words.design_words(network, TrainingSpec(**settings), EN) == said


def test_what_is_left_out_is_said():
    words = run_words.design_words(NetworkSpec(()), TrainingSpec(), EN)
    assert (
        words
        == "without Convolution 5 × 5 (2 layers); without Max-pooling 2 × 2 (2 layers); without Fully connected; seed 0"
    )

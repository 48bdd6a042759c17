"""The pages, run by AppTest over an engine that is stepped by hand."""

from __future__ import annotations

import re

import pytest
from sklearn.metrics import confusion_matrix

from core import data
from core.design.share_link import to_link
from core.messages import Sentence
from core.processes.training_client import Condition, Health
from core.processes.training_process import WorkerUnavailable
from core.runs.snapshot import Phase
from core.spec import Conv, Dense, Dropout, NetworkSpec, Pool, TrainingSpec, tutorial
from core.storage import workspace_token
from dashboard import backends, navigation
from dashboard.http import run_stream
from dashboard.i18n import percent
from dashboard.shared.training_bar import GOALS
from tests.support.app import button, mains, mounted, open_app, parameter, texts, words
from tests.support.stepped_client import SteppedClient


@pytest.mark.parametrize(
    ("page", "says", "offers"),
    [
        ("train", "watch this network learn", "Train 1 iteration"),
        ("test", "how well the network does", "Train 100 iterations"),
    ],
)
def test_before_training_a_page_says_what_will_be_there_and_offers_it(client, page, says, offers):
    app = open_app(page)
    assert says in words(app)
    assert button(app, "begin").label == offers
    assert button(app, "reset").disabled
    assert button(app, "play").disabled


def test_the_data_page_shows_the_three_sets(client):
    app = open_app("data")
    assert [metric.value for metric in app.metric] == ["55,000", "5,000", "10,000"]
    app.segmented_control(key="data_view").set_value("image").run()
    app.number_input(key="image_number_test").set_value(13).run()
    label = int(data.mnist().test.labels[13])
    assert app.code[0].value == "[" + ", ".join("1" if place == label else "0" for place in range(10)) + "]"
    assert not app.exception


def test_look_inside_opens_before_and_after_training(client):
    app = open_app("inside")
    assert app.title[0].value == "Look inside"
    button(app, "to_1").click().run()
    client.work()
    app.run()
    assert not app.exception
    assert client.last_run().iteration == 1


def test_only_layers_with_something_to_see_are_offered(client):
    network = NetworkSpec((Conv(3), Dropout(), Pool("average", 2, 3), Pool(), Conv(4, 3), Dense(5), Dropout()))
    app = open_app("inside", design=to_link(network, TrainingSpec()))
    [lens] = mounted(app, "layers")
    offered = {layer["name"]: layer for layer in lens["layers"]}
    assert list(offered) == ["conv1", "pool1", "pool2", "conv2", "fc1", "fc_out"]
    assert (offered["pool1"]["pools"], offered["pool1"]["stride"]) == ("conv1", 3)
    assert offered["pool2"]["pools"] is None
    assert offered["conv2"]["inputs"] == 3
    assert {name: layer["by_hand"] for name, layer in offered.items()} == {
        "conv1": "patch", "pool1": None, "pool2": "lines", "conv2": "patch", "fc1": None, "fc_out": None,
    }  # fmt: skip
    assert [name for name, layer in offered.items() if layer["switchable"]] == ["conv1", "conv2", "fc1"]


def test_training_by_clicks_fills_the_train_page(client):
    app = open_app()
    button(app, "begin").click().run()
    assert client.last_run().phase is Phase.TRAINING
    assert button(app, "play").label == "Pause"
    client.work()
    app.run()
    results = client.last_run().results
    assert [result.iteration for result in results] == [0, 1]
    for result in results:
        row = next(line for line in words(app).splitlines() if line.startswith(f"| {result.iteration} |"))
        assert f"| {result.correct:,} |" in row
        assert percent(result.accuracy) in row
    assert button(app, "to_1").disabled
    assert not button(app, "to_100").disabled


@pytest.mark.parametrize(
    ("page", "first"),
    [("train", "begin"), ("test", "begin"), ("network", "to_1"), ("inside", "to_1"), ("draw", "to_1")],
)
def test_a_page_has_one_main_button(client, page, first):
    app = open_app(page)
    assert mains(app) == [first]
    button(app, first).click().run()
    assert mains(app) == ["play"]  # Pause
    client.work()
    app.run()
    assert mains(app) == [f"to_{next(goal for goal in GOALS if goal > client.last_run().iteration)}"]


def test_pause_go_on_reset_and_new_seed(client):
    app = open_app()
    button(app, "to_100").click().run()
    client.work(until=lambda: client.last_run().iteration >= 5)
    app.run()
    button(app, "play").click().run()
    assert client.last_run().phase is Phase.PAUSED
    assert button(app, "play").label == "Continue"
    button(app, "play").click().run()
    assert (client.last_run().phase, client.last_run().goal) == (Phase.TRAINING, 100)
    client.work()
    first = client.last_run().results[-1]
    app.run()
    button(app, "reset").click().run()
    assert (client.last_run().iteration, client.last_run().results) == (0, ())
    assert "watch this network learn" in words(app)
    button(app, "to_100").click().run()
    client.work()
    again = client.last_run().results[-1]
    assert (again.iteration, again.correct) == (first.iteration, first.correct)
    app.run()
    button(app, "new_seed").click().run()
    assert client.last_run().settings.seed == 1
    assert client.last_run().iteration == 0


def test_the_test_page_agrees_with_scikit_learn(client):
    app = open_app("test")
    button(app, "to_100").click().run()
    client.work()
    app.run()
    assert not app.exception
    run = client.last_run()
    labels = data.mnist().test.labels
    predicted = client.engine.queries.probabilities(run.run_id, 100).argmax(axis=1)
    matrix = confusion_matrix(labels, predicted)
    text = words(app)
    assert f"**{matrix.trace():,} of 10,000**" in text
    assert f"It gets {10_000 - matrix.trace():,} wrong" in text
    for label in range(10):
        row = next(line for line in text.splitlines() if line.startswith(f"| **{label}** |"))
        assert [int(cell.replace(",", "")) for cell in re.findall(r"(?<=\| )[\d,]+(?= \|)", row)][:10] == matrix[
            label
        ].tolist()
    errors = int((predicted != labels).sum())
    assert f"1–9 of {errors:,}" in text
    button(app, "gallery_next").click().run()
    assert f"10–18 of {errors:,}" in words(app)
    app.selectbox(key="gallery_true").set_value(4).run()
    app.selectbox(key="gallery_predicted").set_value(9).run()
    assert f"of {matrix[4, 9]:,}" in words(app)
    app.selectbox(key="gallery_predicted").set_value(4).run()
    assert f"of {matrix[4, 4]:,}" in words(app)


def test_a_filter_outlives_a_change_of_page(client):
    app = open_app("test")
    button(app, "begin").click().run()
    client.work()
    app.run()
    app.selectbox(key="gallery_true").set_value(4).run()
    app.switch_page("views/data/page.py").run()
    app.switch_page("views/test/page.py").run()
    assert app.selectbox(key="gallery_true").value == 4


def test_an_earlier_result_can_be_looked_at(client):
    app = open_app("test")
    button(app, "to_100").click().run()
    client.work()
    app.run()
    untrained = client.last_run().results[0]
    app.session_state["at"] = 0
    app.run()
    assert f"**{untrained.correct:,} of 10,000**" in words(app)


def test_any_number_of_iterations(client):
    app = open_app()
    app.slider(key="more_iterations").set_value(7)
    button(app, "train_more").click().run()
    assert client.last_run().goal == 7
    client.work()
    app.run()
    app.number_input(key="up_to_iteration").set_value(12)
    button(app, "train_up_to").click().run()
    assert client.last_run().goal == 12
    client.work()
    app.run()
    button(app, "step").click().run()
    button(app, "step").click().run()
    assert client.last_run().goal == 14


@pytest.mark.parametrize(
    "workspace",
    [
        "",
        "x",
        "../../etc/passwd",
        "a" * 10_000,
        "' or 1=1 --------------",
        "한국어한국어한국어한국어한국어한",
        "A" * 22,
    ],
)
def test_an_odd_workspace_in_the_address_is_one_sentence(client, workspace):
    app = open_app(w=workspace)
    assert len(app.warning) == 1
    assert "workspace" in app.warning[0].value
    assert re.fullmatch(r"[A-Za-z0-9_-]{22}", parameter(app, "w"))


def test_an_odd_language_in_the_address_is_one_sentence(client):
    app = open_app(lang="tlh")
    assert len(app.warning) == 1
    assert "tlh" in app.warning[0].value
    assert app.title[0].value == "Train"


def test_the_language_follows_the_address_and_the_switch(client):
    app = open_app(lang="ko")
    assert app.title[0].value == "훈련"
    assert not app.warning
    switch = next(each for each in app.segmented_control if each.key.startswith("language_switch"))
    switch.set_value("en").run()
    assert app.title[0].value == "Train"
    assert parameter(app, "lang") == "en"


BOTH_FORMS = re.compile(r"\((?:는|가|를|와|으|이|였)\)")
ONE_OF_MANY = re.compile(
    r"\b1 (?:iterations|images|seeds|runs|processes|layers|filters|units|parameters|multiplications|designs|networks)\b"
)


@pytest.fixture(scope="module")
def one_iteration(tmp_path_factory):
    """A client with one run, trained for one iteration; and what its address says."""
    stepped, workspace = SteppedClient(tmp_path_factory.mktemp("one")), workspace_token.new()
    run = stepped.create(workspace, tutorial(), TrainingSpec())
    stepped.train(run.run_id, 1)
    stepped.work()
    yield stepped, {"w": workspace, "run": run.run_id}
    stepped.close()


@pytest.mark.parametrize("page", [entry.name for entry in navigation.PAGES if entry is not navigation.EXPERIMENTS])
def test_particles_and_plurals_suit_what_is_filled_in(one_iteration, monkeypatch, page):
    client, address = one_iteration
    monkeypatch.setattr(backends, "training", lambda: client)
    for language, wrong in (("ko", BOTH_FORMS), ("en", ONE_OF_MANY)):
        app = open_app(page, lang=language, **address)
        assert not app.exception
        shown = texts(app)
        assert len(shown) > 30
        assert [text for text in shown if wrong.search(text)] == []


def test_a_reload_finds_the_run_by_the_address(client):
    app = open_app()
    workspace = parameter(app, "w")
    button(app, "begin").click().run()
    client.work()
    again = open_app(w=workspace)
    assert "| 1 |" in words(again)
    stranger = open_app()
    assert parameter(stranger, "w") != workspace
    assert "watch this network learn" in words(stranger)


def test_of_several_runs_the_address_names_the_chosen_one(client):
    app = open_app()
    button(app, "begin").click().run()
    client.work()
    first, workspace = client.last_run().run_id, parameter(app, "w")
    client.engine.create(workspace, client.last_run().network, client.last_run().settings)
    latest = open_app(w=workspace)
    assert latest.session_state["run_id"] != first
    chosen = open_app(w=workspace, run=first)
    assert chosen.session_state["run_id"] == first
    assert parameter(chosen, "run") == first
    for whose, run in (
        (workspace_token.new(), first),
        (workspace, "x" * 16),
        (workspace, "../odd"),
        ("B" * 22, first),
        (workspace_token.new(), ""),
    ):
        other = open_app(w=whose, run=run)
        assert other.session_state["run_id"] != first
        assert not other.exception


def test_a_worker_that_is_down_is_said_and_can_be_started_again(client):
    client.condition = Condition(
        Health.DOWN, Sentence("The training process could not be started: {reason}.", reason="no memory")
    )
    app = open_app()
    assert [each.value for each in app.error] == ["The training process could not be started: no memory."]
    button(app, "retry").click().run()
    assert client.retried == 1
    assert not app.error


def test_a_command_that_finds_no_worker_is_one_sentence_and_loses_nothing(client):
    app = open_app()
    button(app, "begin").click().run()
    client.work()

    def gone(*arguments):
        raise WorkerUnavailable(
            Sentence("The training process did not answer in time, so this was not done; please try again in a moment.")
        )

    client.train = gone
    app.run()
    button(app, "to_100").click().run()
    assert [each.value for each in app.warning] == [
        "The training process did not answer in time, so this was not done; please try again in a moment."
    ]
    assert "| 1 |" in words(app)


def test_what_a_page_has_to_say_stays_until_it_is_dismissed(client):
    app = open_app(w="no token", lang="tlh")
    said = [each.value for each in app.warning]
    assert len(said) == 2
    app.run()
    button(app, "begin").click().run()
    client.work()
    app.run()
    assert [each.value for each in app.warning] == said
    first, second = sorted(each.key for each in app.button if each.key and each.key.startswith("dismiss_"))
    button(app, second).click().run()
    assert [each.value for each in app.warning] == said[:1]
    button(app, first).click().run()
    assert not app.warning


def test_what_is_said_of_a_command_goes_with_the_next_one(client):
    """Not with a run of the page that nobody asked for, or it would be gone before it is read."""
    app = open_app()
    button(app, "begin").click().run()
    client.work()
    train = client.train

    def gone(*arguments):
        raise WorkerUnavailable(Sentence("The training process is starting; please try again in a moment."))

    client.train = gone
    app.run()
    button(app, "to_100").click().run()
    assert len(app.warning) == 1
    button(app, "to_100").click().run()
    app.run()
    assert len(app.warning) == 1  # and it is said once
    client.train = train
    button(app, "to_100").click().run()
    assert not app.warning


def test_a_failed_run_says_why(client):
    app = open_app()
    button(app, "begin").click().run()
    client.work()
    client.fail("out of memory")
    app.run()
    assert "Training stopped: out of memory" in words(app)


@pytest.mark.parametrize("page", ["data", "train", "test"])
def test_missing_images_are_one_sentence(client, monkeypatch, page):
    if page == "test":
        app = open_app()
        button(app, "begin").click().run()
        client.work()
    sentence = Sentence(
        "The file {name} is missing or cannot be read; download the project again.", name="assets/mnist.npz"
    )

    def missing(*arguments):
        raise data.DataError(sentence)

    monkeypatch.setattr(data, "mnist", missing)
    workspace = parameter(app, "w") if page == "test" else workspace_token.new()
    app = open_app(page, w=workspace)
    assert [each.value for each in app.error] == ([] if page == "train" else [str(sentence)])


def test_the_stream_brings_a_tab_exactly_up_to_date(client):
    app = open_app()
    button(app, "to_100").click().run()
    run_id = client.last_run().run_id
    feed, columns = run_stream.Feed(), {}

    def take_in():
        frame = client.read(run_id, feed.frame)
        curve = frame.get("curve")
        if curve:
            for name in ("iteration", *run_stream.COLUMNS):
                columns[name] = columns.get(name, [])[: curve["first"]] + curve[name]
        return frame

    while client.last_run().phase is Phase.TRAINING:
        client.work(until=iter([False, True]).__next__)
        frame = take_in()
    history = client.history(run_id)
    whole = history.curve(history.bin_width())
    assert columns["iteration"] == whole.iteration.tolist()
    assert columns["loss"] == pytest.approx(whole.values[:, 0].tolist(), abs=1e-4)
    assert frame["phase"] == "reached"
    last = history.validations[-1]
    assert frame["validation"] == {"iteration": 100, "correct": last.correct, "total": last.total}
    assert "curve" not in take_in()

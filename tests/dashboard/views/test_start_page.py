"""The Start page, run by AppTest over an engine that is stepped by hand: what it says and offers, whatever there is of a run."""

from __future__ import annotations

import json

import pytest
from streamlit.testing.v1 import AppTest

from core import data, spec
from core.design.share_link import to_link
from core.messages import Sentence
from core.processes.training_client import Condition, Health
from core.processes.training_process import WorkerUnavailable
from core.runs.snapshot import Phase
from core.spec import Conv, Dense, NetworkSpec, Pool, TrainingSpec
from dashboard import navigation
from dashboard.i18n import percent
from tests.support.app import button, mains, mounted, open_app, parameter, words
from tests.support.stepped_client import SteppedClient

FEW = NetworkSpec((Conv(2, 3), Pool(), Dense(5, "sigmoid")))  # learns in milliseconds
LINEAR = NetworkSpec(())
DIVERGING = NetworkSpec((Dense(6, "sigmoid"), Dense(6, "none"))), TrainingSpec("sgd", 10.0, 16)
STARTING = Sentence("The training process is starting; please try again in a moment.")
SENTENCE = "Watch a network learn to read handwritten digits."


def headers(app: AppTest) -> list[str]:
    return [each.value for each in app.header]


def answers(app: AppTest) -> dict:
    """What the nine images were given to show."""
    return mounted(app, "numbers")[0]


def links(app: AppTest) -> dict[str, str]:
    """{page: what the link to it says}; of two links to a page the first."""
    found = {}
    for each in app.get("page_link"):
        found.setdefault(each.proto.page, each.proto.label)
    return found


def trained(client: SteppedClient, workspace: str, network=FEW, settings: TrainingSpec | None = None, goal: int = 20):
    made = client.create(workspace, network, settings or TrainingSpec())
    client.train(made.run_id, goal)
    client.work()
    return client.open(made.run_id)


def test_one_sentence_one_button_and_the_first_nine_test_images(client):
    app = open_app("start")
    assert headers(app) == [SENTENCE, "Where to go from here"]
    assert button(app, "begin").label == "Train it"
    given, test = answers(app), data.mnist().test
    assert given["numbers"] == list(range(9))
    assert given["digits"] == test.labels[:9].tolist()
    assert given["network"]["run"] is None
    assert spec.from_json(given["network"]["design"]) == (spec.tutorial(), TrainingSpec())
    assert mounted(app, "goal")[0]["run"] is None
    assert client.in_memory == []  # to look at it begins no run


def test_it_is_the_first_page_and_leads_to_every_other(client):
    app = open_app("start")
    assert navigation.FIRST is navigation.PAGES[0] is navigation.START
    said = list(links(app).values())
    for entry in navigation.PAGES[1:]:
        assert [label for label in said if label.startswith(f"**{entry.title}**")], entry.name


def test_a_press_trains_the_tutorials_network_and_pressing_again_changes_nothing(client):
    app = open_app("start")
    button(app, "begin").click().run()
    run = client.last_run()
    assert (run.network, run.settings) == (spec.tutorial(), TrainingSpec())
    assert (run.phase, run.goal) == (Phase.TRAINING, 1_000)
    assert headers(app)[0] == "It is learning: watch its answers turn right."
    assert answers(app)["network"]["run"] == run.run_id
    assert button(app, "begin").label == "*Training …*"
    button(app, "begin").click().run()
    assert len(client.in_memory) == 1
    assert (client.last_run().phase, client.last_run().goal) == (Phase.TRAINING, 1_000)
    assert not app.warning


def test_the_page_has_the_main_button_all_the_time(client):
    app = open_app("start", design=to_link(LINEAR, TrainingSpec()))
    assert mains(app) == ["begin"]
    button(app, "begin").click().run()
    assert sorted(mains(app)) == ["begin", "play"]  # which says "Training …" and stands back, and Pause
    client.work()
    app.run()
    assert mains(app) == ["begin"]


def test_when_it_is_done_the_accuracy_stands_with_its_iteration_and_it_goes_on(client):
    app = open_app("start", design=to_link(LINEAR, TrainingSpec()))
    assert headers(app)[0] == SENTENCE
    assert spec.from_json(answers(app)["network"]["design"])[0] == LINEAR
    assert len(app.info) == 1  # where the design is from
    button(app, "begin").click().run()
    assert client.last_run().network == LINEAR
    client.work()
    app.run()
    result = client.last_run().latest
    assert result.iteration == 1_000
    assert (
        headers(app)[0] == f"After 1,000 iterations it reads {percent(result.accuracy)} of the test images correctly."
    )
    assert button(app, "begin").label == "Train on to iteration 10,000"
    button(app, "begin").click().run()
    assert (client.last_run().phase, client.last_run().goal) == (Phase.TRAINING, 10_000)


def test_a_pause_is_said_and_gone_on_from(client):
    app = open_app("start")
    button(app, "begin").click().run()
    client.work(until=lambda: client.last_run().iteration >= 2)
    button(app, "play").click().run()
    client.work()
    app.run()
    at = client.last_run()
    said = f"After {at.iteration} iterations it reads {percent(at.latest.accuracy)} of the test images correctly."
    assert headers(app)[0] == said
    assert button(app, "begin").label == "Train on to iteration 1,000"


def test_who_comes_back_finds_where_they_left_off(client):
    workspace = parameter(open_app("start"), "w")
    run = trained(client, workspace)
    app = open_app("start", w=workspace)
    assert headers(app)[0] == "Where you left off"
    text = words(app)
    assert "**Run 1** · " in text
    assert "seed 0" in text
    assert f"20 iterations · test accuracy {percent(run.latest.accuracy)} at iteration 20" in text
    assert button(app, "begin").label == "Train on to iteration 100"
    assert "See the curves on Train" in links(app).values()
    button(app, "begin").click().run()  # from now on it is watched
    assert headers(app)[0] == "It is learning: watch its answers turn right."


def test_a_training_that_is_under_way_is_counted_by_the_training_bar_alone(client):
    workspace = parameter(open_app("start"), "w")
    made = client.create(workspace, FEW, TrainingSpec())
    client.train(made.run_id, 500)
    client.work(until=lambda: client.last_run().iteration >= 2)
    app = open_app("start", w=workspace)
    assert headers(app)[0] == "Where you left off"
    assert "training to iteration 500" in words(app)
    assert "iterations" not in words(app).split("training to iteration 500")[0].rsplit("\n", 1)[1]
    assert button(app, "begin").label == "*Training …*"


def test_the_page_that_was_left_can_be_gone_back_to_in_either_language(client):
    workspace = parameter(open_app("start"), "w")
    trained(client, workspace)
    app = open_app("inside", w=workspace)
    app.switch_page("views/start/page.py").run()
    assert "Back to Look inside" in links(app).values()
    switch = next(each for each in app.segmented_control if each.key.startswith("language_switch"))
    switch.set_value("ko").run()
    assert [label for label in links(app).values() if "내부" in label or "들여다" in label]


def test_a_diverged_run_leaves_the_tutorials_network_to_be_trained(client):
    workspace = parameter(open_app("start"), "w")
    run = trained(client, workspace, *DIVERGING, goal=1_000)
    assert run.phase is Phase.DIVERGED
    app = open_app("start", w=workspace)
    assert not app.exception
    assert button(app, "begin").label == "Train the tutorial's network"
    button(app, "begin").click().run()
    begun = client.last_run()
    assert begun.run_id != run.run_id
    assert (begun.network, begun.phase, begun.goal) == (spec.tutorial(), Phase.TRAINING, 1_000)
    assert client.open(run.run_id).phase is Phase.DIVERGED


def test_a_run_that_has_not_begun_is_trained_with_its_own_design(client):
    workspace = parameter(open_app("start"), "w")
    client.create(workspace, FEW, TrainingSpec(seed=4))
    app = open_app("start", w=workspace)
    assert headers(app)[0] == SENTENCE
    assert "seed 4" in words(app)  # what is not as in the tutorial
    button(app, "begin").click().run()
    assert (client.last_run().number, client.last_run().network) == (1, FEW)


def test_the_images_and_the_curve_stand_at_the_sliders_checkpoint(client):
    workspace = parameter(open_app("start"), "w")
    run = trained(client, workspace)
    app = open_app("start", w=workspace, at="5")
    assert (answers(app)["network"]["run"], answers(app)["network"]["at"]) == (run.run_id, 5)
    assert mounted(app, "goal")[0]["at"] == 5


def test_before_the_worker_has_told_of_the_run_no_other_network_is_shown(client, monkeypatch):
    workspace = parameter(open_app("start"), "w")
    trained(client, workspace)

    def starting(*_: object) -> None:
        raise WorkerUnavailable(STARTING)

    monkeypatch.setattr(client, "runs", starting)
    client.condition = Condition(Health.STARTING, STARTING)
    app = open_app("start", w=workspace)
    assert answers(app)["network"] is None


@pytest.mark.parametrize("language", ["en", "ko"])
def test_everything_is_said_in_the_pages_language(client, language):
    app = open_app("start", lang=language)
    assert json.dumps(answers(app)["labels"], ensure_ascii=False).isascii() == (language == "en")
    assert headers(app)[0].isascii() == (language == "en")

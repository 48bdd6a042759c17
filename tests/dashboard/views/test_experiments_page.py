"""The Experiments page, run by AppTest over `core.experiments.service`, whose tasks are computed by hand."""

from __future__ import annotations

import codecs
import csv
import io
import math
from dataclasses import replace
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from core import spec
from core.experiments import ready_questions
from core.experiments.question import Question, Variant
from core.experiments.task import Task
from core.experiments.view import Stage
from core.messages import Sentence
from core.processes.experiment_client import ExperimentsUnavailable
from core.processes.supervisor import Condition, Health
from core.significance.paired_test import paired
from core.spec import Conv, Dropout, NetworkSpec, SpecError, TrainingSpec
from core.storage import workspace_token
from dashboard import backends
from dashboard.i18n import percent, points, span, text
from dashboard.views.experiments import experiment_words
from dashboard.views.experiments.experiment_answer import outcome
from dashboard.views.experiments.experiment_form import ITERATIONS
from dashboard.views.experiments.experiment_numbers import experiment_csv
from dashboard.views.experiments.own_points import own_points
from tests.support.app import MAIN, button, mounted, open_app, parameter, words
from tests.support.stand_in_cluster import made_up
from tests.support.stepped_experiments import SteppedExperiments, lucky, result

EN, KO = text("en"), text("ko")
TUTORIAL = Variant(spec.tutorial())
SPREAD = (0.001, -0.0009, 0.0004, -0.0003, -0.0002)  # what a seed does to a difference


@pytest.fixture
def experiments(tmp_path, monkeypatch, client) -> SteppedExperiments:
    stepped = SteppedExperiments(tmp_path / "data")
    monkeypatch.setattr(backends, "experiments", lambda: stepped, raising=False)
    return stepped


@pytest.fixture
def app(experiments) -> AppTest:
    return open_app("experiments")


def choose_question(app: AppTest, key: str) -> None:
    app.pills(key="question_choice").set_value(key).run()
    assert not app.exception


def predictor(app: AppTest):
    return next(each for each in app.segmented_control if each.key.startswith("predicted_"))


def predict(app: AppTest, what: str = "same") -> None:
    predictor(app).set_value(what).run()


def press(app: AppTest, key: str) -> None:
    button(app, key).click().run()
    assert not app.exception


def has(app: AppTest, key: str) -> bool:
    return any(each.key == key for each in app.button)


def known(experiments: SteppedExperiments, app: AppTest) -> list:
    return experiments.inner.experiments(app.session_state["workspace"])


def latest(experiments: SteppedExperiments, app: AppTest):
    """The latest experiment."""
    return known(experiments, app)[-1]


def dots(app: AppTest) -> dict:
    return mounted(app, "worthwhile")[0]


def run_question(experiments: SteppedExperiments, app: AppTest, key: str = "pooling", prediction: str = "same") -> None:
    choose_question(app, key)
    predict(app, prediction)
    press(app, "ask")
    experiments.work()
    app.run()
    assert not app.exception


def differing(difference: float, spread: float = 1.0):
    """The stride-2 network is so much better, with every seed a little more or less."""

    def compute(task: Task):
        base = lucky(replace(task, network=spec.tutorial())).accuracy
        strided = task.network.layers[0].stride == 2
        seed = task.settings.seed
        return result(base + (difference + spread * SPREAD[seed % 5] if strided else 0.0))

    return compute


# Before the first experiment.


def test_before_the_first_experiment_it_says_what_this_is_and_offers_a_question(app):
    assert "was it luck?" in words(app)
    assert str(ready_questions.READY[0].about) in words(app)
    assert app.pills(key="question_choice").options == [str(ready.title) for ready in ready_questions.READY] + [
        "Your own question"
    ]
    assert button(app, "ask").label == "Run the experiment"
    assert "Earlier experiments" not in words(app)


def test_a_prediction_comes_first_and_no_idea_is_one(experiments, app):
    assert button(app, "ask").disabled
    assert "First say what you expect." in words(app)
    assert predictor(app).options == ["A is better", "No difference that matters", "B is better", "No idea"]
    predict(app, "no idea")
    assert "First say what you expect." not in words(app)
    press(app, "ask")
    assert latest(experiments, app).prediction is None
    experiments.work()
    app.run()
    assert "You expected" not in words(app)


@pytest.mark.parametrize("ready", ready_questions.READY, ids=lambda ready: ready.key)
def test_a_ready_question_is_asked_and_answered(experiments, app, ready):
    choose_question(app, ready.key)
    assert str(ready.about) in words(app)
    for letter, name, design in zip("ABCDEF", ready.names, ready.variants, strict=False):
        assert f"| **{letter}** | {name} |" in words(app)
        assert f"{design.parameters:,} |" in words(app)
    assert f"**{5 * len(ready.variants)}** runs" in words(app)
    predict(app, "B")
    press(app, "ask")
    experiment = latest(experiments, app)
    assert experiment.question == ready_questions.question(ready.key)
    assert (experiment.prediction, parameter(app, "experiment")) == ("B", experiment.experiment_id)
    assert str(ready.title) in words(app)
    assert dots(app)["experiment"] == experiment.experiment_id
    assert [(each["letter"], each["name"]) for each in dots(app)["designs"]] == [
        (letter, str(name)) for letter, name in zip("ABCDEF", ready.names, strict=False)
    ]
    experiments.work()
    app.run()
    assert not app.exception
    assert latest(experiments, app).stage is Stage.DONE
    assert dots(app)["frame"]["stage"] == "done"  # and so nothing is followed any more
    for comparison in latest(experiments, app).comparisons:
        assert str(comparison.verdict[0]) in words(app)
    assert "You expected: **B is be" in words(app)


def test_another_row_of_the_table_is_another_question(experiments, client, monkeypatch):
    variants = (TUTORIAL, Variant(spec.tutorial(), TrainingSpec(optimizer="sgd")))
    names = (Sentence("Adam"), Sentence("plain descent"))
    row = ready_questions.Ready("optimizer", Sentence("Adam or SGD?"), Sentence("Which is better?"), variants, names)
    monkeypatch.setattr(ready_questions, "READY", (*ready_questions.READY, row))
    app = open_app("experiments")
    run_question(experiments, app, "optimizer")
    assert latest(experiments, app).question.variants == variants
    assert "| **B** | plain descent |" in words(app)
    assert str(latest(experiments, app).comparisons[0].verdict[0]) in words(app)
    press(app, "new_question")
    assert [each.label for each in app.button if each.key.startswith("show_")] == ["1. Adam or SGD?"]


def test_a_page_run_is_few_calls(experiments, app):
    experiments.calls.clear()
    app.run()
    assert experiments.calls == ["experiments"]
    choose_question(app, "kernel")
    assert experiments.calls == ["experiments", "experiments", "cost"]
    run_question(experiments, app)
    experiments.calls.clear()
    app.run()
    assert experiments.calls == ["experiments"]


# How much is run.


@pytest.mark.parametrize(
    ("seeds", "says"),
    [
        (0, "The question has no seeds; it needs at least one, preferably five."),
        (-3, "The question has no seeds; it needs at least one, preferably five."),
        (101, "101 seeds are too many; the maximum is 100."),
        (1_000, "1,000 seeds are too many; the maximum is 100."),
        (10**12, "1,000,000,000,000 seeds are too many; the maximum is 100."),
    ],
)
def test_seeds_that_cannot_be_are_refused_in_words_and_nothing_is_lost(experiments, app, seeds, says):
    choose_question(app, "kernel")
    predict(app, "C")
    app.number_input(key="experiment_seeds").set_value(seeds).run()
    assert not app.exception
    assert [each.value for each in app.error] == [says]
    assert button(app, "ask").disabled
    assert experiments.calls.count("cost") == 2
    app.number_input(key="experiment_seeds").set_value(2).run()
    assert not app.error
    assert (predictor(app).value, button(app, "ask").disabled) == ("C", False)


def test_too_many_runs_altogether_are_refused(app):
    choose_question(app, "rate")
    app.number_input(key="experiment_seeds").set_value(61).run()
    assert [each.value for each in app.error] == ["5 designs with 61 seeds each are 305 runs; the maximum is 300."]


def test_one_seed_says_what_it_cannot_tell(experiments, app):
    app.number_input(key="experiment_seeds").set_value(1).run()
    assert "Nothing can be concluded from a single seed" in words(app)
    run_question(experiments, app)
    assert "One seed cannot tell" in words(app)
    assert button(app, "add_seeds").label == "Add 4 seeds"
    assert "Whether you are right is still open" in words(app)


def test_iterations_and_the_worthwhile_difference_are_asked_as_chosen(experiments, app):
    app.segmented_control(key="experiment_iterations").set_value(ITERATIONS[1]).run()
    app.segmented_control(key="experiment_worthwhile").set_value(0.01).run()
    predict(app)
    press(app, "ask")
    question = latest(experiments, app).question
    assert (question.iterations, question.worthwhile) == (300, 0.01)


def test_the_cost_is_said_as_it_is_known(experiments, app):
    assert "**10** runs · running time not measured yet · on 2 processes" in words(app)
    run_question(experiments, app)
    press(app, "new_question")
    assert "The results of all 10 runs are already known, so the answer comes at once." in words(app)
    app.number_input(key="experiment_seeds").set_value(7).run()
    assert "**14** runs, 10 of them already known · about **" in words(app)
    assert "as measured on this machine" in words(app)
    choose_question(app, "filters")
    assert "**21** runs, 7 of them already known · about **" not in words(app)  # only five of its seeds are
    assert "**21** runs, 5 of them already known · about **" in words(app)
    assert "(estimate)" in words(app)


def test_what_was_asked_before_is_there_at_once(experiments, app):
    run_question(experiments, app)
    first = latest(experiments, app)
    press(app, "new_question")
    predict(app)
    press(app, "ask")
    again = latest(experiments, app)
    assert again.experiment_id != first.experiment_id
    assert again.stage is Stage.DONE
    assert str(again.comparisons[0].verdict[0]) in words(app)
    assert len(experiments.cluster.submitted) == 10


@pytest.mark.parametrize(("seconds", "says"), [(0.2, "1 s"), (45.4, "45 s"), (300, "5 minutes"), (9_000, "2.5 hours")])
def test_seconds_in_words(seconds, says):
    assert experiment_words.duration(seconds, EN) == says


# A question of one's own.


def own(app: AppTest, place, thing: str, values: list | None = None) -> None:
    choose_question(app, "own")
    app.selectbox(key="own_place").set_value(place).run()
    app.selectbox(key=f"own_thing_{place}").set_value(thing).run()
    if values is not None:
        chooser(app).set_value(values).run()
    assert not app.exception


def chooser(app: AppTest):
    return next(each for each in app.multiselect if each.key.startswith("own_values_"))


def changed_first(**fields) -> NetworkSpec:
    first, *rest = spec.tutorial().layers
    return NetworkSpec((replace(first, **fields), *rest))


@pytest.mark.parametrize(
    ("place", "thing", "values", "others", "names"),
    [
        (0, "kernel", [3, 7], [changed_first(kernel=3), changed_first(kernel=7)],
         ["conv1: kernel 5 × 5", "conv1: kernel 3 × 3", "conv1: kernel 7 × 7"]),
        (0, "filters", [8], [changed_first(filters=8)], ["conv1: 16 filters", "conv1: 8 filters"]),
        (0, "padding", ["valid"], [changed_first(padding="valid")], ["conv1: padding same", "conv1: padding valid"]),
        ("training", "optimizer", ["sgd"], [TrainingSpec(optimizer="sgd")], ["Adam", "SGD"]),
        ("training", "learning_rate", [0.001], [TrainingSpec(learning_rate=0.001)],
         ["learning rate 0.0001", "learning rate 0.001"]),
        ("network", "added_dropout", [5], [NetworkSpec((*spec.tutorial().layers, Dropout()))],
         ["as in the tutorial", "plus Dropout 0.5"]),
    ],
)  # fmt: skip
def test_one_thing_of_the_present_network_is_changed(experiments, app, place, thing, values, others, names):
    own(app, place, thing, values)
    for letter, name in zip("ABC", names, strict=False):
        assert f"| **{letter}** | {name} |" in words(app)
    predict(app, "B")
    press(app, "ask")
    question = latest(experiments, app).question
    wanted = [Variant(each) if isinstance(each, NetworkSpec) else Variant(spec.tutorial(), each) for each in others]
    assert question.variants == (TUTORIAL, *wanted)
    assert question.key == ""
    experiments.work()
    app.run()
    assert not app.exception


def test_it_begins_with_a_value_to_compare(app):
    choose_question(app, "own")
    assert chooser(app).value == [32]
    assert "| **B** | conv1: 32 filters |" in words(app)


def test_it_starts_from_the_present_network(experiments, client, app):
    present = NetworkSpec((Conv(4, 3), Dropout(0.3)))
    run = client.create(app.session_state["workspace"], present, TrainingSpec(optimizer="sgd", seed=9))
    client.train(run.run_id, 1)
    own_app = open_app("experiments", w=app.session_state["workspace"])
    own(own_app, 0, "kernel", [5])
    assert "| **A** | conv1: kernel 3 × 3 |" in words(own_app)
    predict(own_app)
    press(own_app, "ask")
    assert latest(experiments, own_app).question.variants == (
        Variant(present, TrainingSpec(optimizer="sgd")),
        Variant(NetworkSpec((Conv(4, 5), Dropout(0.3))), TrainingSpec(optimizer="sgd")),
    )


@pytest.mark.parametrize(
    ("place", "thing", "values", "says"),
    [
        (0, "kernel", ["29"], "conv1: kernel is 29; it must be a whole number from 1 to 28."),
        (0, "kernel", ["wide"], "conv1: kernel is wide; it must be a whole number from 1 to 28."),
        (0, "kernel", [3, "-1"], "conv1: kernel is -1; it must be a whole number from 1 to 28."),
        (3, "size", ["15"], "pool2: a window of 15 does not fit its 14 × 14 input; the largest that fits is 14."),
        ("training", "learning_rate", ["nan"], "training: learning_rate is nan; it must be a number from 1e-08 to 1000."),
        (0, "kernel", [], "Choose at least one other value: a question compares at least two designs."),
    ],
)  # fmt: skip
def test_a_value_that_cannot_be_is_refused_where_it_was_chosen(app, place, thing, values, says):
    own(app, place, thing, values)
    assert [each.value for each in app.error] == [says]
    assert not has(app, "ask") or button(app, "ask").disabled
    chooser(app).set_value([chooser(app).options[0]]).run()
    assert not app.error
    predict(app)
    assert not button(app, "ask").disabled


def test_a_value_that_is_typed_is_read(experiments, app):
    own(app, 0, "kernel", ["11"])
    predict(app)
    press(app, "ask")
    assert latest(experiments, app).question.variants[1].network == changed_first(kernel=11)


@pytest.mark.parametrize(("thing", "values"), [("nothing", None), ("kernel", ["5"]), ("kernel", ["5", 3])])
def test_two_equal_designs_show_what_luck_alone_looks_like(experiments, app, thing, values):
    own(app, "network" if thing == "nothing" else 0, thing, values)
    assert "what luck alone looks like" in app.info[0].value
    assert "| **B** | the same design again | only the seeds |" in words(app)
    predict(app)
    press(app, "ask")
    designs = latest(experiments, app).question.variants
    assert designs[:2] == (TUTORIAL, TUTORIAL)
    assert len(designs) == (3 if values and len(values) == 2 else 2)
    experiments.work()
    app.run()
    assert "uck" in str(latest(experiments, app).comparisons[0].verdict[0])


def test_layers_of_one_kind_that_are_left_out_are_told_apart(app):
    own(app, "network", "left_out", [1, 3])
    assert "| **B** | without Max-pooling 2 × 2 (conv–conv–pool–fc) |" in words(app)
    assert "| **C** | without Max-pooling 2 × 2 (conv–pool–conv–fc) |" in words(app)


# The answer.


@pytest.mark.parametrize(
    ("difference", "spread", "says", "came"),
    [
        (0.01, 1, "A real difference after 1,000 iterations: B is better than A", "B"),
        (-0.01, 1, "A real difference after 1,000 iterations: A is better than B", "A"),
        (0.0, 1, "No difference that matters", "same"),
        (0.0, 5, "Too small to tell yet", None),
    ],
)
@pytest.mark.parametrize("predicted", ["A", "same", "B"])
def test_the_verdict_stands_beside_what_was_predicted(experiments, app, difference, spread, says, came, predicted):
    experiments.cluster.outcome = differing(difference, spread)
    run_question(experiments, app, prediction=predicted)
    experiment = latest(experiments, app)
    assert outcome(experiment) == came
    assert says in words(app)
    for sentence in experiment.comparisons[0].verdict:
        assert str(sentence) in words(app)
    if came is None:
        assert "Whether you are right is still open" in words(app)
    else:
        assert ("And so it turned out" in words(app)) == (came == predicted)
        assert ("It turned out differently" in words(app)) == (came != predicted)


def test_the_numbers_are_those_of_the_runs(experiments, app):
    experiments.cluster.outcome = differing(0.01)
    run_question(experiments, app)
    experiment = latest(experiments, app)
    found = [[run.result.accuracy for run in experiment.runs if run.variant == place] for place in (0, 1)]
    for letter, name, row in zip("AB", ("Max-pooling", "Stride 2"), found, strict=True):
        spread = span((min(row), max(row)), 2)
        assert f"| **{letter}** | {name} | 242,062 | 7.0 | **{percent(sum(row) / 5, 2)}** ({spread}) | 5 |" in words(app)  # fmt: skip
    expected = paired(found[1], found[0])
    low, high = expected.interval
    assert f"| B minus A | **{points(expected.difference)}** | {points(low)} to {points(high)} |" in words(app)
    assert "100 % of 5 seeds" in words(app)
    assert dots(app)["comparisons"] == [
        {"design": 1, "difference": pytest.approx(expected.difference), "low": pytest.approx(low), "high": pytest.approx(high)}
    ]  # fmt: skip


def test_of_several_designs_each_is_compared_with_the_first(experiments, app):
    run_question(experiments, app, "rate", "C")
    assert len(latest(experiments, app).comparisons) == 4
    assert "4 designs are compared with A" in words(app)
    assert "98.75 % interval (t)" in words(app)


def test_a_design_that_diverges_is_counted_and_said(experiments, app):
    experiments.cluster.outcome = lambda task: (
        result(0, diverged=40) if task.settings.learning_rate == 0.1 else lucky(task)
    )
    run_question(experiments, app, "rate")
    assert "5 diverged" in words(app)
    assert "diverged" in str(latest(experiments, app).comparisons[3].verdict)
    rows = list(csv.DictReader(read_csv(experiment_csv(latest(experiments, app), list("ABCDE"), text("en")))))
    assert [row["diverged_at"] for row in rows if row["design"] == "E"] == ["40"] * 5


def pair(difference: float, spread: float, worthwhile: float = 0.002):
    return paired([difference + spread * each for each in SPREAD], [0.0] * 5, worthwhile)


DIVERGED = None


def come_to(means: list[float | None], pairs: list, variants: str = "abcdef") -> SimpleNamespace:
    return SimpleNamespace(
        question=SimpleNamespace(one_design=len(set(variants[: len(means)])) == 1),
        comparisons=[SimpleNamespace(variant=place, paired=each) for place, each in enumerate(pairs, start=1)],
        summaries=[SimpleNamespace(accuracy=mean, diverged=5 * (mean == DIVERGED)) for mean in means],
    )


def test_what_came_out_of_several_designs():
    real, worse, level, unsure = pair(0.01, 1), pair(-0.01, 1), pair(0.0, 1), pair(0.0, 10)
    assert outcome(come_to([0.95, 0.96, 0.95], [real, level])) == "B"
    assert outcome(come_to([0.95, 0.94, 0.94], [worse, worse])) == "A"
    assert outcome(come_to([0.95, 0.94, 0.95], [worse, level])) is None
    assert outcome(come_to([0.95, 0.95, 0.951], [level, unsure])) is None
    assert outcome(come_to([0.95, 0.95, 0.95], [level, level])) == "same"
    assert outcome(come_to([0.95, 0.951], [unsure], "aa")) == "same"  # one design twice: whatever luck made of it
    assert outcome(come_to([0.95, 0.96], [real], "aa")) is None
    assert outcome(come_to([0.95, 0.96, 0.95], [real, None])) is None
    assert outcome(come_to([0.95, 0.96, DIVERGED], [real, None])) == "B"
    assert outcome(come_to([0.95, 0.95, DIVERGED], [level, None])) is None
    assert outcome(come_to([0.95, DIVERGED], [None])) == "A"
    assert outcome(come_to([DIVERGED, 0.95], [None])) is None
    small = pair(0.001, 0.1)
    assert (small.verdict, outcome(come_to([0.95, 0.951], [small]))) == ("real", "same")


# More seeds.


def test_what_is_open_offers_more_seeds_and_fresh_ones(experiments, app):
    experiments.cluster.outcome = differing(0.0, 5)
    run_question(experiments, app, prediction="B")
    first = latest(experiments, app)
    needed = first.comparisons[0].paired.seeds_needed
    assert 0 < needed < 95
    assert button(app, "add_seeds").label == f"Add {needed} seeds"
    assert button(app, "ask_fresh").label == f"Ask again with {5 + needed} fresh seeds"
    press(app, "ask_fresh")
    fresh = latest(experiments, app)
    assert fresh.question.seeds == tuple(range(5, 10 + needed))
    assert (fresh.looks, fresh.prediction) == ((5 + needed,), "B")
    app.selectbox(key=f"picked_experiment_{fresh.experiment_id}").set_value(first.experiment_id).run()
    press(app, "add_seeds")
    assert latest(experiments, app).experiment_id == fresh.experiment_id
    more = known(experiments, app)[0]
    assert more.looks == (5, 5 + needed)
    experiments.work()
    app.run()
    assert "Seeds were added after looking" in words(app)


def test_fresh_seeds_are_fresh_the_second_time_too(experiments, app):
    experiments.cluster.outcome = differing(0.01)
    run_question(experiments, app)
    assert not has(app, "add_seeds")
    first = latest(experiments, app)
    press(app, "ask_fresh")
    assert latest(experiments, app).question.seeds == (5, 6, 7, 8, 9)
    app.selectbox(key=f"picked_experiment_{latest(experiments, app).experiment_id}").set_value(
        first.experiment_id
    ).run()
    press(app, "ask_fresh")
    assert latest(experiments, app).question.seeds == (10, 11, 12, 13, 14)


def test_more_seeds_than_can_be_are_not_offered(experiments, app):
    experiments.cluster.outcome = differing(0.0, 20)
    app.segmented_control(key="experiment_worthwhile").set_value(0.001).run()
    run_question(experiments, app)
    assert latest(experiments, app).comparisons[0].paired.seeds_needed > 100
    assert "Even the 100 seeds that fit" in words(app)
    # What would not settle it is not offered with one click: only as many again, and what they take.
    assert button(app, "add_seeds").label == "Add 5 seeds"
    assert button(app, "ask_fresh").label == "Ask again with 10 fresh seeds"
    assert "With fresh seeds: **20** runs" in words(app)
    for had in (10, 20, 40, 80, 100):
        press(app, "add_seeds")
        experiments.work()
        app.run()
        assert not app.exception
        assert len(latest(experiments, app).question.seeds) == had
    assert not has(app, "add_seeds")


def test_nothing_is_to_be_settled_of_a_design_against_itself(experiments, app):
    experiments.cluster.outcome = differing(0.0, 20)
    run_question(experiments, app, "itself")
    assert latest(experiments, app).comparisons[0].paired.seeds_needed > 0
    assert "would hardly settle it" not in words(app)
    assert button(app, "ask_fresh").label == "Ask again with 5 fresh seeds"
    assert "nothing but their order pairs them" in words(app)


# While it runs.


def test_while_it_runs_there_is_no_verdict_and_it_can_be_cancelled_and_goes_on(experiments, app):
    predict(app)
    press(app, "ask")
    experiments.begin(300)
    app.run()
    assert [run[2] for run in dots(app)["frame"]["runs"][:3]] == ["training", "training", "waiting"]
    experiments.work(results=4)
    app.run()
    assert "So far, with 2 of 5 seeds" in words(app)
    assert "You expect: **No difference that matters**." in words(app)
    assert not has(app, "ask_fresh")
    press(app, "cancel_experiment")
    assert latest(experiments, app).stage is Stage.CANCELLED
    assert "It was cancelled with 2 of 5 seeds done" in words(app)
    press(app, "resume_experiment")
    experiments.work()
    app.run()
    assert latest(experiments, app).stage is Stage.DONE
    assert not has(app, "cancel_experiment")
    assert not has(app, "resume_experiment")


def test_a_deleted_one_is_gone_and_a_new_question_is_asked(experiments, app):
    run_question(experiments, app)
    press(app, "delete_experiment")
    assert known(experiments, app) == []
    assert "experiment" not in app.query_params
    assert "was it luck?" in words(app)
    assert not app.warning


def test_what_deserves_a_notice_is_one_sentence(experiments, app):
    experiments.cluster.problem = "No Dask scheduler responds."
    predict(app)
    press(app, "ask")
    experiments.inner.turn()
    app.run()
    assert [each.value for each in app.warning] == ["No Dask scheduler responds."]


# The workspace's experiments.


def test_earlier_experiments_are_listed_and_shown_by_a_click(experiments, app):
    experiments.cluster.outcome = differing(0.01)
    run_question(experiments, app)
    press(app, "new_question")
    run_question(experiments, app, "kernel")
    press(app, "new_question")
    one, two = known(experiments, app)
    labels = [each.label for each in app.button if each.key.startswith("show_")]
    assert labels == ["2. Kernel size 5, 3 or 7?", "1. Pooling or stride 2?"]
    assert "B is better by 1.00 percentage points" in words(app)
    assert "has the highest mean" in words(app)
    press(app, f"show_{one.experiment_id}")
    assert parameter(app, "experiment") == one.experiment_id
    app.selectbox(key=f"picked_experiment_{one.experiment_id}").set_value(two.experiment_id).run()
    assert parameter(app, "experiment") == two.experiment_id
    assert "Kernel size 5, 3 or 7?" in words(app)


def test_of_many_the_latest_six_are_listed_until_somebody_wants_all(experiments, app):
    for count in range(8):
        question = replace(ready_questions.question("pooling", seeds=1), iterations=count + 1)
        experiments.inner.ask(app.session_state["workspace"], question, None)
    experiments.work()
    app.run()
    assert len([each for each in app.button if each.key.startswith("show_")]) == 6
    app.toggle(key="all_experiments").set_value(True).run()
    assert len([each for each in app.button if each.key.startswith("show_")]) == 8


def reloaded(app: AppTest) -> AppTest:
    """The same address in another tab."""
    return open_app("experiments", w=app.session_state["workspace"], experiment=parameter(app, "experiment"))


def test_a_reload_finds_it(experiments, app):
    run_question(experiments, app)
    again = reloaded(app)
    assert str(latest(experiments, app).comparisons[0].verdict[0]) in words(again)


def test_the_address_names_it_again_after_a_look_at_another_page(experiments, app):
    run_question(experiments, app)
    shown = parameter(app, "experiment")
    app.switch_page("views/runs/page.py").run()
    app.switch_page("views/experiments/page.py").run()
    assert parameter(app, "experiment") == shown
    assert "Pooling or stride 2?" in words(app)


@pytest.mark.parametrize("named", ["foreign", "0123456789abcdef", "../../etc", "x" * 5_000, ""])
def test_an_experiment_of_somebody_else_or_none_is_not_shown(experiments, client, named):
    foreign = experiments.inner.ask(workspace_token.new(), ready_questions.question("depth"), None)
    opened = AppTest.from_file(MAIN, default_timeout=60)
    opened.query_params["experiment"] = foreign.experiment_id if named == "foreign" else named
    opened.run()  # the first page, which AppTest opens before any other; what it has to say stays
    said = [each.value for each in opened.switch_page("views/experiments/page.py").run().warning]
    assert not opened.exception
    assert opened.title[0].value == "Experiments"
    assert "One convolution or two?" not in [each.value for each in opened.header]
    assert said == ["The experiment that was shown here no longer exists."]
    assert "experiment" not in opened.query_params


def test_nothing_is_done_to_the_experiments_of_others(experiments, app, monkeypatch):
    run_question(experiments, app)
    mine = latest(experiments, app)
    foreign = experiments.inner.ask(workspace_token.new(), ready_questions.question("depth"), None)
    app.session_state["experiments"] = [replace(mine, experiment_id=foreign.experiment_id)]
    experiments.delete(mine.experiment_id)
    app.run()
    assert [each.value for each in app.warning] == ["The experiment that was shown here no longer exists."]
    assert experiments.experiment(foreign.experiment_id) is not None


# All results, and the search.


def switch(app: AppTest, view: str) -> None:
    app.segmented_control(key="experiments_view").set_value(view).run()
    assert not app.exception


def test_everything_that_was_run_is_asked_only_where_it_is_looked_at(experiments, client, app):
    run_question(experiments, app)
    assert "points" not in experiments.calls
    switch(app, "frontier")
    app.run()
    assert experiments.calls.count("points") == 1
    openers = [each for each in app.button if each.key.startswith("frontier_open_")]
    press(app, openers[0].key)
    assert app.title[0].value == "Network"
    assert Variant(*app.session_state["draft"].design) in ready_questions.find("pooling").variants


def test_the_runs_of_the_workspace_are_points_too(experiments, client, app):
    small = NetworkSpec((Conv(2, 3), Dropout(0.1)))
    run = client.create(app.session_state["workspace"], small, TrainingSpec(seed=3))
    client.train(run.run_id, 2)
    client.work()
    untested = client.create(app.session_state["workspace"], small, TrainingSpec())
    (point,) = own_points([client.open(run.run_id), untested])
    latest = client.open(run.run_id).latest
    assert (point.network, point.settings, point.iterations, point.seeds) == (small, TrainingSpec(), 2, 1)
    assert (point.accuracy, point.low, point.high) == (latest.accuracy,) * 3
    assert point.parameters == Variant(small).parameters
    opened = open_app("experiments", w=app.session_state["workspace"])
    switch(opened, "frontier")
    opened.toggle(key="frontier_all").set_value(True).run()
    assert "your own run" in words(opened)


def test_a_search_is_begun_watched_cancelled_and_found_again(experiments, app):
    experiments.cluster.outcome = made_up
    switch(app, "search")
    budget = app.slider(key="search_budget").value
    press(app, "search")
    search = latest(experiments, app)
    assert search.found.wish.budget == budget
    assert parameter(app, "experiment") == search.experiment_id
    assert "The simplest network with 95 %" in words(app)
    assert f"at most {budget} runs × " in words(app)
    experiments.work(results=1)
    press(app, "cancel_experiment")
    assert "The search was cancelled" in words(app)
    press(app, "resume_experiment")
    experiments.work()
    app.run()
    assert latest(experiments, app).stage is Stage.DONE
    again = reloaded(app)
    assert again.segmented_control(key="experiments_view").value == "search"
    assert "The simplest network with 95 %" in words(again)
    press(again, "new_question")
    assert has(again, "search")
    assert [each.label for each in again.button if each.key.startswith("show_")] == [
        "1. The simplest network with 95 %"
    ]
    switch(again, "compare")
    assert "was it luck?" in words(again)
    assert not again.warning


# How the process is.


def test_at_rest_it_is_woken_and_the_questions_are_there_meanwhile(experiments):
    experiments.condition = Condition(Health.RESTING)
    app = open_app("experiments")
    assert experiments.woken
    assert experiments.calls == []
    assert str(ready_questions.READY[0].about) in words(app)
    experiments.condition = Condition(Health.READY)
    app.run()
    assert "**10** runs" in words(app)


def test_a_reload_before_the_process_is_there_keeps_the_address(experiments, app):
    run_question(experiments, app)
    experiments.condition = Condition(Health.STARTING)
    again = reloaded(app)
    assert parameter(again, "experiment") == parameter(app, "experiment")
    assert not again.warning
    experiments.condition = Condition(Health.READY)
    again.run()
    assert str(latest(experiments, app).comparisons[0].verdict[0]) in words(again)


def test_where_it_is_down_the_page_says_why_and_offers_to_start_it(experiments, app):
    run_question(experiments, app)
    experiments.go_down(Sentence("It ended by itself."))
    app.run()
    assert [each.value for each in app.error] == ["It ended by itself."]
    assert "Pooling or stride 2?" in words(app)  # what is known stays
    press(app, "retry_experiments")
    assert experiments.retried == 1
    assert not app.error


def test_a_command_that_it_does_not_take_is_one_sentence(experiments, app, monkeypatch):
    def unavailable(*_):
        raise ExperimentsUnavailable(Sentence("It is starting."))

    monkeypatch.setattr(experiments, "ask", unavailable)
    predict(app, "B")
    press(app, "ask")
    assert [each.value for each in app.warning] == ["It is starting."]
    assert "was it luck?" in words(app)
    monkeypatch.setattr(experiments, "experiments", unavailable)
    app.run()
    assert not app.exception


# Words and files.


def read_csv(file: bytes) -> io.StringIO:
    """A spreadsheet sees by the byte-order mark that it is UTF-8."""
    assert file.startswith(codecs.BOM_UTF8)
    return io.StringIO(file.decode("utf-8-sig"))


def test_all_runs_as_a_table(experiments, app):
    run_question(experiments, app, "itself")
    experiment = latest(experiments, app)
    rows = list(csv.DictReader(read_csv(experiment_csv(experiment, ['one, "two"', "b"], text("en")))))
    assert len(rows) == 10
    assert rows[0]["name"] == 'one, "two"'
    for row, run in zip(rows, experiment.runs, strict=True):
        assert (row["design"], int(row["seed"])) == ("AB"[run.variant], run.seed)
        assert int(row["trained_with_seed"]) == run.seed + (1_000_000 if run.variant else 0)
        assert int(row["test_correct"]) == run.result.test
        assert math.isclose(float(row["test_accuracy"]), run.result.accuracy)
        assert row["stage"] == "done"
    korean = list(csv.DictReader(read_csv(experiment_csv(experiment, ["가", "나"], text("ko")))))
    assert [list(row.values())[2:5] for row in korean] == [list(row.values())[2:5] for row in rows]
    assert (korean[0]["설계"], korean[0]["이름"], korean[0]["상태"]) == ("A", "가", "완료")


def test_a_design_against_itself_is_listed_as_luck(experiments, app):
    run_question(experiments, app, "itself")
    press(app, "new_question")
    assert "luck alone" in words(app) or "luck that looks real" in words(app)


def test_a_built_question_has_a_title():
    shorter = Question((TUTORIAL, Variant(changed_first(kernel=3))), (0,), 10)
    assert experiment_words.question_title(shorter, EN) == "conv1: kernel 5 × 5 or conv1: kernel 3 × 3?"
    assert experiment_words.question_title(Question((TUTORIAL, TUTORIAL), (0,), 10), EN) == "The same network twice"
    assert (
        experiment_words.question_title(replace(shorter, key="pooling"), EN)
        == "conv1: kernel 5 × 5 or conv1: kernel 3 × 3?"
    )


@pytest.mark.parametrize("ready", ready_questions.READY, ids=lambda ready: ready.key)
def test_the_page_speaks_korean(experiments, client, ready):
    app = open_app("experiments", lang="ko")
    run_question(experiments, app, ready.key, "A")
    said, found = words(app), latest(experiments, app)
    assert all(KO.say(name) in said for name in ready.names)
    for sentence in (ready.title, *(each.verdict[0] for each in found.comparisons)):
        assert KO.say(sentence) in said
        assert str(sentence) not in said
    press(app, "new_question")
    assert app.pills(key="question_choice").value == ready.key
    assert KO.say(ready.about) in words(app)
    own(app, 0, "kernel", ["99"])
    with pytest.raises(SpecError) as refused:
        spec.check(changed_first(kernel=99), TrainingSpec())
    assert [each.value for each in app.error] == [KO.say(refused.value.sentence)]

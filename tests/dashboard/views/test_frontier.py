"""The frontier and the search as they are drawn and told; the panels run by AppTest."""

from __future__ import annotations

import itertools
import json
from dataclasses import fields, replace

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from core import spec
from core.experiments import pareto_front
from core.experiments.architecture_search import Wish
from core.experiments.search_space import evenly_spaced, networks, parameters
from core.experiments.task import Result
from core.experiments.view import Candidate, Cost, Found, NetworkSearch, Point, RunState, Stage
from core.messages import Sentence
from core.spec import Conv, NetworkSpec, TrainingSpec
from dashboard.views.experiments import frontier as panel
from dashboard.views.experiments.frontier_chart import frontier_figure, search_figure
from tests.support.app import mounted

LABELS = {name: name for name in ("best", "others", "own", "parameters", "seconds", "accuracy")}
TRIED_LABELS = {name: name for name in ("passed", "failed", "found", "parameters", "accuracy", "target")}


def point(network=spec.tutorial(), accuracy=0.95, seconds=7.0, iterations=1_000, seeds=5, **settings) -> Point:  # noqa: B008
    spread = 0.003 if seeds > 1 else 0.0
    return Point(
        network, TrainingSpec(**settings), iterations, seeds, accuracy, accuracy - 2 * spread, accuracy + spread,
        parameters(network), seconds,
    )  # fmt: skip


SMALL = NetworkSpec((Conv(2, 3, 2),))
POINTS = [
    point(SMALL, 0.85, 2.0), point(NetworkSpec(), 0.88, 1.0), point(), point(learning_rate=0.1, accuracy=0.2),
    point(iterations=300, accuracy=0.9, seconds=2.1, seeds=1),
]  # fmt: skip
OWN = [point(accuracy=0.951, seeds=1), point(iterations=300, accuracy=0.88, seeds=1)]


# The figures.


def traces(figure) -> dict:
    return {trace.name: trace for trace in figure.data}


@pytest.mark.parametrize("by", pareto_front.COSTS)
def test_every_point_is_drawn_once_where_it_belongs(by):
    best = pareto_front.best(POINTS, by)
    every = [*POINTS, *OWN]
    figure = frontier_figure(POINTS, best, OWN, by, list("0123456"), list("abcdefg"), LABELS)
    drawn = traces(figure)
    assert list(drawn["best"].text) == [str(place) for place in best]
    assert sorted(place for trace in figure.data for place in trace.text) == list("0123456")
    assert list(drawn["own"].text) == ["5", "6"]
    for trace in figure.data:
        for x, y, key, text in zip(trace.x, trace.y, trace.customdata, trace.text, strict=True):
            assert x == getattr(every[int(text)], by)
            assert y == pytest.approx(1 - every[int(text)].accuracy)
            assert key == "abcdefg"[int(text)]
    assert figure.layout.xaxis.title.text == by
    assert figure.layout.xaxis.type == figure.layout.yaxis.type == "log"
    json.loads(figure.to_json())


def test_whiskers_reach_from_the_worst_seed_to_the_best():
    (trace,) = frontier_figure([POINTS[2]], [0], [], "parameters", [""], [""], LABELS).data
    assert trace.y[0] + trace.error_y.array[0] == pytest.approx(1 - POINTS[2].low)
    assert trace.y[0] - trace.error_y.arrayminus[0] == pytest.approx(1 - POINTS[2].high)
    (alone,) = frontier_figure([POINTS[4]], [0], [], "parameters", [""], [""], LABELS).data
    assert (alone.error_y.array[0], alone.error_y.arrayminus[0]) == (0, 0)


def test_all_points_lie_within_the_axes():
    every = [*POINTS, point(accuracy=1.0), point(accuracy=0.0, seconds=0.01)]
    figure = frontier_figure(every, [], [], "seconds", [""] * 7, [""] * 7, LABELS)
    (bottom, top), (left, right) = figure.layout.yaxis.range, figure.layout.xaxis.range
    for x, y in itertools.chain.from_iterable(zip(trace.x, trace.y, strict=True) for trace in figure.data):
        assert 10**top < y < 10**bottom
        assert 10**left < x < 10**right
    figure = frontier_figure([point()], [0], [], "seconds", [""], [""], LABELS)
    for axis in (figure.layout.xaxis, figure.layout.yaxis):
        low, high = sorted(axis.range)
        assert len([tick for tick in axis.tickvals if 10**low <= tick <= 10**high]) >= 2  # one point, and yet a scale
    assert not frontier_figure([], [], [], "seconds", [], [], LABELS).data


def test_what_a_search_tried_stands_on_its_side_of_the_target():
    tried = [(900, 0.93), (4_000, 0.96), (2_000, 0.951), (500, 0.95)]
    figure = search_figure(tried, 0.95, 3, (248, 300_000), list("abcd"), TRIED_LABELS)
    drawn = traces(figure)
    assert (list(drawn["failed"].x), list(drawn["passed"].x), list(drawn["found"].x)) == ([900], [4_000, 2_000], [500])
    (line,) = figure.layout.shapes
    assert line.y0 == line.y1 == pytest.approx(0.05)
    empty = search_figure([], 0.95, None, (248, 300_000), [], TRIED_LABELS)
    assert not empty.data
    assert empty.layout.xaxis.range == figure.layout.xaxis.range  # the axes stay while points come
    assert empty.layout.yaxis.range == figure.layout.yaxis.range


# The frontier on the page.


def shown(points, own=()) -> AppTest:
    def page():
        import streamlit as st

        from dashboard.views.experiments.frontier import frontier

        st.session_state.opened = frontier(st.session_state.points, st.session_state.own)

    app = AppTest.from_function(page, default_timeout=60)
    app.session_state.points, app.session_state.own = points, own
    app.run()
    assert not app.exception
    return app


def words(app: AppTest) -> str:
    return "\n".join(
        element.value for kind in ("header", "markdown", "caption", "warning") for element in app.get(kind)
    )


def buttons(app: AppTest) -> list:
    return [button for button in app.button if button.label == "Open"]


def test_before_the_first_point_it_says_what_will_be_here():
    app = shown([])
    assert "Every design that has been judged on the test set will appear here as a point" in words(app)
    assert not app.button
    assert not mounted(app, "drawn")


def test_the_best_are_listed_and_can_be_opened_by_key():
    app = shown(POINTS)
    assert app.selectbox[0].value == 1_000  # most points were trained so long
    assert len(buttons(app)) == 3
    said = words(app)
    assert "**95.00 %**" in said
    assert "as in the tutorial" in said
    assert "learning rate 0.1" not in said
    assert app.session_state.opened is None
    buttons(app)[0].click().run()
    assert app.session_state.opened == (SMALL, TrainingSpec())
    app.run()
    assert app.session_state.opened is None


def test_the_caption_is_honest():
    said = words(shown(POINTS))
    assert "the mean over 5 seeds, judged on 10,000 test images" in said
    assert "The test set must not choose anything" in said
    assert "median" not in said
    assert "Each point is one run with one seed" in words(shown([POINTS[4]]))
    app = shown(POINTS)
    app.selectbox[0].set_value(0).run()
    assert "the mean over 1 to 5 seeds" in words(app)
    assert "Runs of different lengths are shown together" in words(app)
    app.segmented_control[0].set_value("seconds").run()
    assert "medians over the seeds" in words(app)
    assert "The best at each training time" in words(app)


def test_all_designs_are_listed_where_somebody_wants_it():
    app = shown(POINTS, OWN)
    app.toggle[0].set_value(True).run()
    assert len(buttons(app)) == 5  # four of 1,000 iterations, and one's own
    assert "as in the tutorial (your own run)" in words(app)
    app.selectbox[0].set_value(300).run()
    assert len(buttons(app)) == 2
    assert "(your own run)" in words(app)


def test_where_all_were_trained_alike_there_is_no_choice_of_iterations():
    assert not shown(POINTS[:3]).selectbox
    assert not shown([], OWN[:1]).selectbox
    assert shown([], OWN).selectbox[0].options == ["300 iterations", "1,000 iterations", "any number of iterations"]


def test_the_choice_falls_back_when_its_points_are_gone():
    app = shown(POINTS)
    app.selectbox[0].set_value(300).run()
    app.session_state.points = [replace(each, iterations=each.iterations + 7) for each in POINTS]
    app.run()
    assert not app.exception
    assert app.selectbox[0].value == 1_007
    assert len(buttons(app)) == 3


def clicked(monkeypatch, key) -> AppTest:
    """An app whose chart tells once, when asked to, that the point with this key was clicked."""
    monkeypatch.setattr(panel, "figure", lambda *_, **__: st.session_state.pop("click", None) and key)
    return shown(POINTS)


def test_a_click_counts_once(monkeypatch):
    app = clicked(monkeypatch, panel.point_key(POINTS[3]))
    assert app.session_state.opened is None
    app.session_state.click = True
    app.run()
    assert app.session_state.opened == (spec.tutorial(), TrainingSpec(learning_rate=0.1))
    app.run()
    assert app.session_state.opened is None


def test_a_click_opens_what_was_clicked_though_new_points_have_come(monkeypatch):
    app = clicked(monkeypatch, panel.point_key(POINTS[3]))
    app.session_state.click = True
    app.session_state.points = [point(NetworkSpec((Conv(1),))), *POINTS]
    app.run()
    assert app.session_state.opened == (spec.tutorial(), TrainingSpec(learning_rate=0.1))


def test_an_odd_click_opens_nothing(monkeypatch):
    app = clicked(monkeypatch, "1")
    app.session_state.click = True
    app.run()
    assert app.session_state.opened is None


def test_the_chart_is_told_in_words_read_from_left_to_right_and_has_a_table():
    (chart,) = mounted(shown(POINTS, OWN), "drawn")
    assert "Designs from experiments: 4, your own runs: 1." in chart["words"]
    assert f"95.00 % with {parameters(spec.tutorial()):,} parameters after 1,000 iterations" in chart["words"]
    assert "Your best run: 95.10 % with " in chart["words"]
    places = [reading["x"] for reading in chart["readings"]]
    assert places == sorted(places)
    assert len(places) == 5
    tutorial = next(each["text"] for each in chart["readings"] if "95.00 %" in each["text"])
    assert tutorial.splitlines()[0] == "as in the tutorial"
    assert "1,000 iterations in 7.0 s" in tutorial
    rows = [[cell["value"] for cell in row] for row in chart["table"]["rows"]]
    assert len(rows) == 5
    assert ["as in the tutorial", 0.95, parameters(spec.tutorial()), 7.0, 1_000, 5] in rows
    assert len(chart["table"]["head"]) == 6


def test_two_runs_of_ones_own_with_the_same_result():
    app = shown(POINTS, [OWN[0], OWN[0], replace(OWN[0], seconds=9.0)])
    app.toggle[0].set_value(True).run()
    assert not app.exception
    assert len(buttons(app)) == 6


# The search on the page.

WISH = Wish(0.95, 20, 1_000, TrainingSpec(learning_rate=0.001, seed=3))


def form(cost) -> AppTest:
    def page(cost):
        import streamlit as st

        from core.spec import TrainingSpec
        from dashboard.views.experiments.network_search import search_form

        st.session_state.wish = search_form(TrainingSpec(seed=3), cost)

    app = AppTest.from_function(page, args=(cost,), default_timeout=60).run()
    assert not app.exception
    return app


def test_the_form_gives_a_wish_when_its_button_is_clicked():
    app = form(lambda question: Cost(6, 0, 30.0, False, 2))
    assert app.session_state.wish is None
    assert "at most **20** runs · about **100 s** (estimate) · on 2 processes" in words(app)
    app.button[0].click().run()
    assert app.session_state.wish == WISH
    app.select_slider[0].set_value(0.985)
    app.slider[0].set_value(3)
    app.segmented_control[0].set_value(300)
    app.button[0].click().run()
    wish = app.session_state.wish
    wish.check()
    assert (wish.target, wish.budget, wish.iterations) == (0.985, 3, 300)


def test_what_it_costs_is_asked_for_networks_of_all_sizes():
    questions = []
    app = form(questions.append)
    question = questions[-1]
    question.check()
    assert [design.network for design in question.variants] == list(evenly_spaced(6))
    assert (question.iterations, question.variants[0].settings.learning_rate) == (1_000, 0.001)
    assert "at most **20** runs" in words(app)
    assert words(form(lambda _question: Cost(6, 6, 0.0, True, 2))).splitlines()[1] == "at most **20** runs"
    assert (
        words(form(lambda _question: Cost(6, 0, None, False, 2)))
        .splitlines()[1]
        .endswith("running time not measured yet")
    )


def search(accuracies, stage, winner=None, opened=None, **more) -> NetworkSearch:
    """``accuracies``: one for each of the smallest networks; None: in training, "diverged", or "failed"."""
    candidates = []
    for place, accuracy in enumerate(accuracies):
        run = RunState(place, 3, Stage.DONE, 1_000)
        if accuracy is None:
            run = replace(run, stage=Stage.TRAINING, iteration=200)
        elif accuracy == "failed":
            run = replace(run, stage=Stage.FAILED, reason=Sentence("It was put aside."))
        elif accuracy == "diverged":
            run = replace(run, result=Result(1.0, None, 5_000, None, 10_000, diverged=7))
        else:
            run = replace(run, result=Result(1.0, round(accuracy * 5_000), 5_000, None, 10_000))
        candidates.append(Candidate(networks()[place], parameters(networks()[place]), run))
    found = Found(WISH, tuple(candidates), winner, opened)
    unknown = dict.fromkeys((field.name for field in fields(NetworkSearch)), None)
    return NetworkSearch(**unknown | {"found": found, "stage": stage, "seconds_left": 8.0} | more)


def result(experiment) -> AppTest:
    def page(experiment):
        import streamlit as st

        from dashboard.views.experiments.search_result import search_result

        st.session_state.opened = search_result(experiment)

    app = AppTest.from_function(page, args=(experiment,), default_timeout=60).run()
    assert not app.exception
    return app


def test_a_search_that_has_just_begun():
    app = result(search([], Stage.WAITING))
    assert "## Looking for the simplest network with 95 % after 1,000 iterations" in words(app)
    assert "Tried so far: 0 of at most 19 networks." in words(app)
    assert not app.button


def test_a_search_while_it_runs():
    said = words(result(search([0.93, 0.96, "diverged", None, None], Stage.TRAINING)))
    assert f"## So far: {parameters(networks()[1]):,} parameters are enough for 95 % after 1,000 iterations" in said
    assert "4,800 of 5,000 validation images correct after 1,000 iterations, **96.0 %**" in said
    assert "Tried so far: 3 of at most 19 networks." in said
    assert (
        f"Now training: {parameters(networks()[3])}, {parameters(networks()[4])} parameters. This takes about 8 s."
        in said
    )
    assert "diverged at iteration 7" in said
    assert "test set" not in said
    said = words(result(search([0.93, None], Stage.TRAINING)))
    assert "## Looking for the simplest network with 95 % after 1,000 iterations" in said
    assert "Tried so far: 1 of at most 19 networks." in said


def test_the_test_set_is_opened_at_the_end():
    trained = search([0.93, 0.96, 0.955], Stage.TRAINING, winner=networks()[1])
    assert "Now it is being trained once more, to open the test set." in words(result(trained))
    opened = Result(1.0, 4_800, 5_000, 9_521, 10_000)
    app = result(search([0.93, 0.96, 0.955], Stage.DONE, networks()[1], opened))
    said = words(app)
    assert f"## {parameters(networks()[1]):,} parameters are enough for 95 % after 1,000 iterations" in said
    assert (
        "On the test set, opened once for this network after 1,000 iterations: 9,521 of 10,000 correct, **95.2 %** (95 % interval 94.8–95.6)."
        in said
    )
    assert "the accuracy on the test set is the one to quote" in said
    assert app.session_state.opened is None
    app.button[0].click().run()
    assert app.session_state.opened == (networks()[1], WISH.settings)


def test_nothing_passed():
    app = result(search([0.93, 0.94, "failed"], Stage.DONE))
    said = words(app)
    assert "## None of the 3 networks reached 95 % after 1,000 iterations" in said
    assert (
        f"The best network classified 94.0 % of the validation images correctly after 1,000 iterations, with {parameters(networks()[1])} parameters."
        in said
    )
    assert "The test set stays closed." in said
    assert "It was put aside." in said
    assert not app.button
    assert "More iterations" in words(result(search(["diverged"], Stage.DONE)))


def test_a_search_that_was_cancelled():
    app = result(search([0.93, 0.96], Stage.CANCELLED))
    assert "cancelled before it finished, so the test set stays closed" in words(app)
    assert [button.label for button in app.button] == ["Open it on the Network page"]
    assert "Looking for" in words(result(search([], Stage.CANCELLED)))


def test_every_network_of_the_search_space_can_be_said_in_a_row():
    from dashboard.i18n import text
    from dashboard.views.experiments.search_result import stack_words

    said = [stack_words(network, text("en")) for network in networks()]
    assert len(set(said)) == len(said)
    assert "no hidden layers" in said
    assert "4 filters 5 × 5 → pooling 2 × 2 → 8 filters 5 × 5 → pooling 3 × 3" in said

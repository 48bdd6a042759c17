"""What accuracy takes: a point for every design that was run, the best at each size joined; any of them can be opened."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import streamlit as st

from core.data import TEST_IMAGES
from core.design.design import Design
from core.experiments.pareto_front import COSTS, best
from core.experiments.view import Point
from dashboard import session
from dashboard.components.figure.figure import Reading, Table, figure
from dashboard.components.in_sight.in_sight import in_sight
from dashboard.i18n import Text, count, fixed, percent
from dashboard.shared.chart_labels import chart_labels
from dashboard.shared.run_words import differences
from dashboard.views.experiments.experiment_words import iteration_words, parameter_words, seed_words
from dashboard.views.experiments.frontier_chart import error_of, frontier_figure

CHART = "frontier_chart"
_WIDTHS = (0.95, 0.75, 0.7, 0.75, 0.5, 3.4, 0.6)


def frontier(points: Sequence[Point], own: Sequence[Point] = ()) -> Design | None:
    """``points``: of experiments; ``own``: of the learner's own runs. Gives the design that was just clicked, by mouse or key."""
    _ = session.current_text()
    if not points and not own:
        st.markdown(
            _(
                "Every design that has been judged on the test set will appear here as a point: its accuracy against its number of parameters or against its training time, with a line that joins the best at each size. The first points come with the first experiment or search that finishes."
            )
        )
        return None
    with st.container(horizontal=True, vertical_alignment="bottom"):
        by = _by(_)
        iterations = _iterations(points, own, _)
    if iterations is not None:
        points = [point for point in points if point.iterations == iterations]
        own = [point for point in own if point.iterations == iterations]
    chosen = best(points, by)
    clicked = _chart(points, chosen, own, by, _)
    st.caption(_caption(points, by, iterations, _))
    listed = _list(points, chosen, own, by, _)
    return clicked or listed


def _by(_: Text) -> str:
    names = {"parameters": _("Against parameters"), "seconds": _("Against training time")}
    return st.segmented_control(
        _("Accuracy"), COSTS, default="parameters", format_func=names.__getitem__, required=True, key="frontier_by",
        persist_state="session",
    )  # fmt: skip


def _iterations(points: Sequence[Point], own: Sequence[Point], _: Text) -> int | None:
    """Of one number of iterations, at first of that with the most points, or None: of all."""
    present = sorted({point.iterations for point in (*points, *own)})
    if len(present) == 1:
        return None
    many = Counter(point.iterations for point in points or own)
    usual = max(many, key=lambda iterations: (many[iterations], iterations))
    options = [*present, 0]
    picked = st.selectbox(
        _("Trained for"), options, index=options.index(usual), key="frontier_iterations", width=210, persist_state="session",
        format_func=lambda each: iteration_words(each, _) if each else _("any number of iterations"),
        help=_("Accuracies after different numbers of iterations cannot be compared: longer training has an advantage."),
    )  # fmt: skip
    return picked or None


def _chart(points: Sequence[Point], chosen: Sequence[int], own: Sequence[Point], by: str, _: Text) -> Design | None:
    """Gives the design of a point that was just clicked, or chosen by Enter."""
    every = [*points, *own]
    labels = {
        "best": _("the best at each size") if by == "parameters" else _("the best at each training time"),
        "others": _("other designs"),
        "own": _("your own runs"),
        "parameters": _("Parameters"),
        "seconds": _("Training time (s)"),
        "accuracy": _accuracy(every, _),
    }
    # By the design, not by the place: points may have come since the chart was drawn that was clicked.
    keys = list(map(point_key, every))
    hovers = [_hover(point, _) for point in every]
    drawn = frontier_figure(points, chosen, own, by, hovers, keys, labels)
    mine = [False] * len(points) + [True] * len(own)
    title = _("Test accuracy against parameters.") if by == "parameters" else _("Test accuracy against training time.")
    clicked = figure(
        drawn.to_plotly_json(), title, _words(points, chosen, own, by, _), _readings(every, mine, by, keys, _),
        _table(every, mine, by, _), chart_labels(_), key=CHART, file="layer-lab-results",
    )  # fmt: skip
    return next((_design(point) for point, key in zip(every, keys, strict=True) if key == clicked), None)


def _accuracy(points: Sequence[Point], _: Text) -> str:
    """What the axis shows: after how many iterations, where that is one number."""
    present = {point.iterations for point in points}
    if len(present) == 1:
        return _("Test accuracy after {iterations}").format(iterations=iteration_words(present.pop(), _))
    return _("Test accuracy, after different numbers of iterations")


def _readings(every: Sequence[Point], mine: Sequence[bool], by: str, keys: Sequence[str], _: Text) -> list[Reading]:
    """From the cheapest to the dearest."""
    order = sorted(range(len(every)), key=lambda place: (getattr(every[place], by), every[place].accuracy))
    found = []
    for place in order:
        point = every[place]
        accuracy = f"{percent(point.accuracy, 2)} {_spread(point, _)}"
        lines = [_named(point, mine[place], _), accuracy, *_effort(point, _)]
        found.append(Reading(getattr(point, by), "\n".join(lines), error_of(point.accuracy), keys[place]))
    return found


def _table(every: Sequence[Point], mine: Sequence[bool], by: str, _: Text) -> Table:
    order = sorted(range(len(every)), key=lambda place: (getattr(every[place], by), -every[place].accuracy))
    rows, values = [], []
    for place in order:
        point, name = every[place], _named(every[place], mine[place], _)
        accuracy, parameters = percent(point.accuracy, 2), count(point.parameters)
        rows.append([name, accuracy, parameters, _seconds(point), count(point.iterations), count(point.seeds)])
        values.append([name, point.accuracy, point.parameters, point.seconds, point.iterations, point.seeds])
    head = [_("Design"), _("Test accuracy"), _("Parameters"), _("Seconds"), _("Iterations"), _("Seeds")]
    return Table(_("All designs"), head, rows, words=(0,), values=values)


def _list(points: Sequence[Point], chosen: Sequence[int], own: Sequence[Point], by: str, _: Text) -> Design | None:
    """The same in words and numbers, each with its button."""
    with st.container(horizontal=True, vertical_alignment="center"):
        title = st.empty()
        more = len(points) > len(chosen) or own
        everything = more and st.toggle(_("List all designs"), key="frontier_all", persist_state="session")
    rows = [(points[place], False) for place in chosen]
    words = _("The best at each size") if by == "parameters" else _("The best at each training time")
    if everything:
        rows = [*((point, False) for point in points), *((point, True) for point in own)]
        rows.sort(key=lambda row: (getattr(row[0], by), -row[0].accuracy))
        words = _("All designs")
    title.header(words, anchor=False, width="stretch")
    in_sight("frontier_list", "all" if everything else None)
    opened = None
    with st.container(key="frontier_list", gap="xxsmall"):
        head = (_("Accuracy"), _("Parameters"), _("Seconds"), _("Iterations"), _("Seeds"), _("Design"), "")
        for column, name in zip(st.columns(_WIDTHS, vertical_alignment="center"), head, strict=True):
            column.caption(name)
        for point, is_own in dict.fromkeys(rows):
            if _row(point, is_own, _):
                opened = _design(point)
    return opened


def _row(point: Point, is_own: bool, _: Text) -> bool:
    cells = (
        f"**{percent(point.accuracy, 2)}**", count(point.parameters), _seconds(point), count(point.iterations),
        count(point.seeds), _named(point, is_own, _),
    )  # fmt: skip
    *columns, last = st.columns(_WIDTHS, vertical_alignment="center")
    for column, cell in zip(columns, cells, strict=True):
        column.markdown(cell)
    with last:
        return st.button(
            _("Open"), key=f"frontier_open_{hash((point, is_own))}", type="tertiary", icon=":material/account_tree:",
            help=_("Open this design on the Network page"),
        )  # fmt: skip


def _named(point: Point, is_own: bool, _: Text) -> str:
    words = point_words(point, _)
    return _("{design} (your own run)").format(design=words) if is_own else words


def point_words(point: Point, _: Text) -> str:
    """The design in words: what is not as in the tutorial."""
    return "; ".join(differences(point.network, point.settings, _)) or _("as in the tutorial")


def _hover(point: Point, _: Text) -> str:
    accuracy = f"<b>{percent(point.accuracy, 2)}</b> {_spread(point, _)}"
    return "<br>".join([*_wrapped(point_words(point, _)), accuracy, *_effort(point, _)])


def _spread(point: Point, _: Text) -> str:
    if point.seeds == 1:
        return _("(one seed)")
    return _("(mean of {seeds} seeds, {low} to {high})").format(
        seeds=point.seeds, low=percent(point.low, 2), high=percent(point.high, 2)
    )


def _effort(point: Point, _: Text) -> list[str]:
    trained = _("{iterations} in {seconds} s").format(
        iterations=iteration_words(point.iterations, _), seconds=_seconds(point)
    )
    return [parameter_words(point.parameters, _), trained]


def _wrapped(words: str, width: int = 60) -> list[str]:
    """Lines for the hover of a design with many differences, broken after them."""
    lines = [""]
    for part in words.replace("<", "&lt;").split("; "):
        if lines[-1] and len(lines[-1]) + len(part) > width:
            lines.append(part)
        else:
            lines[-1] = f"{lines[-1]}; {part}" if lines[-1] else part
    return lines


def _caption(points: Sequence[Point], by: str, iterations: int | None, _: Text) -> str:
    seeds = sorted({point.seeds for point in points})
    said = []
    if seeds and seeds[-1] == 1:
        said.append(
            _("Each point is one run with one seed, judged on {total} test images.").format(total=count(TEST_IMAGES))
        )
    elif seeds:
        few, many = seeds[0], seeds[-1]
        span = seed_words(few, _) if few == many else _("{few} to {many} seeds").format(few=few, many=many)
        said.append(
            _(
                "Each point is the mean over {seeds}, judged on {total} test images; its whisker reaches from the worst seed to the best."
            ).format(seeds=span, total=count(TEST_IMAGES))
        )
    said.append(_("All experiments on this server are included, whoever ran them."))
    said.append(_("The accuracy axis follows the errors: from 90 to 95 % is as far as from 95 to 97.5 %."))
    if iterations is None and len({point.iterations for point in points}) > 1:
        said.append(_("Runs of different lengths are shown together here: the longer ones have an advantage."))
    if by == "seconds":
        said.append(
            _("Training times depend on the machine and on what else it was doing; they are medians over the seeds.")
        )
    said.append(
        _(
            "The test set must not choose anything: if you pick a network from this chart and then quote its accuracy, you quote one that is a little too good. Click a point to open its design on the Network page; by keys, Enter opens it."
        )
    )
    return " ".join(said)


def _words(points: Sequence[Point], chosen: Sequence[int], own: Sequence[Point], by: str, _: Text) -> str:
    said = [_("Designs from experiments: {designs}, your own runs: {own}.").format(designs=len(points), own=len(own))]
    if chosen:
        best_points = "; ".join(_point(points[place], by, _) for place in chosen)
        said.append(_("The best: {points}.").format(points=best_points))
    if own:
        said.append(_("Your best run: {point}.").format(point=_point(max(own, key=lambda each: each.accuracy), by, _)))
    return " ".join(said)


def _point(point: Point, by: str, _: Text) -> str:
    return _("{accuracy} with {cost} after {iterations}").format(
        accuracy=percent(point.accuracy, 2), cost=_cost(point, by, _), iterations=iteration_words(point.iterations, _)
    )


def _cost(point: Point, by: str, _: Text) -> str:
    if by == "parameters":
        return parameter_words(point.parameters, _)
    return _("{seconds} s").format(seconds=_seconds(point))


def _seconds(point: Point) -> str:
    return fixed(point.seconds, 1)


def point_key(point: Point) -> str:
    """The same for equal designs, as long as the server runs."""
    return str(hash(_design(point)))


def _design(point: Point) -> Design:
    return point.network, point.settings

"""What a search came to: every network that was tried, the simplest that passed, and what the test set says of it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core.design.design import Design
from core.experiments.search_space import networks, parameters
from core.experiments.task import Result
from core.experiments.view import Candidate, Found, NetworkSearch, Stage
from core.spec import NetworkSpec
from dashboard import session
from dashboard.components.figure.figure import Reading, figure
from dashboard.i18n import Text, count, percent, span
from dashboard.shared.chart_labels import chart_labels
from dashboard.views.experiments.experiment_words import (
    duration,
    goal_words,
    iteration_words,
    parameter_words,
    stage_words,
    target_words,
)
from dashboard.views.experiments.frontier_chart import error_of, search_figure


def search_result(experiment: NetworkSearch) -> Design | None:
    """A search while it runs and after. Gives the network that was found where its button is clicked."""
    _ = session.current_text()
    found = experiment.found
    if experiment.notice is not None:
        st.warning(_.marked(experiment.notice), icon=":material/info:")
    simplest = _simplest(found)
    with st.container(key="verdict"):
        st.markdown(f"## {_headline(experiment, simplest, _)}")
        st.markdown(_told(experiment, simplest, _))
        opened = simplest is not None and experiment.ended and _open_button(_)
    _chart(found, simplest, _)
    _table(found, simplest, _)
    for reason in dict.fromkeys(each.run.reason for each in found.candidates if each.run.reason is not None):
        st.warning(_.marked(reason), icon=":material/info:")
    return (simplest.network, found.wish.settings) if simplest is not None and opened else None


def stack_words(network: NetworkSpec, _: Text) -> str:
    """The layers in a row, from the image on."""
    return " → ".join(_.say(layer.short()) for layer in network.layers) or _("no hidden layers")


def _simplest(found: Found) -> Candidate | None:
    """The winner; before there is one, the simplest that has passed so far."""
    if found.winner is not None:
        return next(each for each in found.candidates if each.network == found.winner)
    passed = [each for each in _judged(found) if each[1] >= found.wish.target]
    simplest = min(passed, key=lambda each: (each[0].parameters, -each[1]), default=None)
    return None if simplest is None else simplest[0]


def _judged(found: Found) -> list[tuple[Candidate, float]]:
    """Those that were judged, with their accuracy on the validation set."""
    return [(each, each.accuracy) for each in found.candidates if each.accuracy is not None]


def _headline(experiment: NetworkSearch, simplest: Candidate | None, _: Text) -> str:
    found = experiment.found
    target = goal_words(found.wish, _)
    if simplest is not None:
        words = _("{parameters} parameters are enough for {target}") if experiment.ended else _("So far: {parameters} parameters are enough for {target}")  # fmt: skip
        return words.format(parameters=count(simplest.parameters), target=target)
    if experiment.stage is Stage.DONE:
        return _("None of the {count} networks reached {target}").format(
            count=count(len(found.candidates)), target=target
        )
    return _("Looking for the simplest network with {target}").format(target=target)


def _told(experiment: NetworkSearch, simplest: Candidate | None, _: Text) -> str:
    """What there is to add to the headline: how good it is, and what is being done."""
    found, said = experiment.found, []
    iterations = iteration_words(found.wish.iterations, _)
    if simplest is not None:
        said += _validation(simplest, iterations, _)
    test = _test(found.opened, iterations, _)
    if test:
        said += [*test, _caution(found, _)]
    elif experiment.stage is Stage.DONE and simplest is None:
        said += _nearest(found, _)
    elif experiment.stage is Stage.CANCELLED:
        said.append(_("The search was cancelled before it finished, so the test set stays closed."))
    elif experiment.ended and simplest is not None:
        said.append(_("The run that was to open the test set failed."))
    if not experiment.ended:
        said.append(_now(experiment, _))
    return " ".join(said)


def _validation(simplest: Candidate, iterations: str, _: Text) -> list[str]:
    result, accuracy = simplest.run.result, simplest.accuracy
    if result is None or result.validation is None or accuracy is None:
        return []
    words = _("{network}: {correct} of {total} validation images correct after {iterations}, **{accuracy}**.").format(
        network=stack_words(simplest.network, _), correct=count(result.validation),
        total=count(result.validation_total), accuracy=percent(accuracy), iterations=iterations,
    )  # fmt: skip
    return [words]


def _test(opened: Result | None, iterations: str, _: Text) -> list[str]:
    if opened is None or opened.test is None or opened.accuracy is None or opened.interval is None:
        return []
    words = _(
        "On the test set, opened once for this network after {iterations}: {correct} of {total} correct, **{accuracy}** (95 % interval {interval})."
    ).format(
        correct=count(opened.test), total=count(opened.test_total), accuracy=percent(opened.accuracy),
        interval=span(opened.interval), iterations=iterations,
    )  # fmt: skip
    return [words]


def _caution(found: Found, _: Text) -> str:
    return _(
        "The network that passed was also a little lucky with the validation images and with its seed, so the accuracy on the "
        "test set is the one to quote (networks tried: {count})."
    ).format(count=count(len(found.candidates)))


def _nearest(found: Found, _: Text) -> list[str]:
    """Nothing passed: what came nearest, and what to do about it."""
    judged, said = _judged(found), []
    if judged:
        best, accuracy = max(judged, key=lambda each: each[1])
        said.append(
            _(
                "The best network classified {accuracy} of the validation images correctly after {iterations}, with {parameters} parameters."
            ).format(
                accuracy=percent(accuracy),
                parameters=count(best.parameters),
                iterations=iteration_words(found.wish.iterations, _),
            )
        )
    said.append(_("More iterations, another learning rate or a lower target may help. The test set stays closed."))
    return said


def _now(experiment: NetworkSearch, _: Text) -> str:
    found = experiment.found
    most = found.wish.budget - 1
    if found.winner is not None:
        return _("Now it is being trained once more, to open the test set.")
    waiting = [each for each in found.candidates if each.run.stage not in (Stage.DONE, Stage.FAILED, Stage.CANCELLED)]
    tried = _("Tried so far: {tried} of at most {most} networks.").format(
        tried=count(len(found.candidates) - len(waiting)), most=count(most)
    )
    if not waiting:
        return tried
    sizes = ", ".join(count(each.parameters) for each in waiting)
    now = _("Now training: {sizes} parameters.").format(sizes=sizes)
    left = experiment.seconds_left
    return (
        f"{tried} {now}"
        if not left
        else f"{tried} {now} " + _("This takes about {time}.").format(time=duration(left, _))
    )


def _open_button(_: Text) -> bool:
    return st.button(
        _("Open it on the Network page"), key="open_found", type="primary", icon=":material/account_tree:",
        help=_("Makes it the design you are working on, ready to be trained and looked into."),
    )  # fmt: skip


def _chart(found: Found, simplest: Candidate | None, _: Text) -> None:
    judged, iterations = _judged(found), iteration_words(found.wish.iterations, _)
    tried = [(each.parameters, accuracy) for each, accuracy in judged]
    labels = {
        "passed": _("good enough"), "failed": _("not good enough"), "found": _("simplest good enough"),
        "parameters": _("Parameters"), "accuracy": _("Validation accuracy after {iterations}").format(iterations=iterations),
        "target": _("target {accuracy}").format(accuracy=target_words(found.wish)),
    }  # fmt: skip
    told = [(stack_words(each.network, _), percent(accuracy, 2), _size(each, _)) for each, accuracy in judged]
    hovers = [f"{stack}<br><b>{accuracy}</b> · {size}" for stack, accuracy, size in told]
    place = next((place for place, (each, _share) in enumerate(judged) if each is simplest), None)
    sizes = parameters(networks()[0]), parameters(networks()[-1])
    drawn = search_figure(tried, found.wish.target, place, sizes, hovers, labels)
    readings = [
        Reading(size, "\n".join(told[place]), error_of(share))
        for place, (size, share) in sorted(enumerate(tried), key=lambda each: each[1])
    ]
    figure(
        drawn.to_plotly_json(), _("Validation accuracy against the number of parameters."), _words(found, judged, simplest, _),
        readings, None, chart_labels(_), key="search_chart", file="layer-lab-search",
    )  # fmt: skip


def _words(found: Found, judged: Sequence[tuple[Candidate, float]], simplest: Candidate | None, _: Text) -> str:
    """The table below lists them all."""
    passed = sum(share >= found.wish.target for _each, share in judged)
    words = _("{passed} of {count} networks reached {target}.").format(
        passed=passed, count=len(judged), target=goal_words(found.wish, _)
    )
    if simplest is None or simplest.accuracy is None:
        return words
    return f"{words} " + _("The simplest of them: {parameters}, {accuracy}.").format(
        parameters=_size(simplest, _), accuracy=percent(simplest.accuracy, 2)
    )


def _table(found: Found, simplest: Candidate | None, _: Text) -> None:
    """Every network in the order of trying, the newest first."""
    accuracy = _("Validation accuracy after {iterations}").format(iterations=iteration_words(found.wish.iterations, _))
    head = (_("Parameters"), accuracy, _("Good enough"), _("Network"))
    lines: list[tuple[str, ...]] = [head, ("---:", "---:", ":---", ":---")]
    for each in reversed(found.candidates):
        cells = (count(each.parameters), *_outcome(each, found, _), stack_words(each.network, _))
        lines.append(tuple(f"**{cell}**" if each is simplest else cell for cell in cells))
    if not found.candidates:
        return
    with st.container(key="search_table"):
        st.markdown("\n".join(f"| {' | '.join(line)} |" for line in lines))


def _outcome(candidate: Candidate, found: Found, _: Text) -> tuple[str, str]:
    run, accuracy = candidate.run, candidate.accuracy
    if accuracy is not None:
        return percent(accuracy, 2), _("yes") if accuracy >= found.wish.target else _("no")
    if run.result is not None and run.result.diverged is not None:
        return _("diverged at iteration {iteration}").format(iteration=count(run.result.diverged)), _("no")
    state = "–" if run.stage is Stage.DONE else stage_words(_)[run.stage]
    return state, _("no") if run.stage is Stage.FAILED else "–"


def _size(candidate: Candidate, _: Text) -> str:
    return parameter_words(candidate.parameters, _)

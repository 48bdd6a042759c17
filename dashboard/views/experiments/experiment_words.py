"""The words for an experiment: its question, its designs, what was predicted, what it will cost."""

from __future__ import annotations

from collections.abc import Sequence

from core.design import design_diff
from core.design.design import Design
from core.experiments import ready_questions
from core.experiments.architecture_search import Wish
from core.experiments.question import LETTERS, SAME, Question, QuestionError, Variant
from core.experiments.view import Cost, DesignComparison, Experiment, NetworkSearch, Stage
from core.spec import named_layers
from dashboard.i18n import Text, count, fixed
from dashboard.shared.run_words import differences


def question_title(question: Question, _: Text) -> str:
    """The question, as a heading."""
    ready = ready_question(question)
    if ready is not None:
        return _.say(ready.title)
    if question.one_design:
        return _("The same network twice")
    *names, last = design_names(question, _)
    return _("{designs} or {last}?").format(designs=", ".join(names), last=last)


def experiment_title(experiment: Experiment, _: Text) -> str:
    """The question of an experiment, or what a search was for."""
    if isinstance(experiment, DesignComparison):
        return question_title(experiment.question, _)
    if isinstance(experiment, NetworkSearch):
        return _("The simplest network with {accuracy}").format(accuracy=target_words(experiment.found.wish))
    raise TypeError(f"{type(experiment).__name__} is neither a question nor a search")


def target_words(wish: Wish) -> str:
    return f"{100 * wish.target:g} %"


def goal_words(wish: Wish, _: Text) -> str:
    """What a search is for, with the iterations that its networks have for it."""
    return _("{accuracy} after {iterations}").format(
        accuracy=target_words(wish), iterations=iteration_words(wish.iterations, _)
    )


def ready_question(question: Question) -> ready_questions.Ready | None:
    """The ready question that it is; None where somebody built it, or where that one is another question today."""
    try:
        ready = ready_questions.find(question.key)
    except QuestionError:
        return None
    return ready if ready.variants == question.variants else None


def design_names(question: Question, _: Text) -> list[str]:
    """One name a variant: of a ready question its own, else in words what differs from the first one; no two alike."""
    ready = ready_question(question)
    if ready is not None:
        return [_.say(name) for name in ready.names]
    first, *others = question.variants
    found = [_first_name(first, others, _)]
    for variant in others:
        differs = differences(variant.network, variant.settings, _, base=_pair(first))
        found.append("; ".join(differs) if differs else _("the same design again"))
    return _told_apart(found, question.variants)


def layer_row(variant: Variant) -> str:
    """The kinds of its layers in a row: conv–pool–fc."""
    return "–".join(name.rstrip("0123456789") for name, _layer in named_layers(variant.network))


def predictions(variants: int, _: Text) -> dict[str, str]:
    """What can be predicted, as it is said: the letter of the best design, or that none is."""
    said = _("{letter} is better") if variants == 2 else _("{letter} is best")
    letters = [(letter, said.format(letter=letter)) for letter in LETTERS[:variants]]
    same = (SAME, _("No difference that matters"))
    return dict([letters[0], same, letters[1]] if variants == 2 else [*letters, same])


def cost_words(cost: Cost, _: Text) -> str:
    """What a question will take, before it is run."""
    if cost.known >= cost.runs:
        return _("The results of all {runs} runs are already known, so the answer comes at once.").format(
            runs=count(cost.runs)
        )
    runs = _.ngettext("**{runs}** run", "**{runs}** runs", cost.runs).format(runs=count(cost.runs))
    if cost.known:
        runs = _("**{runs}** runs, {known} of them already known").format(
            runs=count(cost.runs), known=count(cost.known)
        )
    if cost.seconds is None:
        time = _("running time not measured yet")
    elif cost.measured:
        time = _("about **{time}**, as measured on this machine").format(time=duration(cost.seconds, _))
    else:
        time = _("about **{time}** (estimate)").format(time=duration(cost.seconds, _))
    return f"{runs} · {time} · {processes(cost.processes, _)}"


def processes(number: int, _: Text) -> str:
    return _.ngettext("on {count} process", "on {count} processes", number).format(count=count(number))


def duration(seconds: float, _: Text) -> str:
    """Seconds, from two minutes on minutes, from two hours on hours."""
    if seconds < 120:
        return _("{seconds} s").format(seconds=max(1, round(seconds)))
    if seconds < 7200:
        return _("{minutes} minutes").format(minutes=round(seconds / 60))
    return _("{hours} hours").format(hours=fixed(seconds / 3600, 1))


def extent(experiment: Experiment, _: Text) -> str:
    """How much is run: seeds or runs, and iterations."""
    if isinstance(experiment, NetworkSearch):
        wish = experiment.found.wish
        runs = _.ngettext("at most {count} run", "at most {count} runs", wish.budget).format(count=count(wish.budget))
        iterations = wish.iterations
    elif isinstance(experiment, DesignComparison):
        runs = seed_words(len(experiment.question.seeds), _)
        iterations = experiment.question.iterations
    else:
        raise TypeError(f"{type(experiment).__name__} is neither a question nor a search")
    return f"{runs} × {iteration_words(iterations, _)}"


def seed_words(number: int, _: Text) -> str:
    return _.ngettext("{count} seed", "{count} seeds", number).format(count=count(number))


def iteration_words(number: int, _: Text) -> str:
    return _.ngettext("{count} iteration", "{count} iterations", number).format(count=count(number))


def parameter_words(number: int, _: Text) -> str:
    return _.ngettext("{count} parameter", "{count} parameters", number).format(count=count(number))


def stage_words(_: Text) -> dict[str, str]:
    """How far a run is, in a word."""
    return {
        Stage.WAITING: _("waiting"), Stage.STARTING: _("starting"), Stage.TRAINING: _("training"), Stage.DONE: _("done"),
        Stage.CANCELLED: _("cancelled"), Stage.FAILED: _("failed"),
    }  # fmt: skip


def _first_name(first: Variant, others: Sequence[Variant], _: Text) -> str:
    """Where the others have only other values: its own ones; else what it is beside the tutorial's network."""
    own = []
    for other in others:
        layers = design_diff.layers(other.network, first.network)
        if any(each.was is None for each in layers) or design_diff.left_out(other.network, first.network):
            own = []
            break
        own += differences(first.network, first.settings, _, base=_pair(other))
    if own:
        return "; ".join(dict.fromkeys(own))
    return "; ".join(differences(first.network, first.settings, _)) or _("as in the tutorial")


def _told_apart(names: list[str], variants: Sequence[Variant]) -> list[str]:
    """Layers of one kind in other places read alike: then the row of the layers says which is which."""
    return [
        f"{name} ({layer_row(variant)})" if names.count(name) > 1 and variants.count(variant) == 1 else name
        for name, variant in zip(names, variants, strict=True)
    ]


def _pair(variant: Variant) -> Design:
    return variant.network, variant.settings

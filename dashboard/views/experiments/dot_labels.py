"""The labels of an experiment's dots, in the language of the page."""

from __future__ import annotations

from core.data import TEST_IMAGES
from core.experiments.view import DesignComparison
from dashboard.i18n import Text, count
from dashboard.views.experiments.experiment_words import iteration_words, stage_words


def dot_labels(experiment: DesignComparison, _: Text) -> dict[str, object]:
    """The ``labels`` of `dashboard.components.experiment_dots.experiment_dots`."""
    level = next((each.paired.level for each in experiment.comparisons if each.paired is not None), 0.95)
    itself, iterations = experiment.question.one_design, iteration_words(experiment.question.iterations, _)
    same_seed = _("joined arbitrarily: each design has its own seeds") if itself else _("the same seed")
    return {
        "title": _("Accuracy for each seed after {iterations}").format(iterations=iterations),
        "accuracy": _("Accuracy on the {total} test images after {iterations}").format(total=count(TEST_IMAGES), iterations=iterations),
        "difference": _("Difference from A (percentage points)"),
        "one_seed": _("one seed"), "same_seed": same_seed, "mean": _("mean"),
        "one_difference": _("difference for one seed"),
        "interval": _("mean with its {level} % interval").format(level=f"{100 * level:.4g}"),
        "worthwhile": _("less than {points} percentage points: too small to matter"),
        "empty": _("A dot appears here for each seed as soon as its run has been tested."),
        "nothing": _("No run produced a result."),
        "mean_of": _("mean {percent} %"),
        "points": _("{points} points"), "between": _("{low} to {high}"),
        "seed": _("seed {seed}: {values}"), "value": _("{letter} {percent} %"), "state": _("{letter} {state}"),
        "difference_of": _("difference {points} percentage points"), "value_difference": _("{letter} {percent} % ({points})"),
        "runs": _("{done} of {runs} runs"), "left": _("about {time} left"),
        "opening": _("waiting for the processes"),
        "processes": {"one": _("1 process"), "other": _("{count} processes")},
        "ended": _("{done} of {runs} runs done"),
        "seconds": _("{count} s"), "minutes": _("{count} min"), "hours": _("{count} h"),
        "states": {
            **stage_words(_), "training": _("iteration {iteration} of {goal}"), "diverged": _("diverged"),
        },
        "counts": {
            "cancelled": _("{count} cancelled"), "failed": _("{count} failed"), "diverged": _("{count} diverged"),
        },
        "alt_design": _("{letter}, {name}: mean {percent} %, from {low} to {high} % (seeds: {seeds})."),
        "alt_none": _("{letter}, {name}: no results yet."),
        "alt_difference": _("{letter} minus {base}: {points} percentage points."),
        "alt_interval": _("{letter} minus {base}: {points} percentage points, interval {low} to {high}."),
        "keys": _("Use the arrow keys to move from seed to seed."),
        "seed_head": _("Seed"), "table": _("Table"), "csv": _("Download as CSV"),
    }  # fmt: skip

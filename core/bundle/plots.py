"""The plots of a bundle, as SVG: the curves of the training, and the confusion matrix.

Importing this loads Matplotlib (about 40 MB): do it when a plot is wanted.
"""

from __future__ import annotations

import io
import threading
from collections.abc import Callable

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.ticker import FuncFormatter, MaxNLocator, PercentFormatter
from matplotlib.typing import RcKeyType

from core import number_format
from core.bundle.colours import ACCURACY, FRAME, INK, LOSS, PAPER, RIGHT, VALIDATION, WRONG, Colour, cell_strength
from core.bundle.picture import Picture
from core.evaluation import CLASSES
from core.messages import Sentence, Translate
from core.training.history import COLUMNS, MOST_POINTS, History


def _hex(colour: Colour) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)


_STYLE: dict[RcKeyType, object] = {
    # Words stay words, set by the reader's own fonts: Matplotlib brings none with Hangul. So that it knows of a width for
    # each letter all the same, and does not warn of those it lacks, its font of empty boxes is named as the last one.
    "svg.fonttype": "none",
    "font.sans-serif": ["DejaVu Sans", "Noto Sans KR", "Noto Sans CJK KR", "Malgun Gothic", "Apple SD Gothic Neo"],
    "font.family": ["sans-serif", "Last Resort High-Efficiency"],
    "svg.hashsalt": "layer-lab",  # the same plot gives the same bytes
    "path.simplify": False,  # every point that is drawn can be read in the file
    "font.size": 13,
    "figure.constrained_layout.w_pad": 0.12,  # inches
    "figure.constrained_layout.h_pad": 0.12,
    "axes.labelpad": 8,
    "text.color": _hex(INK),
    "axes.labelcolor": _hex(INK),
    "axes.edgecolor": _hex(FRAME),
    "axes.grid": True,
    "axes.axisbelow": True,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "grid.color": _hex(FRAME),
    "xtick.color": _hex(FRAME),
    "xtick.labelcolor": _hex(INK),
    "ytick.color": _hex(FRAME),
    "ytick.labelcolor": _hex(INK),
    "legend.frameon": False,
    "legend.borderpad": 0,
}
_ALONE = threading.Lock()  # Matplotlib's settings are those of the whole process


def curves(history: History, checkpoint: int | None = None, say: Translate = str) -> Picture:
    """Every batch faint, smoothed bold, the validations with marks; a vertical line at iteration ``checkpoint``.

    The history must hold one iteration at least. Ids in the file: the points under ``accuracy``, ``smooth_accuracy``,
    ``loss``, ``smooth_loss`` and ``validation``; the two panels, in whose frames they stand, and the two vertical lines
    under ``panel_accuracy``, ``panel_loss``, ``checkpoint_accuracy`` and ``checkpoint_loss``.
    """

    def draw(figure: Figure) -> None:
        curve = history.curve(history.bin_width(MOST_POINTS))
        above, below = figure.subplots(2, 1, sharex=True, height_ratios=(3, 2))
        lines = [
            _line(axes, name, curve.iteration, curve.values[:, COLUMNS.index(name)], colour, faint)
            for axes, kind, colour in ((above, "accuracy", ACCURACY), (below, "loss", LOSS))
            for name, faint in ((kind, True), (f"smooth_{kind}", False))
        ]
        done = history.validations
        shares = np.array([each.correct / each.total for each in done])
        validation = _line(above, "validation", np.array([each.iteration for each in done]), shares, VALIDATION, False)
        validation.set(marker="D", markersize=5, linewidth=1.5)
        for axes, kind in ((above, "accuracy"), (below, "loss")):
            axes.patch.set_gid(f"panel_{kind}")
            if checkpoint is not None:
                axes.axvline(checkpoint, color=_hex(INK), linewidth=1, gid=f"checkpoint_{kind}")
        above.set(ylabel=say(Sentence("Accuracy")), ylim=(0, 1), xlim=(0, len(history)))
        above.yaxis.set_major_formatter(PercentFormatter(1, decimals=0, symbol=" %"))
        losses = curve.values[:, [COLUMNS.index("loss"), COLUMNS.index("smooth_loss")]]
        below.set(ylabel=say(Sentence("Loss")), ylim=(0, _top(losses)), xlabel=say(Sentence("Iteration")))
        below.xaxis.set_major_locator(MaxNLocator(8, integer=True))
        below.xaxis.set_major_formatter(FuncFormatter(lambda iteration, _: f"{iteration:,.0f}"))
        figure.align_ylabels()
        names = (
            Sentence("Accuracy on batches"),
            Sentence("Accuracy on validation images"),
            Sentence("Loss on batches"),
        )
        figure.legend(
            [lines[1], validation, lines[3]], [say(name) for name in names], ncols=3, loc="outside upper left"
        )

    return _svg(960, 640, draw)


def confusion(matrix: np.ndarray, say: Translate = str) -> Picture:
    """``matrix``: int (10, 10), row = true class, column = predicted class. A cell's id in the file is ``cell-3-5``."""

    def draw(figure: Figure) -> None:
        axes = figure.subplots()
        for (true, predicted), number in np.ndenumerate(matrix):
            strength = cell_strength(matrix, true, predicted)
            end = np.array(RIGHT if true == predicted else WRONG)
            colour = (255 + (end - 255) * strength) / 255
            axes.add_artist(Rectangle((predicted - 0.48, true - 0.48), 0.96, 0.96, color=colour, gid=f"cell-{true}-{predicted}"))  # fmt: skip
            shade = PAPER if strength > 0.6 else INK if number else FRAME
            axes.text(
                predicted, true, number_format.count(number), color=_hex(shade), ha="center", va="center_baseline"
            )
        axes.set(xlim=(-0.5, CLASSES - 0.5), ylim=(CLASSES - 0.5, -0.5), aspect="equal")
        axes.set(xticks=range(CLASSES), yticks=range(CLASSES), xlabel=say(Sentence("Predicted class")), ylabel=say(Sentence("True class")))  # fmt: skip
        axes.xaxis.set_label_position("top")
        axes.tick_params(length=0, labeltop=True, labelbottom=False)
        axes.grid(visible=False)
        axes.spines[:].set_visible(False)

    return _svg(640, 640, draw)


def _svg(width: int, height: int, draw: Callable[[Figure], None]) -> Picture:
    with _ALONE, matplotlib.rc_context():
        matplotlib.rcdefaults()  # whatever this machine prefers
        matplotlib.rcParams.update(_STYLE)
        figure = Figure((width / 72, height / 72), layout="constrained")  # an SVG has 72 pixels an inch
        draw(figure)
        file = io.BytesIO()
        figure.savefig(file, format="svg", metadata={"Date": None, "Creator": None})
    return Picture(file.getvalue(), width, height)


def _line(axes: Axes, name: str, iterations: np.ndarray, values: np.ndarray, colour: Colour, faint: bool) -> Line2D:
    """What is no number is left out, and the line goes on beyond it; a single point becomes a mark."""
    known = np.isfinite(values)
    (line,) = axes.plot(
        iterations[known], values[known], color=_hex(colour), alpha=0.35 if faint else 1, linewidth=1 if faint else 2.5,
        marker="D" if known.sum() == 1 else "", markersize=5, gid=name, clip_on=False,
    )  # fmt: skip
    return line


def _top(losses: np.ndarray) -> float:
    """Where the axis of the losses ends."""
    finite = losses[np.isfinite(losses)]
    return float(finite.max()) * 1.02 if finite.size and finite.max() > 0 else 1.0

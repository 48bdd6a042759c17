"""The report that goes with a run: what the network is, how it was trained, how well it does, on one page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

import numpy as np
from PIL import Image

from core import spec
from core.bundle import pictures as bundle_pictures
from core.bundle import words as bundle_words
from core.bundle.html import element, link, page, table
from core.bundle.pictures import DIGIT_SIDE, RIGHT, WRONG
from core.bundle.versions import versions
from core.bundle.words import Words, percent, plain, setting, shape
from core.design import design_diff
from core.evaluation import CLASSES, Evaluation

if TYPE_CHECKING:
    from core.bundle.archive import Contents

WORDS = bundle_words.WORDS  # what a report says, by key; `Contents.words` may hold it in another language
TUTORIAL = "https://github.com/Hvass-Labs/TensorFlow-Tutorials/blob/master/03B_Layers_API.ipynb"
CURVES, CONFUSION, ERRORS = "pictures/curves.png", "pictures/confusion.png", "pictures/errors.png"
# What the page says of the files beside it.
FILES = {
    "settings.json": "file_settings", "history.csv": "file_history", "validation.csv": "file_validation",
    "tests.csv": "file_tests", "predictions.csv": "file_predictions", "confusion.csv": "file_confusion",
    "weights.npz": "file_weights", "pictures/": "file_pictures", "code/keras_model.py": "file_keras",
    "code/script.py": "file_script", "code/notebook.ipynb": "file_notebook", "code/layers_api.py": "file_layers",
    "versions.json": "file_versions",
}  # fmt: skip


def kernels_file(layer: str) -> str:
    return f"pictures/kernels-{layer}.png"


def report(
    contents: Contents, evaluation: Evaluation | None, pictures: Mapping[str, Image.Image], files: Iterable[str]
) -> str:
    """The page as HTML. ``pictures``: file name → picture, those that there are. ``files``: the names of the others."""
    words = Words(contents.words)
    name = plain(contents.name) or words("unnamed")
    body = [
        element("header", element("h1", name), *_opening(contents, evaluation, words)),
        element("section", element("h2", words("network")), *_network(contents, words)),
        element("section", element("h2", words("training")), *_training(contents, pictures, words)),
        element("section", element("h2", words("tests")), *_tests(contents, words)),
    ]
    found = [*_kernels(contents, pictures, words)]
    if found:
        body.append(element("section", element("h2", words("kernels")), *found))
    if evaluation is not None:
        body.append(element("section", element("h2", words("errors")), *_errors(evaluation, pictures, words)))
        body.append(element("section", element("h2", words("confusion")), *_confusion(evaluation, words)))
    body.append(element("section", element("h2", words("files")), _files([*files, *pictures], words)))
    body.append(element("footer", *_ending(contents, words)))
    return page(words("language"), name, body)


def _opening(contents: Contents, evaluation: Evaluation | None, words: Words) -> Iterator[Element]:
    iterations = f"{contents.iteration:,}"
    judged = evaluation or next((done for done in contents.results if done.iteration == contents.iteration), None)
    if judged is not None:
        low, high = map(percent, judged.interval)
        yield element("p", words("tested", iterations=iterations, correct=f"{judged.correct:,}", total=f"{judged.total:,}", accuracy=percent(judged.accuracy), low=low, high=high), class_="lead")  # fmt: skip
    else:
        yield element("p", words("untested", iterations=iterations), class_="lead")
    if not contents.iteration:
        yield element("p", words("untrained"))
    if contents.origin is not None:
        number, iteration = contents.origin
        yield element("p", words("origin", number=f"{number:,}", iteration=f"{iteration:,}"))


def _network(contents: Contents, words: Words) -> Iterator[Element]:
    """Every layer with its shape, its parameters and what of it is not as in the tutorial."""
    differences = {about.name: about for about in design_diff.layers(contents.network)}
    parts = spec.summary(contents.network)
    rows = []
    for part in parts:
        if part.kind == "flatten":
            what = words("flat", shape=shape(part.input_shape))
        else:
            what = words.layer(part.layer if part.chosen else None)
        differs = _difference(differences[part.name], words) if part.name in differences else ""
        rows.append(
            (element("th", part.name, scope="row"), what, shape(part.output_shape), f"{part.parameters:,}", differs)
        )
    head = [words(key) for key in ("layer", "what", "shape", "parameters", "differs")]
    yield _with_differences(head, rows, numbers=(3,), class_="layers")
    parameters, multiplications = (
        sum(getattr(part, cost) for part in parts) for cost in ("parameters", "multiplications")
    )
    yield element("p", words("costs", parameters=f"{parameters:,}", multiplications=f"{multiplications:,}"))
    missing = design_diff.left_out(contents.network)
    if missing:
        yield element("p", words("left_out", layers="; ".join(map(words.layer, missing))))
    elif all(about.same for about in differences.values()):
        yield element("p", words("same"))


def _with_differences(head: Sequence[str], rows: Sequence[Sequence[Element | str]], **styles: object) -> Element:
    """A table whose last column is left out where it is empty."""
    if not any(row[-1] for row in rows):
        head, rows = head[:-1], [row[:-1] for row in rows]
    return table(head, rows, **styles)


def _difference(about: design_diff.LayerDifference, words: Words) -> str:
    """The tutorial's values of what differs; "" where nothing does."""
    if about.was is None:
        return words("new")
    values = ", ".join(words.value(name, value) for name, value in about.changed.items())
    return words("was", values=values) if values else ""


def _training(contents: Contents, pictures: Mapping[str, Image.Image], words: Words) -> Iterator[Element]:
    differs = design_diff.settings(contents.settings)
    rows = []
    for name in ("optimizer", "learning_rate", "batch_size", "seed", "precision"):
        was = words("was", values=setting(name, differs[name])) if name in differs else ""
        rows.append((words(name), setting(name, getattr(contents.settings, name)), was))
    rows.append((words("iterations"), f"{contents.iteration:,}", ""))
    if 0 < contents.iteration <= len(contents.history):
        rows.append((words("seconds"), f"{contents.history.rows[contents.iteration - 1, 4]:,.1f}", ""))
    yield _with_differences([words(key) for key in ("setting", "value", "differs")], rows)
    if CURVES in pictures:
        about = words("curves_about", batch=contents.settings.batch_size)
        if contents.checkpoint is not None:
            about += " " + words("checkpoint", iteration=f"{contents.checkpoint:,}")
        yield _figure(CURVES, pictures[CURVES], words("curves"), about, "curves")


def _tests(contents: Contents, words: Words) -> Iterator[Element]:
    if not contents.results:
        yield element("p", words("no_tests"))
        return
    rows = [
        (
            f"{done.iteration:,}",
            f"{done.correct:,}",
            f"{percent(done.accuracy)} ({100 * done.interval[0]:.1f}–{100 * done.interval[1]:.1f})",
            f"{done.seconds:,.1f}",
        )
        for done in contents.results
    ]
    total = f"{contents.results[0].total:,}"
    head = (words("iterations"), words("correct", total=total), words("accuracy"), words("seconds"))
    yield table(head, rows, numbers=(0, 1, 2, 3), class_="narrow")
    yield element("p", words("tests_about"), class_="note")


def _kernels(contents: Contents, pictures: Mapping[str, Image.Image], words: Words) -> Iterator[Element]:
    for part in spec.summary(contents.network):
        if part.kind == "conv":
            kernel, file = contents.weights[f"{part.name}/kernel"], kernels_file(part.name)
            peak = bundle_pictures.figure(bundle_pictures.peak(kernel))
            about = words("kernels_about", layer=part.name, filters=kernel.shape[-1], peak=peak)
            yield _figure(file, pictures[file], about, about)


def _errors(evaluation: Evaluation, pictures: Mapping[str, Image.Image], words: Words) -> Iterator[Element]:
    """One picture holds them all; each place on the page shows its part of it."""
    wrong, shown = len(evaluation.errors), bundle_pictures.most_confident(evaluation)
    counts = {"count": f"{wrong:,}", "total": f"{evaluation.total:,}", "shown": len(shown)}
    yield element(
        "p", words("errors_none" if not wrong else "errors_some" if wrong > len(shown) else "errors_all", **counts)
    )
    if not wrong:
        return
    found = []
    for position, number in enumerate(shown.tolist()):
        values = {
            "number": f"{number:,}", "true": int(evaluation.labels[number]), "predicted": int(evaluation.predicted[number]),
            "percent": percent(float(evaluation.confidence[number])),
        }  # fmt: skip
        left, top = bundle_pictures.error_place(position)
        picture = element("img", src=ERRORS, alt=words("error_alt", **values), width=DIGIT_SIDE, height=DIGIT_SIDE, style=f"object-position: {-left}px {-top}px")  # fmt: skip
        lines = (element("span", words(key, **values)) for key in ("error", "sure", "image"))
        found.append(element("figure", picture, element("figcaption", *lines)))
    yield element("div", *found, class_="errors")
    yield _as_picture(ERRORS, words)


def _confusion(evaluation: Evaluation, words: Words) -> Iterator[Element]:
    matrix, rows = evaluation.confusion, []
    for result in evaluation.per_class:
        cells = [_cell(matrix, result.label, predicted) for predicted in range(CLASSES)]
        share = percent(result.recall) if result.total else "–"
        rows.append((element("th", str(result.label), scope="row"), *cells, f"{result.total:,}", share))
    given = [f"{result.predicted:,}" for result in evaluation.per_class]
    rows.append(
        (element("th", words("given"), scope="row"), *given, f"{evaluation.total:,}", percent(evaluation.accuracy))
    )
    head = (words("corner"), *map(str, range(CLASSES)), words("in_all"), words("found"))
    yield element("p", words("confusion_about"), class_="note")
    yield table(head, rows, numbers=range(1, CLASSES + 3), class_="confusion")
    yield _as_picture(CONFUSION, words)


def _cell(matrix: np.ndarray, true: int, predicted: int) -> Element:
    strength, count = bundle_pictures.cell_strength(matrix, true, predicted), int(matrix[true, predicted])
    red, green, blue = RIGHT if true == predicted else WRONG
    colour = f"background: rgba({red}, {green}, {blue}, {strength:.3f})"
    strong = {"class_": "number strong"} if strength > 0.6 else {"class_": "number"}
    return element("td", f"{count:,}" if count else "·", style=colour, **strong)


def _files(files: Sequence[str], words: Words) -> Element:
    rows = [(link(name), words(key)) for name, key in FILES.items() if any(file.startswith(name) for file in files)]
    return table((), rows, class_="files")


def _ending(contents: Contents, words: Words) -> Iterator[Element]:
    if contents.origin is None:  # a fork may have had other settings before
        yield element("p", words("again"))
    names = {"python": "Python", "tensorflow": "TensorFlow", "keras": "Keras", "numpy": "NumPy"}
    found = ", ".join(f"{name} {versions()[key]}" for key, name in names.items() if key in versions())
    before, _, after = words("made", tutorial="\0", versions=found).partition("\0")
    tutorial = element("a", "TensorFlow Tutorial #03-B, Layers API", href=TUTORIAL)
    yield element("p", before, tutorial, after)


def _figure(file: str, picture: Image.Image, alt: str, about: str, class_: str = "kernels") -> Element:
    image = element("img", src=file, alt=alt, width=picture.width, height=picture.height)
    return element("figure", image, element("figcaption", about), class_=class_)


def _as_picture(file: str, words: Words) -> Element:
    before, _, after = words("picture", file="\0").partition("\0")
    return element("p", before, link(file), after, class_="note")

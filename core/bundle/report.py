"""The report that goes with a run: what the network is, how it was trained, how well it does, on one page of HTML."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from core import spec
from core.bundle import pictures, words
from core.bundle.colours import RIGHT, WRONG, cell_strength
from core.bundle.contents import Contents
from core.bundle.picture import Picture
from core.bundle.versions import versions
from core.design import design_diff
from core.design.words import description
from core.evaluation import CLASSES, Evaluation
from core.fields import fields_of
from core.layers.flatten import FLATTEN
from core.messages import Sentence, Translate
from core.templates import render

TEMPLATE = Path(__file__).parent / "report.html.jinja"
TUTORIAL = "https://github.com/Hvass-Labs/TensorFlow-Tutorials/blob/master/03B_Layers_API.ipynb"
CURVES, CONFUSION, ERRORS = "pictures/curves.svg", "pictures/confusion.svg", "pictures/errors.png"
_PROGRAMS = {"python": "Python", "tensorflow": "TensorFlow", "keras": "Keras", "numpy": "NumPy"}
# What the page says of the files beside it.
_FILES = {
    "settings.json": Sentence("The network and its settings"),
    "history.csv": Sentence("Loss and accuracy of every batch"),
    "validation.csv": Sentence("Validation accuracy during training"),
    "tests.csv": Sentence("The table of test results above"),
    "predictions.csv": Sentence("The ten softmax values of every test image"),
    "confusion.csv": Sentence("The confusion matrix"),
    "weights.npz": Sentence('All weights as NumPy arrays: numpy.load("weights.npz")'),
    "network.keras": Sentence('The trained network for Keras: keras.models.load_model("network.keras")'),
    "tensorboard/": Sentence("The course of the training for TensorBoard: tensorboard --logdir tensorboard"),
    "pictures/": Sentence("The pictures on this page"),
    "code/keras_model.py": Sentence("The network in Keras"),
    "code/script.py": Sentence(
        "A program that loads the weights, tests the network and plots the results; it can train anew, too"
    ),
    "code/notebook.ipynb": Sentence("The same as a Jupyter notebook"),
    "code/layers_api.py": Sentence("The network in the Layers API, as in the tutorial"),
    "versions.json": Sentence("The versions of the software used"),
}


@dataclass(frozen=True)
class LayerRow:
    name: str
    words: str
    shape: str
    parameters: int
    difference: str  # "": as in the tutorial


@dataclass(frozen=True)
class SettingRow:
    name: str
    value: str
    tutorial: str  # the tutorial's value; "": the same


@dataclass(frozen=True)
class Kernels:
    layer: str
    peak: str  # where the scale of the colours ends
    file: str


@dataclass(frozen=True)
class Error:
    """One image that the network gets wrong; ``left`` and ``top`` are its place in the picture that holds them all."""

    number: int
    true: int
    predicted: int
    confidence: float
    left: int
    top: int


@dataclass(frozen=True)
class Cell:
    """One cell of the confusion matrix with its background in CSS."""

    count: int
    background: str
    strong: bool  # too dark for dark ink


def kernels_file(layer: str) -> str:
    return f"pictures/kernels-{layer}.png"


def report(contents: Contents, shown: Mapping[str, Picture], files: Collection[str], say: Translate = str) -> str:
    """The page as HTML. ``shown``: file name → picture, those that there are. ``files``: the names of all files beside it."""
    parts = spec.summary(contents.network)
    evaluation = contents.evaluation
    return render(
        TEMPLATE,
        say,
        name=words.plain(contents.name),
        contents=contents,
        pictures=shown,
        layers=[*_layers(contents.network, say)],
        parameters=sum(part.parameters for part in parts),
        multiplications=sum(part.multiplications for part in parts),
        left_out="; ".join(description(layer, say) for layer in design_diff.left_out(contents.network)),
        tutorials=contents.network == spec.tutorial(),
        settings=[*_settings(contents.settings, say)],
        kernels=[*_kernels(contents)],
        errors=[] if evaluation is None else [*_errors(evaluation)],
        cells=[] if evaluation is None else _cells(evaluation.confusion),
        files={name: say(about) for name, about in _FILES.items() if any(file.startswith(name) for file in files)},
        versions=", ".join(f"{name} {versions()[key]}" for key, name in _PROGRAMS.items() if key in versions()),
        percent=words.percent, softmax=words.softmax,
        CURVES=CURVES, CONFUSION=CONFUSION, ERRORS=ERRORS, DIGIT_SIDE=pictures.DIGIT_SIDE, TUTORIAL=TUTORIAL,
    )  # fmt: skip


def _layers(network: spec.NetworkSpec, say: Translate) -> Iterator[LayerRow]:
    differences = {about.name: about for about in design_diff.layers(network)}
    for part in spec.summary(network):
        flat = Sentence("{shape} flattened", shape=words.shape(part.input_shape))
        what = say(flat) if part.name == FLATTEN else description(part.layer, say)
        difference = words.difference_words(differences.get(part.name), say)
        yield LayerRow(part.name, what, words.shape(part.output_shape), part.parameters, difference)


def _settings(settings: spec.TrainingSpec, say: Translate) -> Iterator[SettingRow]:
    differs = design_diff.settings(settings)
    for name, field in fields_of(spec.TrainingSpec).items():
        was = words.setting(spec.TrainingSpec(), name, say) if name in differs else ""
        yield SettingRow(say(field.label), words.setting(settings, name, say), was)


def _kernels(contents: Contents) -> Iterator[Kernels]:
    for part in spec.summary(contents.network):
        if part.layer.has_kernels:
            peak = pictures.peak(contents.weights[f"{part.name}/kernel"])
            yield Kernels(part.name, pictures.figure(peak), kernels_file(part.name))


def _errors(evaluation: Evaluation) -> Iterator[Error]:
    """In the order of the picture that holds them all."""
    for position, number in enumerate(pictures.most_confident(evaluation).tolist()):
        true, predicted = int(evaluation.labels[number]), int(evaluation.predicted[number])
        confidence = float(evaluation.confidence[number])
        yield Error(number, true, predicted, confidence, *pictures.error_place(position))


def _cells(confusion: np.ndarray) -> list[list[Cell]]:
    return [[_cell(confusion, true, predicted) for predicted in range(CLASSES)] for true in range(CLASSES)]


def _cell(confusion: np.ndarray, true: int, predicted: int) -> Cell:
    strength = cell_strength(confusion, true, predicted)
    red, green, blue = RIGHT if true == predicted else WRONG
    background = f"background: rgba({red}, {green}, {blue}, {strength:.3f})"
    return Cell(int(confusion[true, predicted]), background, strength > 0.6)

"""The words of the report that goes with a run: in English here, in another language where translations are given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core import number_format, spec
from core.layers.activations import ACTIVATIONS
from core.messages import Sentence
from core.optimizers import OPTIMIZERS

# What the report says, by key. Translations have the same keys and the same fields.
WORDS: dict[str, Sentence] = {
    "language": Sentence("en"),  # the code of the language that the others are in
    "unnamed": Sentence("A network trained on MNIST"),
    "tested": Sentence(
        "After {iterations} iterations the network names {correct} of {total} test images rightly: {accuracy} (95 % interval: {low} to {high})."
    ),
    "untested": Sentence("The network after {iterations} iterations; it was not tested there."),
    "untrained": Sentence("Not trained yet: these are the first weights, drawn at random."),
    "origin": Sentence(
        "It goes on from run {number}, forked at iteration {iteration}; the settings below hold from there on."
    ),
    # The network.
    "network": Sentence("Network"),
    "layer": Sentence("Layer"),
    "what": Sentence("What it is"),
    "shape": Sentence("Output"),
    "parameters": Sentence("Parameters"),
    "differs": Sentence("What differs from the tutorial"),
    "conv": Sentence("Convolution {kernel} × {kernel}"),
    "max": Sentence("Max-pooling {size} × {size}"),
    "average": Sentence("Average pooling {size} × {size}"),
    "dropout": Sentence("Dropout {rate}"),
    "dense": Sentence("Fully connected"),
    "classes": Sentence("Ten classes"),
    "flat": Sentence("{shape} flattened"),
    "filters": Sentence("{value} filters"),
    "units": Sentence("{value} units"),
    "stride": Sentence("stride {value}"),
    "padding": Sentence("padding {value}"),
    "largest": Sentence("largest value"),
    "mean": Sentence("mean"),
    "was": Sentence("tutorial: {values}"),
    "new": Sentence("not in the tutorial"),
    "same": Sentence("As in the tutorial."),
    "left_out": Sentence("Of the tutorial's layers this leaves out: {layers}."),
    "costs": Sentence("{parameters} parameters and {multiplications} multiplications an image in all."),
    # The training.
    "training": Sentence("The training"),
    "setting": Sentence("Setting"),
    "value": Sentence("Value"),
    "optimizer": Sentence("Optimizer"),
    "learning_rate": Sentence("Learning rate"),
    "batch_size": Sentence("Batch size"),
    "seed": Sentence("Seed"),
    "precision": Sentence("Precision"),
    "iterations": Sentence("Iterations"),
    "seconds": Sentence("Seconds"),
    "curves": Sentence("Accuracy and loss over the iterations"),
    "curves_about": Sentence(
        "Faint: batches of {batch} images, neighbours averaged where there are many. Bold: the same, smoothed. Green: validation images, which are not trained on."
    ),
    "checkpoint": Sentence(
        "The upright line is iteration {iteration}, from which the weights and all that follows are."
    ),
    # The tests.
    "tests": Sentence("On the test set"),
    "correct": Sentence("Correct of {total}"),
    "accuracy": Sentence("Accuracy (95 % interval)"),
    "tests_about": Sentence(
        "The network is never trained on the test images. The interval (Wilson's) says how much of the accuracy may be due to which images happen to be in the set."
    ),
    "no_tests": Sentence("This network was not tested."),
    # What is inside, and what goes wrong.
    "kernels": Sentence("Kernels"),
    "kernels_about": Sentence(
        "{layer}: the {filters} kernels for input channel 0. Red is positive, blue negative, white zero; the scale ends at {peak}."
    ),
    "errors": Sentence("Which images it gets wrong"),
    "errors_some": Sentence("{count} of {total} test images are named wrongly; these {shown} most confidently."),
    "errors_all": Sentence("{count} of {total} test images are named wrongly; the most confident first."),
    "errors_none": Sentence("All {total} test images are named rightly."),
    "error": Sentence("True: {true}, Pred: {predicted}"),
    "sure": Sentence("{percent} sure"),
    "image": Sentence("Test image {number}"),
    "error_alt": Sentence("Test image {number}: it is a {true}; the network says {predicted} and is {percent} sure."),
    "confusion": Sentence("Confusion matrix"),
    "confusion_about": Sentence("Confusion matrix: rows are true classes, columns predicted classes"),
    "corner": Sentence("True \\ predicted"),
    "in_all": Sentence("In all"),
    "found": Sentence("Found"),
    "given": Sentence("Given this name"),
    "picture": Sentence("As a picture: {file}"),
    # What else there is.
    "files": Sentence("What else is in this folder"),
    "file_settings": Sentence("the design and its settings, for Layer Lab or any program"),
    "file_history": Sentence("loss and accuracy of every batch"),
    "file_validation": Sentence("validation accuracy during the training"),
    "file_tests": Sentence("the table of tests above"),
    "file_predictions": Sentence("the ten probabilities of every test image"),
    "file_confusion": Sentence("the confusion matrix in numbers"),
    "file_weights": Sentence('all weights as NumPy arrays: numpy.load("weights.npz")'),
    "file_pictures": Sentence("the pictures of this page"),
    "file_keras": Sentence("the network in Keras"),
    "file_script": Sentence("a program that trains, tests and plots it"),
    "file_notebook": Sentence("the same as a Jupyter notebook"),
    "file_layers": Sentence("the network in the Layers API, as in the tutorial"),
    "file_versions": Sentence("the versions of the programs that it was made with"),
    "again": Sentence(
        "Trained again from the same seed on the same kind of machine, Layer Lab gives this network bit for bit."
    ),
    "made": Sentence("Made with Layer Lab, which follows {tutorial}; {versions}."),
}

_CLOSE = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True)
class Words:
    """`WORDS` in the language of ``given``: key → template; what is not given is said in English."""

    given: Mapping[str, str]

    def __call__(self, key: str, /, **values: object) -> str:
        return self.given.get(key, WORDS[key].template).format(**values)

    def layer(self, layer: spec.Layer | None) -> str:
        """A layer with all that was chosen for it; None: the ten classes at the end."""
        if layer is None:
            return self("classes")
        if isinstance(layer, spec.Dropout):
            return self("dropout", rate=layer.rate)
        if isinstance(layer, spec.Pool):
            return f"{self(layer.kind, size=layer.size)}, {self('stride', value=layer.stride)}"
        title = self("conv", kernel=layer.kernel) if isinstance(layer, spec.Conv) else self("dense")
        names = ["filters", "stride", "padding"] if isinstance(layer, spec.Conv) else ["units"]
        if layer.activation != "none":
            names.append("activation")
        return ", ".join([title, *(self.value(name, getattr(layer, name)) for name in names)])

    def value(self, name: str, value: object) -> str:
        """The value of a layer's field, or of a setting, so that it can stand alone."""
        if name in ("filters", "units", "stride", "padding"):
            return self(name, value=value)
        if name in ("kernel", "size"):
            return f"{value} × {value}"
        if name == "kind":
            return self("largest" if value == "max" else "mean")
        if name == "activation":
            return str(ACTIVATIONS[value].word)
        return setting(name, value)


def setting(name: str, value: object) -> str:
    """The value of a setting of the training: Adam, 0.0001, 64."""
    if name == "optimizer":
        return OPTIMIZERS[value].word
    if name == "learning_rate":
        return number_format.rate(value)
    return str(value)


def shape(lengths: tuple[int, ...]) -> str:
    """(28, 28, 16) → 28 × 28 × 16"""
    return f"{_CLOSE}×{_CLOSE}".join(f"{length:,}" for length in lengths)


def percent(share: float, space: str = _CLOSE) -> str:
    """0.9521 → 95.2 %. What is not all of it never reads 100 %: 0.99999 → > 99.9 %."""
    return number_format.percent(share).replace(" ", space)


def plain(name: str) -> str:
    """What a person typed, on one line and without what no screen can show."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in name).split())

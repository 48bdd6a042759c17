"""The tutorial as a program around one network: the same pieces make a script and the cells of a notebook."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

from core.spec import TrainingSpec


@dataclass(frozen=True)
class _Piece:
    """What a step of the tutorial defines and then does, and what a notebook says above it."""

    text: str  # Markdown
    definitions: str = ""
    steps: str = ""


def script(build_model: str, settings: TrainingSpec) -> str:
    """The whole program; importing it trains nothing. ``build_model``: the function of that name, as source."""
    pieces = _pieces(build_model, settings)
    definitions = [piece.definitions for piece in pieces if piece.definitions]
    steps = [textwrap.indent(piece.steps, "    ") for piece in pieces if piece.steps]
    main = _MAIN + "\n" + "\n".join(steps)
    return "import argparse\n" + _IMPORTS + "\n\n" + "\n\n".join([*definitions, main, _RUN])


def cells(title: str, build_model: str, settings: TrainingSpec) -> list[tuple[str, str]]:
    """The same as cells of a notebook: ("markdown" or "code", text)."""
    found = [("markdown", f"# Layer Lab\n\n{title}"), ("code", _IMPORTS), ("code", _CHOICES)]
    for piece in _pieces(build_model, settings):
        codes = [code for code in (piece.definitions, piece.steps) if code]
        found += [("markdown", piece.text), *(("code", code) for code in codes)]
    return found


def _pieces(build_model: str, settings: TrainingSpec) -> tuple[_Piece, ...]:
    network = _Piece(
        "## The network\n\nThe last layer gives logits; the largest one names the digit.",
        build_model,
        _NETWORK_STEPS.format(seed=settings.seed),
    )
    training = _Piece(_TRAINING.text, _TRAINING.definitions, _TRAINING.steps.format(**vars(settings)))
    return (_SHOWING, _DATA, network, _TESTING, training, _ERRORS, _CONFUSION, _KERNELS, _OUTPUTS)


_IMPORTS = """\
import math
import time
from datetime import timedelta
from pathlib import Path

import keras
import matplotlib.pyplot as plt
import numpy as np
from keras import layers
"""

_CHOICES = """\
path = None  # an npz file with x_train, y_train, x_test and y_test; None: Keras fetches MNIST
iterations = 10_000  # fewer end sooner
folder = None  # where the plots are written as PNG files; None: they are only shown
"""

_MAIN = '''\
def main():
    """Train the network, test it, and plot what it does."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument(
        "path",
        nargs="?",
        metavar="MNIST.npz",
        help="a file with x_train, y_train, x_test and y_test; without it, Keras fetches MNIST",
    )
    parser.add_argument("--iterations", type=int, default=10_000, metavar="N", help="stop there")
    parser.add_argument("--save-plots", metavar="FOLDER", help="write PNG files, show nothing")
    arguments = parser.parse_args()
    path, iterations, folder = arguments.path, arguments.iterations, arguments.save_plots
    if folder is not None:
        plt.switch_backend("Agg")  # it needs no screen
'''

_RUN = """\
if __name__ == "__main__":
    main()
"""

_NETWORK_STEPS = """\
# Kernels start Glorot-uniform and biases at zero, as in Layer Lab, but the random numbers are
# others, for batches and dropout too: accuracies will be close to those there, not the same.
keras.utils.set_random_seed({seed})
model = build_model()
model.summary()
"""

_SHOWING = _Piece(
    "## Plots",
    '''\
def show(figure, name, folder=None):
    """Show a figure, or write it into a folder as a PNG file."""
    if folder is None:
        plt.show()
    else:
        Path(folder).mkdir(parents=True, exist_ok=True)
        figure.savefig(Path(folder) / f"{name}.png")
    plt.close(figure)


def plot_images(images, captions):
    """Up to nine images, each with its caption below."""
    figure, axes = plt.subplots(3, 3, figsize=(6, 6), layout="constrained")
    for axis in axes.flat:
        axis.axis("off")
    for axis, image, caption in zip(axes.flat, images, captions):
        axis.imshow(image[:, :, 0], cmap="binary")
        axis.set_title(caption, y=-0.2)
    return figure


def mosaic(tiles):
    """Tiles (N, rows, columns) as one picture; the gaps between them are not numbers."""
    count, rows, columns = tiles.shape
    across = math.ceil(math.sqrt(count))
    down = math.ceil(count / across)
    picture = np.full((down * (rows + 1) - 1, across * (columns + 1) - 1), np.nan)
    for number, tile in enumerate(tiles):
        top, left = number // across * (rows + 1), number % across * (columns + 1)
        picture[top : top + rows, left : left + columns] = tile
    return picture


def plot_mosaic(tiles, title, **scale):
    """All tiles in one picture with one scale of colours."""
    figure, axis = plt.subplots(figsize=(6, 6), layout="constrained")
    axis.set(title=title, xticks=[], yticks=[], facecolor="lightgray")
    figure.colorbar(axis.imshow(mosaic(tiles), **scale), shrink=0.7)
    return figure
''',
)

_DATA = _Piece(
    "## Data\n\nThe first 5,000 training images are the validation set, as in the tutorial: "
    "compare designs on it, and keep the test set for the last word.",
    '''\
def load_mnist(path=None):
    """Training, validation and test set: images (N, 28, 28, 1) from 0 to 1, labels from 0 to 9."""
    if path is None:
        (x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
    else:
        with np.load(path) as arrays:
            x_train, y_train = arrays["x_train"], arrays["y_train"]
            x_test, y_test = arrays["x_test"], arrays["y_test"]
    x_train, x_test = (x.reshape(-1, 28, 28, 1).astype("float32") / 255 for x in (x_train, x_test))
    held = min(5_000, len(x_train) // 2)
    return (x_train[held:], y_train[held:]), (x_train[:held], y_train[:held]), (x_test, y_test)
''',
    """\
(x_train, y_train), (x_validation, y_validation), (x_test, y_test) = load_mnist(path)
print("Size of:")
print(f"- Training-set:   {len(y_train):>6}")
print(f"- Validation-set: {len(y_validation):>6}")
print(f"- Test-set:       {len(y_test):>6}")
captions = [f"True: {label}" for label in y_test[:9]]
show(plot_images(x_test[:9], captions), "test-images", folder)
""",
)

_TESTING = _Piece(
    "## Accuracy",
    '''\
def predict(model, images):
    """The class with the largest logit, for each image."""
    return model.predict(images, batch_size=256, verbose=0).argmax(axis=1)


def print_accuracy(name, model, images, labels):
    """Print how many images are named rightly."""
    correct = int((predict(model, images) == labels).sum())
    print(f"Accuracy on {name}: {correct / len(labels):.1%} ({correct} / {len(labels)})")
''',
)

_TRAINING = _Piece(
    "## Training\n\nThe test set is judged before training and after 1, 100, 1,000 and 10,000 iterations.",
    '''\
def random_batches(images, labels, batch_size, seed):
    """Batches without end; every image comes once before one comes again."""
    chance = np.random.default_rng(seed)
    order = np.empty(0, dtype=int)
    while True:
        while len(order) < batch_size:
            order = np.concatenate([order, chance.permutation(len(images))])
        chosen, order = order[:batch_size], order[batch_size:]
        yield images[chosen], labels[chosen]


def optimize(model, batches, done, goal):
    """Train on from iteration `done` to iteration `goal`."""
    start = time.time()
    for iteration in range(done + 1, goal + 1):
        images, labels = next(batches)
        model.train_on_batch(images, labels)
        if iteration % 100 == 1:
            accuracy = (model.predict_on_batch(images).argmax(axis=1) == labels).mean()
            print(f"Optimization Iteration: {iteration:>6}, Training Accuracy: {accuracy:>6.1%}")
    print(f"Time usage: {timedelta(seconds=round(time.time() - start))}")
''',
    """\
batches = random_batches(x_train, y_train, batch_size={batch_size}, seed={seed})
print_accuracy("Test-Set", model, x_test, y_test)
done = 0
for goal in sorted({{min(step, iterations) for step in (1, 100, 1_000, 10_000)}}):
    optimize(model, batches, done, goal)
    print_accuracy("Test-Set", model, x_test, y_test)
    done = goal
print_accuracy("Validation-Set", model, x_validation, y_validation)
""",
)

_ERRORS = _Piece(
    "## Example errors",
    steps="""\
predicted = predict(model, x_test)
wrong = np.flatnonzero(predicted != y_test)[:9]
captions = [f"True: {y_test[i]}, Pred: {predicted[i]}" for i in wrong]
show(plot_images(x_test[wrong], captions), "example-errors", folder)
""",
)

_CONFUSION = _Piece(
    "## Confusion matrix\n\nRows are the true classes, columns the predicted ones.",
    '''\
def confusion_matrix(labels, predicted):
    """How often each true class (row) was taken for each class (column)."""
    matrix = np.zeros((10, 10), dtype=int)
    np.add.at(matrix, (labels, predicted), 1)
    return matrix


def plot_confusion_matrix(matrix):
    figure, axis = plt.subplots(figsize=(6, 6), layout="constrained")
    axis.imshow(matrix, cmap="Blues")
    for (row, column), count in np.ndenumerate(matrix):
        color = "white" if count > matrix.max() / 2 else "black"
        axis.text(column, row, count, ha="center", va="center", color=color)
    axis.set(xlabel="Predicted", ylabel="True", xticks=range(10), yticks=range(10))
    return figure
''',
    """\
matrix = confusion_matrix(y_test, predicted)
print(matrix)
show(plot_confusion_matrix(matrix), "confusion-matrix", folder)
""",
)

_KERNELS = _Piece(
    "## Kernels\n\nOf every convolution, for one input channel: red is positive, blue negative, white zero.",
    '''\
def plot_kernels(layer, channel=0):
    """The kernels of a convolution for one input channel; the scale is that of all channels."""
    kernels = layer.get_weights()[0]  # (rows, columns, inputs, filters)
    most = abs(kernels).max()
    tiles = kernels[:, :, channel, :].transpose(2, 0, 1)
    title = f"{layer.name}, input channel {channel}"
    return plot_mosaic(tiles, title, cmap="seismic", vmin=-most, vmax=most)
''',
    """\
for layer in model.layers:
    if isinstance(layer, layers.Conv2D):
        show(plot_kernels(layer), f"kernels-{layer.name}", folder)
""",
)

_OUTPUTS = _Piece(
    "## Outputs of the layers\n\nWhat the convolutions and poolings make of the first test image.",
    '''\
def plot_output(model, layer, image):
    """What a convolution or pooling makes of an image, one picture for each channel."""
    output = keras.Model(model.inputs[0], layer.output)(image[np.newaxis])
    channels = keras.ops.convert_to_numpy(output)[0].transpose(2, 0, 1)
    return plot_mosaic(channels, layer.name, cmap="binary")
''',
    """\
for layer in model.layers:
    if isinstance(layer, (layers.Conv2D, layers.MaxPooling2D, layers.AveragePooling2D)):
        show(plot_output(model, layer, x_test[0]), f"output-{layer.name}", folder)
""",
)

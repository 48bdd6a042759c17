"""The images that networks learn from: MNIST as it ships with the project, split as in the tutorial."""

from __future__ import annotations

import hashlib
import io
import zipfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from core.messages import Sentence, SentenceError

MNIST = Path(__file__).resolve().parent.parent / "assets" / "mnist.npz"
MNIST_SHA256 = "06af5dfe73b70e3bc1c36439982b18a8d76803db9b544f6fdf838a37fbb01b64"
TEST_IMAGES = 10_000
VALIDATION = 5_000  # the first training images, as TensorFlow's read_data_sets took them


class DataError(SentenceError, RuntimeError):
    """Images that cannot be used; ``sentence`` says which and why."""


@dataclass(frozen=True, eq=False)
class Split:
    """``images``: uint8 (N, 28, 28, 1), 0 is paper, 255 is ink. ``labels``: int64 (N,), 0 to 9. Both are made read-only."""

    images: np.ndarray
    labels: np.ndarray

    def __post_init__(self) -> None:
        check_images(self.images)
        dtype, shape = getattr(self.labels, "dtype", type(self.labels).__name__), getattr(self.labels, "shape", "")
        if not isinstance(self.labels, np.ndarray) or dtype != np.int64 or shape != self.images.shape[:1]:
            raise DataError(
                Sentence(
                    "The labels are {dtype} {shape}; they must be int64 ({count},), one for each image.",
                    dtype=str(dtype),
                    shape=shape,
                    count=len(self.images),
                )
            )
        if len(self.labels) and not (self.labels.min() >= 0 and self.labels.max() <= 9):
            raise DataError(Sentence("The labels must be digits from 0 to 9."))
        self.images.setflags(write=False)
        self.labels.setflags(write=False)

    def __len__(self) -> int:
        return len(self.labels)


def check_images(images: np.ndarray) -> None:
    """Raise `DataError` unless ``images`` is uint8 (N, 28, 28, 1)."""
    if not isinstance(images, np.ndarray) or images.dtype != np.uint8 or images.shape[1:] != (28, 28, 1):
        got = f"{images.dtype} {images.shape}" if isinstance(images, np.ndarray) else type(images).__name__
        raise DataError(Sentence("The images are {got}; they must be uint8 (N, 28, 28, 1).", got=got))


@dataclass(frozen=True, eq=False)
class Dataset:
    train: Split
    validation: Split
    test: Split


@cache
def mnist(path: Path = MNIST) -> Dataset:
    """MNIST: train 55,000, validation 5,000, test 10,000 images. Raises `DataError` if the file is missing or damaged."""
    name = f"assets/{path.name}"
    try:
        packed = path.read_bytes()
    except OSError as error:
        missing = Sentence("The file {name} is missing or cannot be read; download the project again.", name=name)
        raise DataError(missing) from error
    damaged = Sentence("The file {name} is damaged (its checksum is wrong); download the project again.", name=name)
    if hashlib.sha256(packed).hexdigest() != MNIST_SHA256:
        raise DataError(damaged)
    try:
        with np.load(io.BytesIO(packed), allow_pickle=False) as arrays:
            x_train, y_train, x_test, y_test = (arrays[name] for name in ("x_train", "y_train", "x_test", "y_test"))
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise DataError(damaged) from error
    images, labels = x_train[..., np.newaxis], y_train.astype(np.int64)
    return Dataset(
        train=Split(images[VALIDATION:], labels[VALIDATION:]),
        validation=Split(images[:VALIDATION], labels[:VALIDATION]),
        test=Split(x_test[..., np.newaxis], y_test.astype(np.int64)),
    )

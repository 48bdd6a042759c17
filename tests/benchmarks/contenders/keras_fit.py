"""Keras `model.fit` on the tutorial's network; by itself it runs with TensorFlow's own settings."""

from __future__ import annotations

import os
import time
from collections.abc import Callable

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
import keras

from core import data
from core.spec import TrainingSpec
from tests.benchmarks.contenders.serve import serve

POLICIES = {"float32": "float32", "bfloat16": "mixed_bfloat16"}


class _EpochClock(keras.callbacks.Callback):
    """Seconds of one epoch, without what `fit` sets up before it."""

    seconds = 0.0

    def on_epoch_begin(self, epoch: int, logs: object = None) -> None:
        self._began = time.perf_counter()

    def on_epoch_end(self, epoch: int, logs: object = None) -> None:
        self.seconds = time.perf_counter() - self._began


def tutorial(precision: str) -> keras.Model:
    """The tutorial's network as a person would write it in Keras, with Adam; the logits stay float32."""
    policy = POLICIES[precision]
    layers = keras.layers
    model = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Conv2D(16, 5, padding="same", activation="relu", dtype=policy),
            layers.MaxPooling2D(dtype=policy),
            layers.Conv2D(36, 5, padding="same", activation="relu", dtype=policy),
            layers.MaxPooling2D(dtype=policy),
            layers.Flatten(dtype=policy),
            layers.Dense(128, activation="relu", dtype=policy),
            layers.Dense(10, dtype="float32"),
        ]
    )
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.Adam(TrainingSpec.learning_rate), loss, metrics=["accuracy"])
    return model


def fit(precision: str) -> Callable[[int], float]:
    """Seconds for one epoch of so many iterations; the pixels are float32 in [0, 1] beforehand."""
    model, split, clock = tutorial(precision), data.mnist().train, _EpochClock()

    def train(iterations: int) -> float:
        count = iterations * TrainingSpec.batch_size
        pixels = split.images[:count].astype("float32") / 255
        model.fit(pixels, split.labels[:count], TrainingSpec.batch_size, verbose=0, callbacks=[clock])
        return clock.seconds

    return train


if __name__ == "__main__":
    serve({"keras float32": fit("float32")})

"""The compiled TensorFlow functions of one design; the only file that knows TensorFlow.

A `Program` is mutable and private to `core.trainer`: its variables hold the state that it advanced last.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Mapping

import numpy as np

# TensorFlow leaves its oneDNN kernels off on processors without AVX-512; there, too, they train this kind of
# network twice as fast (measured on AVX2: 17 ms an iteration instead of 35).
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "1")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

# TensorFlow ends its import by importing Keras, and with it scikit-learn and SciPy: 40 % of the time and 145 MB for
# what is not used here. Told that an older Keras is wanted, and that there is none, it leaves that for when somebody
# asks for `tf.keras`.
_KERAS, _OLDER = "TF_USE_LEGACY_KERAS", "tf_keras"
_asked, _loaded = os.environ.get(_KERAS), sys.modules.get(_OLDER)
os.environ[_KERAS] = "1"
sys.modules[_OLDER] = _loaded  # pyright: ignore[reportArgumentType], None says that there is none
import tensorflow as tf

if _loaded is None:
    del sys.modules[_OLDER]
del os.environ[_KERAS]
if _asked is not None:
    os.environ[_KERAS] = _asked

from core import spec
from core.layers.tensor_pass import TensorPass
from core.optimizers import OPTIMIZERS
from core.training.initial_weights import weights_of


class Program:
    """Variables and compiled functions for one (network, optimizer, precision); hold ``lock`` while using it."""

    def __init__(self, network: spec.NetworkSpec, optimizer: str, precision: str) -> None:
        self.lock = threading.RLock()
        self.holds: object = None  # the state that the variables hold, where they hold one
        self._layers = spec.summary(network)
        self._low = tf.as_dtype(precision)
        self._optimizer = OPTIMIZERS[optimizer]
        kept = weights_of(network)
        shapes = {name: weight.shape for name, weight in kept.items()}
        self._weights = {name: tf.Variable(tf.zeros(shape)) for name, shape in shapes.items()}
        self._learned = tuple(name for name, weight in kept.items() if weight.learned)
        self._slots = {
            name: {slot: tf.Variable(tf.zeros(shapes[name])) for slot in self._optimizer.slots}
            for name in self._learned
        }
        self._slot_variables = {
            f"{slot}/{name}": kept for name, group in self._slots.items() for slot, kept in group.items()
        }
        # Compiled, because one by one the variables take four times as long to read and to set.
        held = (list(self._weights.values()), list(self._slot_variables.values()))
        self._values = tf.function(
            lambda: tf.nest.map_structure(tf.identity, held), autograph=False, input_signature=[]
        )
        self._assign = tf.function(
            lambda *values: (
                tf.nest.map_structure(lambda variable, value: variable.assign(value), held, values) and None
            ),
            autograph=False,
            input_signature=tf.nest.map_structure(lambda variable: tf.TensorSpec(variable.shape, tf.float32), held),
        )
        self._train = tf.function(
            self._loop,
            autograph=False,
            input_signature=[
                tf.TensorSpec((None, None, *spec.IMAGE_SHAPE), tf.uint8),
                tf.TensorSpec((None, None), tf.int64),
                tf.TensorSpec((), tf.int64),
                tf.TensorSpec((), tf.float32),
                tf.TensorSpec((), tf.int64),
            ],
        )
        signature = [
            {name: tf.TensorSpec(shape, tf.float32) for name, shape in shapes.items()},
            tf.TensorSpec((None, *spec.IMAGE_SHAPE), tf.uint8),
        ]
        self._probabilities = tf.function(
            lambda weights, images: tf.nn.softmax(self._outputs(weights, images)[spec.OUTPUT]),
            autograph=False,
            input_signature=signature,
        )
        self._forward = tf.function(
            lambda weights, images: {
                name: tf.cast(value, tf.float32) for name, value in self._outputs(weights, images).items()
            },
            autograph=False,
            input_signature=signature,
        )

    def load(self, weights: Mapping[str, np.ndarray], slots: Mapping[str, np.ndarray]) -> None:
        """Put a state's arrays into the variables."""
        self._assign([weights[name] for name in self._weights], [slots[name] for name in self._slot_variables])

    def read(self) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
        """Copies of the variables: (weights, slots)."""
        weights, slots = self._values()
        return (
            {name: np.array(value) for name, value in zip(self._weights, weights, strict=True)},
            {name: np.array(value) for name, value in zip(self._slot_variables, slots, strict=True)},
        )

    def train(self, images, labels, iteration: int, learning_rate: float, seed: int) -> tuple[np.ndarray, np.ndarray]:
        """One step for each batch: images uint8 (steps, batch, 28, 28, 1), labels (steps, batch), on from ``iteration``.

        Gives loss and accuracy of each batch, float32 (steps,); shorter where a loss that is not finite ended it.
        """
        done, loss, accuracy = self._train(
            images,
            labels,
            tf.constant(iteration, tf.int64),
            tf.constant(learning_rate, tf.float32),
            tf.constant(seed, tf.int64),
        )
        return np.array(loss)[: int(done)], np.array(accuracy)[: int(done)]

    def probabilities(self, weights: Mapping[str, np.ndarray], images: np.ndarray) -> np.ndarray:
        return np.array(self._probabilities(dict(weights), images))

    def forward(self, weights: Mapping[str, np.ndarray], images: np.ndarray) -> dict[str, np.ndarray]:
        return {name: np.array(value) for name, value in self._forward(dict(weights), images).items()}

    def _outputs(self, weights, images, dropout_seed=None, moved=None):
        """What each layer puts out, by name. Pixels become [0, 1] here.

        Only while training: ``dropout_seed`` int64 (2,), and ``moved``, which takes the new values of the weights that no
        gradient moves, by name.
        """
        x = tf.cast(tf.cast(images, tf.float32) / 255.0, self._low)
        outputs = {}
        for position, part in enumerate(self._layers):
            own = {full.removeprefix(f"{part.name}/"): weights[full] for full in part.weights}
            way = TensorPass(tf, self._low, position, dropout_seed, {})
            x = outputs[part.name] = part.layer.tensorflow(x, own, way)
            if moved is not None:
                moved.update({f"{part.name}/{name}": value for name, value in way.moved.items()})
        return outputs

    def _loop(self, images, labels, iteration, learning_rate, seed):
        """Many steps inside one compiled function: between two steps nothing goes back to Python."""
        steps = tf.shape(images)[0]

        def go_on(i, loss, *_):
            return tf.logical_and(i < steps, tf.math.is_finite(loss))

        def step(i, _, losses, accuracies):
            now = iteration + tf.cast(i, tf.int64)
            loss, accuracy = self._step(images[i], labels[i], now, learning_rate, seed)
            return i + 1, loss, losses.write(i, loss), accuracies.write(i, accuracy)

        empty = (tf.TensorArray(tf.float32, steps), tf.TensorArray(tf.float32, steps))
        done, _, losses, accuracies = tf.while_loop(go_on, step, (0, 0.0, *empty), parallel_iterations=1)
        return done, losses.stack(), accuracies.stack()

    def _step(self, images, labels, iteration, learning_rate, seed):
        weights = {name: variable.value() for name, variable in self._weights.items()}
        learned, moved = {name: weights[name] for name in self._learned}, {}
        # Each iteration has 16 dropout streams of its own, one for each place a layer can stand (at most 14).
        dropout_seed = tf.stack([seed, iteration * 16])
        with tf.GradientTape() as tape:
            tape.watch(list(learned.values()))
            logits = self._outputs(weights, images, dropout_seed, moved)[spec.OUTPUT]
            loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels, logits))
        gradients = tape.gradient(loss, learned)
        step = tf.cast(iteration + 1, tf.float32)
        for name in self._learned:
            self._optimizer.update(tf, self._weights[name], self._slots[name], gradients[name], learning_rate, step)
        for name, value in moved.items():
            self._weights[name].assign(value)
        right = tf.equal(tf.argmax(logits, axis=1), labels)
        return loss, tf.reduce_mean(tf.cast(right, tf.float32))

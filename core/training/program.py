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
os.environ[_KERAS], sys.modules[_OLDER] = "1", _loaded
import tensorflow as tf

if _loaded is None:
    del sys.modules[_OLDER]
del os.environ[_KERAS]
if _asked is not None:
    os.environ[_KERAS] = _asked

from core import spec
from core.training.initial_weights import weight_shapes

_ACTIVATIONS = {
    "relu": tf.nn.relu,
    "sigmoid": tf.nn.sigmoid,
    "tanh": tf.nn.tanh,
    "elu": tf.nn.elu,
    "leaky_relu": lambda x: tf.nn.leaky_relu(x, alpha=0.2),  # Keras' slope
    "none": lambda x: x,
}
_POOLS = {"max": tf.nn.max_pool2d, "average": tf.nn.avg_pool2d}


def _adam(variable, slots, gradient, rate, step):
    # Kingma and Ba 2015, section 2 (the reordered form that ends it), with the constants of Keras.
    ones = {"beta1": 0.9, "beta2": 0.999, "epsilon": 1e-7}
    tf.raw_ops.ResourceApplyAdam(
        var=variable.handle,
        m=slots["m"].handle,
        v=slots["v"].handle,
        grad=gradient,
        lr=rate,
        beta1_power=tf.pow(ones["beta1"], step),
        beta2_power=tf.pow(ones["beta2"], step),
        **ones,
    )


def _sgd(variable, slots, gradient, rate, step):
    tf.raw_ops.ResourceApplyGradientDescent(var=variable.handle, alpha=rate, delta=gradient)


def _momentum(variable, slots, gradient, rate, step):
    tf.raw_ops.ResourceApplyKerasMomentum(
        var=variable.handle, accum=slots["velocity"].handle, lr=rate, grad=gradient, momentum=0.9
    )


def _rmsprop(variable, slots, gradient, rate, step):
    # Hinton's lecture 6e, with the constants of Keras; the kernel's own momentum stays off.
    tf.raw_ops.ResourceApplyRMSProp(
        var=variable.handle,
        ms=slots["mean_square"].handle,
        mom=slots["unused"].handle,
        lr=rate,
        rho=0.9,
        momentum=0.0,
        epsilon=1e-7,
        grad=gradient,
    )


# name → (its slots, one of each for every weight; its update)
OPTIMIZERS = {
    "adam": (("m", "v"), _adam),
    "sgd": ((), _sgd),
    "momentum": (("velocity",), _momentum),
    "rmsprop": (("mean_square", "unused"), _rmsprop),
}


class Program:
    """Variables and compiled functions for one (network, optimizer, precision); hold ``lock`` while using it."""

    def __init__(self, network: spec.NetworkSpec, optimizer: str, precision: str) -> None:
        self.lock = threading.RLock()
        self.holds: object = None  # the state that the variables hold, where they hold one
        self._layers = spec.summary(network)
        self._low = tf.as_dtype(precision)
        self._slot_names, self._update = OPTIMIZERS[optimizer]
        shapes = weight_shapes(network)
        self._weights = {name: tf.Variable(tf.zeros(shape)) for name, shape in shapes.items()}
        self._slots = {
            name: {slot: tf.Variable(tf.zeros(shape)) for slot in self._slot_names} for name, shape in shapes.items()
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

    def _outputs(self, weights, images, dropout_seed=None):
        """What each layer puts out, by name. Pixels become [0, 1] here; ``dropout_seed`` int64 (2,) only while training."""
        x = tf.cast(tf.cast(images, tf.float32) / 255.0, self._low)
        outputs = {}
        for position, part in enumerate(self._layers):
            if part.kind == "flatten":
                x = tf.reshape(x, (-1, *part.output_shape))
            elif part.kind == "pool":
                x = _POOLS[part.layer.kind](x, part.layer.size, part.layer.stride, "VALID")
            elif part.kind == "dropout":
                if dropout_seed is not None:
                    seed = dropout_seed + tf.constant([0, position], tf.int64)
                    # In float32: of bfloat16's 128 random numbers a rate of 0.95 keeps 6 % too few.
                    kept = tf.nn.experimental.stateless_dropout(tf.cast(x, tf.float32), part.layer.rate, seed)
                    x = tf.cast(kept, x.dtype)
            else:
                dtype = tf.float32 if part.name == spec.OUTPUT else self._low
                x = self._weighted(part, tf.cast(x, dtype), weights, dtype)
            outputs[part.name] = x
        return outputs

    @staticmethod
    def _weighted(part, x, weights, dtype):
        kernel, bias = (tf.cast(weights[f"{part.name}/{which}"], dtype) for which in ("kernel", "bias"))
        if part.kind == "conv":
            x = tf.nn.conv2d(x, kernel, part.layer.stride, part.layer.padding.upper())
        else:
            x = tf.matmul(x, kernel)
        x = tf.nn.bias_add(x, bias)
        return x if part.layer is None else _ACTIVATIONS[part.layer.activation](x)

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
        # Each iteration has 16 dropout streams of its own, one for each place a layer can stand (at most 14).
        dropout_seed = tf.stack([seed, iteration * 16])
        with tf.GradientTape() as tape:
            tape.watch(list(weights.values()))
            logits = self._outputs(weights, images, dropout_seed)[spec.OUTPUT]
            loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels, logits))
        gradients = tape.gradient(loss, weights)
        count = tf.cast(iteration + 1, tf.float32)
        for name, variable in self._weights.items():
            self._update(variable, self._slots[name], gradients[name], learning_rate, count)
        right = tf.equal(tf.argmax(logits, axis=1), labels)
        return loss, tf.reduce_mean(tf.cast(right, tf.float32))

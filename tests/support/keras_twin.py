"""The same networks in Keras: somebody else's answer to shapes, parameters, outputs and gradients."""

from __future__ import annotations

import os

os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "1")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
import keras
import tensorflow as tf

from core import spec
from core.spec import BatchNorm, Conv, Dense, Dropout, GlobalPool, NetworkSpec, Pool

_GLOBAL_POOLS = {"max": keras.layers.GlobalMaxPooling2D, "average": keras.layers.GlobalAveragePooling2D}
_POOLS = {"max": keras.layers.MaxPooling2D, "average": keras.layers.AveragePooling2D}

APART = "_activation"  # ends the name of an activation that is a layer of its own in Keras

OPTIMIZERS = {
    "adam": lambda rate: keras.optimizers.Adam(rate),
    "sgd": lambda rate: keras.optimizers.SGD(rate),
    "momentum": lambda rate: keras.optimizers.SGD(rate, momentum=0.9),
    "rmsprop": lambda rate: keras.optimizers.RMSprop(rate),
}


def _each_activation(position: int, activation: str) -> NetworkSpec:
    """Activations, poolings, paddings, strides and kernel sizes, all in turn."""
    after = spec.ACTIVATIONS[(position + 1) % len(spec.ACTIVATIONS)]
    return NetworkSpec(
        (
            Conv(
                3 + position,
                (3, 4, 5, 2, 1, 6)[position],
                1 + position % 3,
                ("same", "valid")[position % 2],
                activation,
            ),
            Pool(("max", "average")[position % 2], 2 + position % 2, 1 + position % 3),
            Dropout(0.4),
            Conv(4, 2, 1 + (position + 1) % 3, ("valid", "same")[position % 2], after),
            Dense(7, after),
            Dense(6, activation),
        )
    )


NETWORKS = {
    "tutorial": spec.tutorial(),
    "linear": NetworkSpec(),
    "pooling only": NetworkSpec((Pool("average", 3, 3), Pool("max", 2, 1))),
    "dropout first": NetworkSpec((Dropout(0.2), Dense(9), Dropout(0.5))),
    "whole image": NetworkSpec((Conv(2, 28, 1, "valid"), Dense(3))),
    "stride beyond the kernel": NetworkSpec((Conv(4, 2, 3, "same"), Conv(4, 1, 3, "valid"), Pool("max", 1, 2))),
    "overlapping pools": NetworkSpec((Conv(5, 3, 2, "same"), Pool("max", 3, 2), Pool("average", 3, 1))),
    "twelve layers": NetworkSpec((Conv(2, 3), Pool("max", 2, 1)) * 4 + (Dense(4), Dropout(0.1)) * 2),
    "global pooling": NetworkSpec((Conv(6, 3), Pool(), Conv(7, 3, activation="tanh"), GlobalPool())),
    "global maximum": NetworkSpec((Conv(5, 3, activation="elu"), GlobalPool("max"), Dense(9))),
    "norm everywhere": NetworkSpec(
        (
            BatchNorm(),
            Conv(4, 3, activation="none"),
            BatchNorm("relu", 0.9, 1e-5),
            Pool(),
            Dense(12, "none"),
            BatchNorm("tanh", 0.5, 0.01),
        )
    ),
    **{f"all kinds, {name}": _each_activation(i, name) for i, name in enumerate(spec.ACTIVATIONS)},
}


def model(network: NetworkSpec, precision: str = "float32") -> keras.Model:
    """From pixels in [0, 1] to {layer: what it puts out}; ``fc_out`` are the logits, in float32 always."""
    dtype = "mixed_bfloat16" if precision == "bfloat16" else precision
    x = inputs = keras.Input(spec.IMAGE_SHAPE)
    outputs = {}

    def add(layer: keras.layers.Layer) -> None:
        nonlocal x
        x = outputs[layer.name] = layer(x)

    for name, layer in spec.named_layers(network):
        if isinstance(layer, Dense) and len(x.shape) > 2:
            add(keras.layers.Flatten(name="flatten", dtype=dtype))
        add(_layer(name, layer, dtype))
        if isinstance(layer, BatchNorm):
            function = _activation(layer.activation)
            x = outputs[name] = keras.layers.Activation(function, name=f"{name}{APART}", dtype=dtype)(x)
    if len(x.shape) > 2:
        add(keras.layers.Flatten(name="flatten", dtype=dtype))
    add(keras.layers.Dense(10, name="fc_out"))
    return keras.Model(inputs, outputs)


def _layer(name: str, layer: spec.Layer, dtype: str) -> keras.layers.Layer:
    match layer:
        case Conv(filters, kernel, stride, padding, activation):
            return keras.layers.Conv2D(
                filters, kernel, stride, padding, activation=_activation(activation), name=name, dtype=dtype
            )
        case Pool(kind, size, stride):
            return _POOLS[kind](size, stride, name=name, dtype=dtype)
        case Dense(units, activation):
            return keras.layers.Dense(units, _activation(activation), name=name, dtype=dtype)
        case Dropout(rate):
            return keras.layers.Dropout(rate, name=name, dtype=dtype)
        case GlobalPool(kind):
            return _GLOBAL_POOLS[kind](name=name, dtype=dtype)
        case BatchNorm(_, momentum, epsilon):
            return keras.layers.BatchNormalization(momentum=momentum, epsilon=epsilon, name=name, dtype=dtype)


def _activation(name: str) -> str:
    return "linear" if name == "none" else name


def set_weights(twin: keras.Model, weights) -> None:
    for layer in twin.layers:
        if layer.weights:
            layer.set_weights([weights[f"{layer.name}/{each.name}"] for each in layer.weights])


def get_weights(twin: keras.Model) -> dict:
    found = {}
    for layer in twin.layers:
        if layer.weights:
            names = [f"{layer.name}/{each.name}" for each in layer.weights]
            found |= zip(names, layer.get_weights(), strict=True)
    return found


def train(twin: keras.Model, optimizer: keras.optimizers.Optimizer, images, labels) -> float:
    """One step on one batch; gives its loss before the step."""
    loss_function = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    with tf.GradientTape() as tape:
        loss = loss_function(labels, twin(images.astype("float32") / 255, training=True)["fc_out"])
    optimizer.apply_gradients(zip(tape.gradient(loss, twin.trainable_weights), twin.trainable_weights, strict=True))
    return float(loss)

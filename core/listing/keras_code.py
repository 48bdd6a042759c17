"""The network in Keras 3: the layers, their precision, the loss and the optimizer."""

from __future__ import annotations

from core import spec
from core.listing.expressions import call, lines, number

_OPTIMIZERS = {
    "adam": ("Adam", ("beta_1=0.9", "beta_2=0.999", "epsilon=1e-7")),
    "sgd": ("SGD", ()),
    "momentum": ("SGD", ("momentum=0.9",)),
    "rmsprop": ("RMSprop", ("rho=0.9", "epsilon=1e-7")),
}
_POOLS = {"max": "layers.MaxPooling2D", "average": "layers.AveragePooling2D"}


def model(network: spec.NetworkSpec, settings: spec.TrainingSpec, indent: int = 0) -> str:
    """Statements that make ``model`` and compile it; every line starts with ``indent`` spaces.

    They need ``import keras`` and ``from keras import layers``.
    """
    low = settings.precision == "bfloat16"
    layers = [
        "keras.Input(shape=(28, 28, 1)),",
        *(_layer(part, low, indent + 8) for part in spec.summary(network)),
    ]
    name, constants = _OPTIMIZERS[settings.optimizer]
    optimizer = call(
        f"optimizer=keras.optimizers.{name}",
        (f"learning_rate={number(settings.learning_rate)}", *constants),
        indent + 4,
        ",",
    )
    notes = _precision_notes(network) if low else ()
    return (
        lines(*notes, "model = keras.Sequential(", "    [", indent=indent)
        + lines(*layers, indent=indent + 8)
        + lines("    ]", ")", "model.compile(", indent=indent)
        + lines(
            optimizer,
            "loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),",
            'metrics=["accuracy"],',
            indent=indent + 4,
        )
        + lines(")", indent=indent)
    )


def _precision_notes(network: spec.NetworkSpec) -> list[str]:
    notes = ["# mixed_bfloat16 computes in bfloat16 and keeps the weights in float32."]
    if any(isinstance(layer, spec.Dropout) for layer in network.layers):
        notes.append("# Dropout is in float32: bfloat16 has too few random numbers for it.")
    return notes


def _layer(part: spec.LayerSummary, low: bool, indent: int) -> str:
    match part.layer:
        case spec.Conv(filters, kernel, stride, padding, activation):
            function = "layers.Conv2D"
            strides = (f"strides={stride}",) * (stride != 1)
            arguments = (str(filters), str(kernel), *strides, f'padding="{padding}"', *_activation(activation))
        case spec.Pool(kind, size, stride):
            function, arguments = _POOLS[kind], (str(size), f"strides={stride}")
        case spec.Dense(units, activation):
            function, arguments = "layers.Dense", (str(units), *_activation(activation))
        case spec.Dropout(rate):
            function, arguments = "layers.Dropout", (number(rate),)
        case None if part.kind == "flatten":
            function, arguments = "layers.Flatten", ()
        case None:
            function, arguments = "layers.Dense", (str(spec.CLASSES),)
    precision = "float32" if part.name == spec.OUTPUT or part.kind == "dropout" else "mixed_bfloat16"
    dtype = (f'dtype="{precision}"',) * low
    return call(function, (*arguments, f'name="{part.name}"', *dtype), indent, ",")


def _activation(name: str) -> tuple[str, ...]:
    return () if name == "none" else (f'activation="{name}"',)

"""The trained network as a ``.keras`` file, which `keras.models.load_model` opens.

It is written without Keras, since that would bring TensorFlow into the server: a zip of the layers as JSON and of their arrays as
HDF5. The layers are those of the listing, so there is one place that says how a kind is made in Keras.
"""

from __future__ import annotations

import ast
import io
import json
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import repeat
from typing import Any

import h5py
import numpy as np

from core import spec
from core.bundle.versions import versions
from core.layers.code import Call
from core.layers.precision import BFLOAT16
from core.listing import keras_code
from core.optimizers import OPTIMIZERS

# Names of the arguments that stand in a call without one, as Keras has them.
_POSITIONAL = {
    "Conv2D": ("filters", "kernel_size"),
    "Dense": ("units",),
    "Dropout": ("rate",),
    "Activation": ("activation",),
    "MaxPooling2D": ("pool_size",),
    "AveragePooling2D": ("pool_size",),
}
_BYTES = Call(
    "layers.Rescaling", (f"scale={1 / 255!r}", "offset=0.0", 'name="pixels"')
)  # from 0–255, as MNIST is, to 0–1
_SHARES = Call("layers.Softmax", ('name="probabilities"',))
_DATE = "1980-01-01@00:00:00"  # the same network gives the same bytes
_BATCHES = [None, *spec.IMAGE_SHAPE]

Json = dict[str, Any]


@dataclass(frozen=True, eq=False)
class _Layer:
    """A layer of Keras with its arrays, in Keras' order."""

    call: Call
    arrays: Sequence[np.ndarray] = ()


def keras_file(network: spec.NetworkSpec, settings: spec.TrainingSpec, weights: Mapping[str, np.ndarray]) -> bytes:
    """The file: from bytes (N, 28, 28, 1) to probabilities (N, 10), compiled with the run's optimizer, which begins anew.

    Raises `spec.SpecError` where the design cannot be, KeyError where a weight of it is missing.
    """
    spec.check(network, settings)
    layers = [_Layer(_BYTES), *_layers(network, settings, weights), _Layer(_SHARES)]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        _put(file, "metadata.json", _json({"keras_version": versions().get("keras"), "date_saved": _DATE}))
        _put(file, "config.json", _json(_model(layers, settings)))
        _put(file, "model.weights.h5", _arrays(layers, network, settings))
    return packed.getvalue()


def _layers(
    network: spec.NetworkSpec, settings: spec.TrainingSpec, weights: Mapping[str, np.ndarray]
) -> Sequence[_Layer]:
    found = []
    for part in spec.summary(network):
        first, *rest = keras_code.calls(part, settings.precision == BFLOAT16)
        found += [_Layer(first, [weights[name] for name in part.weights]), *map(_Layer, rest)]
    return found


def _model(layers: Sequence[_Layer], settings: spec.TrainingSpec) -> Json:
    first = {"batch_shape": _BATCHES, "dtype": "float32", "name": "images"}
    config = {
        "name": "layer_lab",
        "layers": [_object("keras.layers", "InputLayer", first), *(_layer(each.call) for each in layers)],
        "build_input_shape": _BATCHES,
    }
    compiled = {
        "optimizer": _described(keras_code.optimizer(settings)),
        "loss": "sparse_categorical_crossentropy",
        "metrics": ["accuracy"],
    }
    model = _object("keras", "Sequential", config)
    return model | {"build_config": {"input_shape": _BATCHES}, "compile_config": compiled}


def _layer(call: Call) -> Json:
    """Its precision is said always: the reader's own may be set otherwise."""
    found = _described(replace(call, function=f"keras.{call.function}"))
    found["config"].setdefault("dtype", "float32")
    return found


def _described(call: Call) -> Json:
    """What a call makes, as Keras' JSON has it: its class, and its arguments by name."""
    module, _, kind = call.function.rpartition(".")
    parsed = ast.parse(f"_({', '.join(call.arguments)})", mode="eval").body
    if not isinstance(parsed, ast.Call):
        raise ValueError(f"{call} is not a call")
    named = {each.arg: each.value for each in parsed.keywords if each.arg is not None}
    given = dict(zip(_POSITIONAL.get(kind, ()), parsed.args, strict=True)) | named
    return _object(module, kind, {name: ast.literal_eval(value) for name, value in given.items()})


def _object(module: str, kind: str, config: Json) -> Json:
    return {"module": module, "class_name": kind, "config": config, "registered_name": None}


def _arrays(layers: Sequence[_Layer], network: spec.NetworkSpec, settings: spec.TrainingSpec) -> bytes:
    """The groups are named by class and number, as in ``conv2d_1``, whatever the layers' own names are."""
    file, seen = io.BytesIO(), Counter[str]()
    with h5py.File(file, "w") as store:
        for layer in layers:
            kind = _snake(layer.call.function.rpartition(".")[2])
            group = f"{kind}_{seen[kind]}" if seen[kind] else kind
            seen[kind] += 1
            for place, array in enumerate(layer.arrays):
                store[f"layers/{group}/vars/{place}"] = array
        # The optimizer is as before its first step: the iteration, the rate, and zeros, which take no room in the file.
        store["optimizer/vars/0"], store["optimizer/vars/1"] = np.int64(0), np.float32(settings.learning_rate)
        for place, shape in enumerate(_moments(network, settings), start=2):
            store.create_dataset(f"optimizer/vars/{place}", shape, np.float32)
    return file.getvalue()


def _moments(network: spec.NetworkSpec, settings: spec.TrainingSpec) -> Iterator[tuple[int, ...]]:
    """Shapes of what the optimizer keeps beside the weights, in Keras' order."""
    for part in spec.summary(network):
        for weight in part.weights.values():
            if weight.learned:
                yield from repeat(weight.shape, len(OPTIMIZERS[settings.optimizer].moments))


def _snake(name: str) -> str:
    """GlobalAveragePooling2D → global_average_pooling2d"""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()


def _json(value: Json) -> bytes:
    return json.dumps(value, indent=1).encode()


def _put(file: zipfile.ZipFile, name: str, content: bytes) -> None:
    file.writestr(zipfile.ZipInfo(name), content)  # with the zip's own first date

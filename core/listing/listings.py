"""The network as source code to read, to run and to carry away: Keras, Layers API, PrettyTensor; a script, a notebook.

Each has the layers, the loss and the optimizer of the app, constants included; what is said in them beside the code is in
the language of ``say``. Every function raises `spec.SpecError` where `spec.check` does; the same design gives the same text.
"""

from __future__ import annotations

from core import spec
from core.layers.code import lines
from core.listing import keras_code, notebook_file, script_code, tensorflow1_code
from core.listing.header import comment, header
from core.messages import Sentence, Translate


def keras(
    network: spec.NetworkSpec, settings: spec.TrainingSpec, say: Translate = str, weights: str | None = None
) -> str:
    """The network in Keras 3, compiled as ``model``: from pixels in [0, 1], (N, 28, 28, 1), to logits (N, 10).

    ``weights``: the file with the trained ones, in the folder above the program; None: it is not trained.
    """
    spec.check(network, settings)
    imports = ["import keras", "from keras import layers"]
    if weights is not None:
        imports = ["from pathlib import Path", "", "import keras", "import numpy as np", "from keras import layers"]
    return (
        header(network, say)
        + lines(*imports, "")
        + lines(f"keras.utils.set_random_seed({settings.seed})", "")
        + keras_code.model(network, settings, say)
        + ("" if weights is None else keras_code.loading(weights, say))
        + lines("", comment(Sentence("Pixels from 0 to 1, shape (N, 28, 28, 1); labels from 0 to 9:"), say))
        + lines(f"# model.fit(images, labels, batch_size={settings.batch_size})")
    )


def layers_api(network: spec.NetworkSpec, settings: spec.TrainingSpec, say: Translate = str) -> str:
    """The network in TensorFlow's Layers API, as in Tutorial #03-B, from placeholder ``x`` (N, 784) to ``logits`` (N, 10).

    It runs with TensorFlow 1.14 and later, in TensorFlow 2 if the package tf_keras is there.
    """
    spec.check(network, settings)
    return (
        header(network, say)
        + lines("import os", "")
        + lines(
            comment(Sentence("TensorFlow 2 has the Layers API only with the package tf_keras, and this setting."), say)
        )
        + lines('os.environ["TF_USE_LEGACY_KERAS"] = "1"', "")
        + lines("import tensorflow.compat.v1 as tf", "")
        + lines("tf.disable_v2_behavior()", f"tf.set_random_seed({settings.seed})", "")
        + tensorflow1_code.PLACEHOLDERS
        + tensorflow1_code.layers(network, settings.precision == "bfloat16", say)
        + lines(
            "",
            "y_pred = tf.nn.softmax(logits=logits)",
            "y_pred_cls = tf.argmax(y_pred, axis=1)",
            "cross_entropy = tf.nn.softmax_cross_entropy_with_logits_v2(labels=y_true, logits=logits)",
            "loss = tf.reduce_mean(cross_entropy)",
        )
        + tensorflow1_code.training(settings, say, moves=any(part.moved for part in spec.summary(network)))
    )


def pretty_tensor(network: spec.NetworkSpec, settings: spec.TrainingSpec, say: Translate = str) -> str:
    """The network in PrettyTensor, as in Tutorial #03: to read, since it needs TensorFlow 1 and is no longer kept up."""
    spec.check(network, settings)
    low = settings.precision == "bfloat16"
    needs = comment(Sentence("it needs TensorFlow 1"), say)
    note = Sentence("PrettyTensor has no mixed precision: everything is computed in float32, not in bfloat16.")
    return (
        header(network, say)
        + lines(
            f"import prettytensor as pt  {needs}",
            "import tensorflow as tf",
            "",
        )
        + lines(f"tf.set_random_seed({settings.seed})", "")
        + tensorflow1_code.PLACEHOLDERS
        + lines("", *[comment(note, say)] * low)
        + tensorflow1_code.chain(network, say)
        + lines("y_pred_cls = tf.argmax(y_pred, axis=1)", "")
        + tensorflow1_code.training(settings, say)
    )


def script(
    network: spec.NetworkSpec, settings: spec.TrainingSpec, say: Translate = str, weights: str | None = None
) -> str:
    """A program (Keras, NumPy, Matplotlib) that trains, tests and plots as the tutorial does; ``--help`` says how.

    ``weights``: the file with the trained ones, which it loads instead of training; in its folder or the one above.
    """
    spec.check(network, settings)
    model = keras_code.model(network, settings, say, indent=4)
    return script_code.script(header(network, say), model, settings, say, weights)


def notebook(
    network: spec.NetworkSpec, settings: spec.TrainingSpec, say: Translate = str, weights: str | None = None
) -> str:
    """`script` as a Jupyter notebook: JSON in nbformat 4.5."""
    spec.check(network, settings)
    title, model = header(network, say).removeprefix("# "), keras_code.model(network, settings, say, indent=4)
    return notebook_file.to_json(script_code.cells(title, model, settings, say, weights))

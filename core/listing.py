"""The network as source code to read, run and carry away: Keras, the Layers API, PrettyTensor; a script, a notebook.

The Layers API and PrettyTensor are written as in TensorFlow Tutorials #03-B and #03. Every listing has the layers, the
loss and the optimizer of the app, with its constants. All functions raise `spec.SpecError` like `spec.check`.
"""

from __future__ import annotations

import textwrap

from core import listing_script, spec
from core.listing_code import header

_KERAS_OPTIMIZERS = {
    "adam": ("Adam", ("beta_1=0.9", "beta_2=0.999", "epsilon=1e-7")),
    "sgd": ("SGD", ()),
    "momentum": ("SGD", ("momentum=0.9",)),
    "rmsprop": ("RMSprop", ("rho=0.9", "epsilon=1e-7")),
}
_TF1_OPTIMIZERS = {
    "adam": ("AdamOptimizer", ("beta1=0.9", "beta2=0.999", "epsilon=1e-7")),
    "sgd": ("GradientDescentOptimizer", ()),
    "momentum": ("MomentumOptimizer", ("momentum=0.9",)),
    "rmsprop": ("RMSPropOptimizer", ("decay=0.9", "epsilon=1e-7")),
}


def keras(network: spec.NetworkSpec, settings: spec.TrainingSpec) -> str:
    """The network in Keras 3, compiled: ``model``, from pixels in [0, 1], float32 (N, 28, 28, 1), to logits (N, 10)."""
    spec.check(network, settings)
    return f"""\
{header(network)}import keras
from keras import layers

keras.utils.set_random_seed({settings.seed})

{_keras_model(network, settings)}
# Pixels are from 0 to 1, labels from 0 to 9; there are {settings.batch_size} images in a batch:
# model.fit(images, labels, batch_size={settings.batch_size})
"""


def layers_api(network: spec.NetworkSpec, settings: spec.TrainingSpec) -> str:
    """The network in TensorFlow's Layers API, as in Tutorial #03-B; it runs in TensorFlow 1, and in 2 with ``tf_keras``."""
    spec.check(network, settings)
    low = settings.precision == "bfloat16"
    body = ["net = tf.cast(x_image, tf.bfloat16)" if low else "net = x_image"]
    for part in spec.summary(network):
        if part.name == spec.OUTPUT:
            continue
        line = f"net = {_layers_api_layer(part, 4 * low)}"
        if part.kind == "conv":
            line += f"\n{' ' * 4 * low}layer_{part.name} = net"
        if part.kind == "dropout" and low:
            body += [
                "# bfloat16 has too few random numbers for dropout.",
                "net = tf.cast(net, tf.float32)",
                line,
                "net = tf.cast(net, tf.bfloat16)",
            ]
        else:
            body.append(line)
    if low:
        layers = _BFLOAT16_SCOPE + "".join(f"    {line}\n" for line in body) + "net = tf.cast(net, tf.float32)\n"
    else:
        layers = "".join(f"{line}\n" for line in body)
    dropout = any(isinstance(layer, spec.Dropout) for layer in network.layers)
    training = 'training = tf.placeholder_with_default(False, shape=(), name="training")\n' if dropout else ""
    return f"""\
{header(network)}import os

# TensorFlow 2 has the Layers API only with the package tf_keras; TensorFlow 1 ignores this line.
os.environ["TF_USE_LEGACY_KERAS"] = "1"

import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()
tf.set_random_seed({settings.seed})

{_PLACEHOLDERS}{training}
{layers}net = tf.layers.dense(inputs=net, name="fc_out", units=num_classes, activation=None)
logits = net

y_pred = tf.nn.softmax(logits=logits)
y_pred_cls = tf.argmax(y_pred, axis=1)
cross_entropy = tf.nn.softmax_cross_entropy_with_logits_v2(labels=y_true, logits=logits)
loss = tf.reduce_mean(cross_entropy)

{_tf1_training(settings)}"""


def pretty_tensor(network: spec.NetworkSpec, settings: spec.TrainingSpec) -> str:
    """The network in PrettyTensor, as in Tutorial #03. PrettyTensor needs TensorFlow 1 and is no longer kept up."""
    spec.check(network, settings)
    activations = {layer.activation for layer in network.layers if isinstance(layer, (spec.Conv, spec.Dense))}
    common = activations.pop() if len(activations) == 1 else None
    dropout = any(isinstance(layer, spec.Dropout) for layer in network.layers)
    scope = [f"activation_fn=tf.nn.{common}"] * (common not in (None, "none")) + ["phase=phase"] * dropout
    notes = []
    if settings.precision == "bfloat16":
        notes.append("# PrettyTensor has no bfloat16: everything is computed in float32.")
    if any(isinstance(layer, spec.Conv) and layer.activation == "relu" for layer in network.layers):
        notes.append("# PrettyTensor starts convolutions with ReLU by He's rule, the app by Glorot's.")
    if dropout:
        notes += ["# While testing, build the network with pt.Phase.test: without dropout.", "phase = pt.Phase.train"]
    indent = 4 if scope else 0
    steps = [step for part in spec.summary(network) for step in _pretty_tensor_steps(part, bool(common), indent + 4)]
    chain = f"y_pred, loss = x_pretty{''.join(steps)}"
    if indent + len(chain) > 100 or "\n" in chain:
        margin = " " * (indent + 4)
        chain = f"y_pred, loss = (\n{margin}x_pretty{f'''\n{margin}'''.join(steps)}\n{' ' * indent})"
    within = f"with pt.defaults_scope({', '.join(scope)}):\n    " if scope else ""
    return f"""\
{header(network)}# PrettyTensor needs TensorFlow 1: this one is for reading.
import prettytensor as pt
import tensorflow as tf

tf.set_random_seed({settings.seed})

{_PLACEHOLDERS}
{"".join(f"{note}\n" for note in notes)}x_pretty = pt.wrap(x_image)
{within}{chain}
y_pred_cls = tf.argmax(y_pred, axis=1)

{_tf1_training(settings)}"""


def script(network: spec.NetworkSpec, settings: spec.TrainingSpec) -> str:
    """A program in Keras, NumPy and Matplotlib that trains, tests and plots as Tutorial #03-B does; ``--help`` tells how."""
    spec.check(network, settings)
    return listing_script.script(header(network), _build_model(network, settings), settings)


def notebook(network: spec.NetworkSpec, settings: spec.TrainingSpec) -> str:
    """`script` as a Jupyter notebook: JSON of nbformat 4.5."""
    spec.check(network, settings)
    return listing_script.notebook(header(network), _build_model(network, settings), settings)


def _build_model(network: spec.NetworkSpec, settings: spec.TrainingSpec) -> str:
    model = textwrap.indent(_keras_model(network, settings, 4), "    ")
    return f'def build_model():\n    """The network, compiled: from pixels in [0, 1] to the logits of ten classes."""\n{model}    return model\n'

"""The network in the two libraries of TensorFlow 1 that the tutorial knows: the Layers API (#03-B) and PrettyTensor (#03)."""

from __future__ import annotations

from core import spec
from core.listing.expressions import WIDTH, call, lines, number

_OPTIMIZERS = {
    "adam": ("AdamOptimizer", ("beta1=0.9", "beta2=0.999", "epsilon=1e-7")),
    "sgd": ("GradientDescentOptimizer", ()),
    "momentum": ("MomentumOptimizer", ("momentum=0.9",)),
    "rmsprop": ("RMSPropOptimizer", ("decay=0.9", "epsilon=1e-7")),
}
_POOLS = {"max": "max_pooling2d", "average": "average_pooling2d"}

PLACEHOLDERS = """\
img_size = 28
img_size_flat = img_size * img_size
num_channels = 1
num_classes = 10

x = tf.placeholder(tf.float32, shape=[None, img_size_flat], name="x")
x_image = tf.reshape(x, [-1, img_size, img_size, num_channels])
y_true = tf.placeholder(tf.float32, shape=[None, num_classes], name="y_true")
y_true_cls = tf.argmax(y_true, axis=1)
"""

# The getter lies around every variable that a layer asks for.
_BFLOAT16 = """\


def float32_variable(getter, *args, dtype=None, **kwargs):
    # The weights are kept in float32 and rounded to bfloat16 where they are used.
    return tf.cast(getter(*args, dtype=tf.float32, **kwargs), dtype)


"""


def layers(network: spec.NetworkSpec, low: bool) -> str:
    """Statements of the Layers API from ``x_image`` to ``logits``; ``low``: computed in bfloat16 but for the logits."""
    parts = spec.summary(network)
    indent = 4 * low
    rows = ["net = tf.cast(x_image, tf.bfloat16)" if low else "net = x_image"]
    for part in parts[:-1]:
        row = "net = " + _layer(part, indent)
        if part.kind == "dropout" and low:
            rows += ["# bfloat16 has too few random numbers for dropout.", "net = tf.cast(net, tf.float32)"]
            rows += [row, "net = tf.cast(net, tf.bfloat16)"]
        else:
            rows += [row]
        if part.kind == "conv":
            rows += [f"layer_{part.name} = net"]
    scope = lines('with tf.variable_scope("", custom_getter=float32_variable):') if low else ""
    back = lines("net = tf.cast(net, tf.float32)") if low else ""
    training = 'training = tf.placeholder_with_default(False, shape=(), name="training")'
    dropout = any(part.kind == "dropout" for part in parts)
    return (
        lines(*[training] * dropout)
        + (_BFLOAT16 if low else "\n")
        + scope
        + lines(*rows, indent=indent)
        + back
        + lines(
            f'net = tf.layers.dense(inputs=net, name="{spec.OUTPUT}", units=num_classes, activation=None)',
            "logits = net",
        )
    )


def _layer(part: spec.LayerSummary, indent: int) -> str:
    name = f'name="{part.name}"'
    match part.layer:
        case spec.Conv(filters, kernel, stride, padding, activation):
            strides = (f"strides={stride}",) * (stride != 1)
            sizes = (f"filters={filters}", f"kernel_size={kernel}", *strides, f'padding="{padding}"')
            function, arguments = "conv2d", (name, *sizes, f"activation={_activation(activation)}")
        case spec.Pool(kind, size, stride):
            function, arguments = _POOLS[kind], (f"pool_size={size}", f"strides={stride}")
        case spec.Dense(units, activation):
            function, arguments = "dense", (name, f"units={units}", f"activation={_activation(activation)}")
        case spec.Dropout(rate):
            function, arguments = "dropout", (f"rate={number(rate)}", "training=training")
        case None:
            function, arguments = "flatten", ()
    # The six characters before it are "net = ".
    return call(f"tf.layers.{function}", ("inputs=net", *arguments), indent, before=6)


def _activation(name: str) -> str:
    return "None" if name == "none" else f"tf.nn.{name}"


def chain(network: spec.NetworkSpec) -> str:
    """Statements of PrettyTensor from ``x_pretty`` to ``y_pred`` and ``loss``."""
    parts = spec.summary(network)
    chosen = [part.layer for part in parts if isinstance(part.layer, (spec.Conv, spec.Dense))]
    activations = {layer.activation for layer in chosen}
    common = len(activations) == 1
    dropout = any(part.kind == "dropout" for part in parts)
    defaults = [f"activation_fn={_activation(name)}" for name in activations if common and name != "none"]
    defaults += ["phase=phase"] * dropout
    notes = []
    if any(isinstance(layer, spec.Conv) and layer.activation == "relu" for layer in chosen):
        notes.append("# PrettyTensor starts convolutions with ReLU by He's rule, the app by Glorot's.")
    if dropout:
        notes += ["# To test, build the network with pt.Phase.test: then nothing is dropped.", "phase = pt.Phase.train"]
    indent = 4 * bool(defaults)
    begin = "x_pretty"
    steps = [_step(part, not common, indent + 4, len(begin) * (not i)) for i, part in enumerate(parts)]
    statement = f"y_pred, loss = {begin}{''.join(steps)}"
    if "\n" in statement or indent + len(statement) > WIDTH:
        first, *rest = steps
        statement = (
            "y_pred, loss = (\n"
            + lines(f"{begin}{first}", *rest, indent=indent + 4)
            + lines(")", indent=indent).rstrip("\n")
        )
    scope = lines(f"with pt.defaults_scope({', '.join(defaults)}):") if defaults else ""
    return lines(*notes, "x_pretty = pt.wrap(x_image)") + scope + lines(statement, indent=indent)


def _step(part: spec.LayerSummary, each: bool, indent: int, before: int) -> str:
    """One call of the chain; ``each``: the activation stands at every layer. What PrettyTensor takes by itself is left out."""

    def activation(name: str) -> tuple[str, ...]:
        return (f"activation_fn={_activation(name)}",) * (each and name != "none")

    name = f'name="layer_{part.name}"'
    match part.layer:
        case spec.Conv(filters, kernel, stride, padding, function):
            strides = (f"stride={stride}",) * (stride != 1)
            edges = ("edges=pt.PAD_VALID",) * (padding == "valid")
            sizes = (f"kernel={kernel}", f"depth={filters}", *strides, *edges)
            return call(".conv2d", (*sizes, *activation(function), name), indent, before=before)
        case spec.Pool(kind, size, stride):
            edges = ("edges=pt.PAD_VALID",) * (not _windows_fill(part.input_shape, size, stride))
            return call(f".{kind}_pool", (f"kernel={size}", f"stride={stride}", *edges), indent)
        case spec.Dense(units, function):
            return call(".fully_connected", (f"size={units}", *activation(function), name), indent)
        case spec.Dropout(rate):
            return call(".dropout", (f"keep_prob={1 - rate:.12g}",), indent)
        case None if part.kind == "flatten":
            return ".flatten()"
        case None:
            return ".softmax_classifier(num_classes=num_classes, labels=y_true)"


def _windows_fill(shape: tuple[int, ...], size: int, stride: int) -> bool:
    """Whether no window would go over the edge: then PrettyTensor's own edges, PAD_SAME, give what PAD_VALID gives."""
    return all((-(-length // stride) - 1) * stride + size <= length for length in shape[:2])


def training(settings: spec.TrainingSpec) -> str:
    """Statements from ``loss`` and ``y_pred_cls`` on: the optimizer, the accuracy, the size of a batch."""
    name, constants = _OPTIMIZERS[settings.optimizer]
    rate = f"learning_rate={number(settings.learning_rate)}"
    optimizer = call(f"optimizer = tf.train.{name}", (rate, *constants), after=".minimize(loss)")
    note = ("# TensorFlow 1 starts the mean square at one, the app at zero.",) * (settings.optimizer == "rmsprop")
    return lines(
        *note,
        optimizer,
        "correct_prediction = tf.equal(y_pred_cls, y_true_cls)",
        "accuracy = tf.reduce_mean(tf.cast(correct_prediction, tf.float32))",
        "",
        f"train_batch_size = {settings.batch_size}",
    )

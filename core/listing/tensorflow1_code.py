"""The network in the two libraries of TensorFlow 1 that the tutorial knows: the Layers API (#03-B) and PrettyTensor (#03)."""

from __future__ import annotations

from core import spec
from core.layers.code import WIDTH, Call, lines, number, written
from core.layers.layer import tensorflow_activation
from core.listing.header import comment
from core.messages import Sentence, Translate
from core.optimizers import OPTIMIZERS

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
    {note}
    variable = getter(*args, dtype=tf.float32, **kwargs)
    return variable if dtype == tf.float32 else tf.cast(variable, dtype)


"""

_KEPT = Sentence("The weights are kept in float32 and rounded to bfloat16 where they are used.")


def layers(network: spec.NetworkSpec, low: bool, say: Translate = str) -> str:
    """Statements of the Layers API from ``x_image`` to ``logits``; ``low``: computed in bfloat16 but for the logits."""
    *parts, output = spec.summary(network)
    indent = 4 * low
    rows = ["net = tf.cast(x_image, tf.bfloat16)" if low else "net = x_image"]
    for part in parts:
        rows += _statements(part, low, indent, say)
    scope = lines('with tf.variable_scope("", custom_getter=float32_variable):') if low else ""
    back = lines("net = tf.cast(net, tf.float32)") if low else ""
    training = 'training = tf.placeholder_with_default(False, shape=(), name="training")'
    told = any(part.layer.trains_otherwise for part in parts)
    return (
        lines(*[training] * told)
        + (_BFLOAT16.format(note=comment(_KEPT, say)) if low else "\n")
        + scope
        + lines(*rows, indent=indent)
        + back
        + lines(*_statements(output, False, 0, say), "logits = net")
    )


def _statements(part: spec.LayerSummary, low: bool, indent: int, say: Translate) -> list[str]:
    """From ``net`` to the next ``net``, and a name of its own for what a convolution puts out, as in the tutorial."""
    begin = "net = "
    rows = [begin + written(call, indent, before=len(begin)) for call in part.layer.layers_api(part.name)]
    if low and part.layer.layers_api_float32:
        note = [] if part.layer.float32_note is None else [comment(part.layer.float32_note, say)]
        rows = [*note, "net = tf.cast(net, tf.float32)", *rows, "net = tf.cast(net, tf.bfloat16)"]
    return [*rows, f"layer_{part.name} = net"] if part.layer.named_output else rows


def chain(network: spec.NetworkSpec, say: Translate = str) -> str:
    """Statements of PrettyTensor from ``x_pretty`` to ``y_pred`` and ``loss``."""
    parts = spec.summary(network)
    own = {part.layer.activation_name for part in parts if part.layer.takes_chain_activation}
    common = next(iter(own)) if len(own) == 1 else None
    told = any(part.layer.trains_otherwise for part in parts)
    defaults = [f"activation_fn={tensorflow_activation(common)}"] if common not in (None, "none") else []
    defaults += ["phase=phase"] * told
    found = dict.fromkeys(note for part in parts for note in part.layer.pretty_notes())
    notes = [comment(note, say) for note in found]
    if told:
        notes += [comment(Sentence("To test, build the network with pt.Phase.test."), say), "phase = pt.Phase.train"]
    indent = 4 * bool(defaults)
    begin = "x_pretty"
    steps = [step for part in parts for step in _steps(part, common is None)]
    texts = [written(step, indent + 4, before=len(begin) * (not place)) for place, step in enumerate(steps)]
    statement = f"y_pred, loss = {begin}{''.join(texts)}"
    if "\n" in statement or indent + len(statement) > WIDTH:
        first, *rest = texts
        statement = (
            "y_pred, loss = (\n"
            + lines(f"{begin}{first}", *rest, indent=indent + 4)
            + lines(")", indent=indent).rstrip("\n")
        )
    scope = lines(f"with pt.defaults_scope({', '.join(defaults)}):") if defaults else ""
    return lines(*notes, "x_pretty = pt.wrap(x_image)") + scope + lines(statement, indent=indent)


def _steps(part: spec.LayerSummary, each: bool) -> tuple[Call, ...]:
    """Calls of the chain; ``each``: the activation stands at every layer. What PrettyTensor takes by itself is left out."""
    name = part.layer.activation_name
    activation = (f"activation_fn={tensorflow_activation(name)}",) if each and name not in (None, "none") else ()
    return part.layer.pretty_tensor(part.name, part.input_shape, activation)


def training(settings: spec.TrainingSpec, say: Translate = str, moves: bool = False) -> str:
    """Statements from ``loss`` and ``y_pred_cls`` on: the optimizer, the accuracy, the size of a batch.

    ``moves``: there are weights that no gradient moves; the Layers API has their updates done only where one asks for it.
    """
    known = OPTIMIZERS[settings.optimizer]
    rate = f"learning_rate={number(settings.learning_rate)}"
    optimizer = Call(f"optimizer = {known.tensorflow1.function}", (rate, *known.tensorflow1.arguments))
    note = [] if known.note is None else [comment(known.note, say)]
    if moves:
        minimizing = ["with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):"]
        minimizing += ["    " + written(optimizer, indent=4, after=".minimize(loss)")]
    else:
        minimizing = [written(optimizer, after=".minimize(loss)")]
    return lines(
        *note,
        *minimizing,
        "correct_prediction = tf.equal(y_pred_cls, y_true_cls)",
        "accuracy = tf.reduce_mean(tf.cast(correct_prediction, tf.float32))",
        "",
        f"train_batch_size = {settings.batch_size}",
    )

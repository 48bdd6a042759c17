"""The network in Keras 3: the layers, their precision, the loss and the optimizer."""

from __future__ import annotations

from dataclasses import replace

from core import spec
from core.layers.code import Call, lines, number, written
from core.layers.precision import BFLOAT16
from core.listing.header import comment
from core.messages import Sentence, Translate
from core.optimizers import OPTIMIZERS


def model(network: spec.NetworkSpec, settings: spec.TrainingSpec, say: Translate = str, indent: int = 0) -> str:
    """Statements that make ``model`` and compile it; every line starts with ``indent`` spaces.

    They need ``import keras`` and ``from keras import layers``.
    """
    low, parts = settings.precision == BFLOAT16, spec.summary(network)
    layers = [
        "keras.Input(shape=(28, 28, 1)),",
        *(written(call, indent + 8, ",") for part in parts for call in calls(part, low)),
    ]
    chosen = optimizer(settings)
    given = written(replace(chosen, function=f"optimizer={chosen.function}"), indent + 4, ",")
    notes = _precision_notes(parts, say) if low else ()
    return (
        lines(*notes, "model = keras.Sequential(", "    [", indent=indent)
        + lines(*layers, indent=indent + 8)
        + lines("    ]", ")", "model.compile(", indent=indent)
        + lines(
            given,
            "loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),",
            'metrics=["accuracy"],',
            indent=indent + 4,
        )
        + lines(")", indent=indent)
    )


def loading(weights: str, say: Translate) -> str:
    """Statements that give ``model`` the trained weights from that file, which lies in the folder above the program."""
    return lines(
        "",
        comment(Sentence("The weights that were trained in Layer Lab:"), say),
        f'with np.load(Path(__file__).resolve().parent.parent / "{weights}") as arrays:',
        "    for layer in model.layers:",
        '        layer.set_weights([arrays[f"{layer.name}/{each.name}"] for each in layer.weights])',
    )


def _precision_notes(parts: tuple[spec.LayerSummary, ...], say: Translate) -> list[str]:
    general = Sentence("mixed_bfloat16 computes in bfloat16 and keeps the weights in float32.")
    notes = [part.layer.float32_note for part in parts if part.layer.keeps_float32]
    return [comment(note, say) for note in dict.fromkeys([general, *notes]) if note is not None]


def calls(part: spec.LayerSummary, low: bool) -> tuple[Call, ...]:
    """What makes a layer; ``low``: in bfloat16 where it may be."""
    own = part.layer.keras(part.name)
    if not low:
        return own
    precision = "float32" if part.layer.keeps_float32 else "mixed_bfloat16"
    return tuple(replace(call, arguments=(*call.arguments, f'dtype="{precision}"')) for call in own)


def optimizer(settings: spec.TrainingSpec) -> Call:
    known = OPTIMIZERS[settings.optimizer].keras
    return replace(known, arguments=(f"learning_rate={number(settings.learning_rate)}", *known.arguments))

"""The layers of a network in order, the implied ones among them, each with its name, its shapes and its costs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from core.fields import first_refusal
from core.layers.errors import Misfit, SpecError
from core.layers.flatten import FLATTEN, Flatten
from core.layers.layer import IMAGE, ROW, Layer, Shape
from core.layers.logits import OUTPUT, Logits
from core.layers.weight import Weight
from core.messages import Sentence, shown

IMAGE_SHAPE = (28, 28, 1)  # rows, columns, channels


@dataclass(frozen=True)
class LayerSummary:
    """One layer with what goes in and out, and what it costs.

    ``operations``, ``working_values``: of computing what it puts out for one image, see `core.layers.layer.Layer`.
    ``parameters``: numbers that it learns; ``moved``: numbers that it keeps up to date by itself while it trains, which no
    gradient moves. ``multiplications``: of weights with values, for one image. ``chosen``: False where the layer is implied.
    """

    name: str
    kind: str  # "conv" | "pool" | "flatten" | "dense" | "dropout" | …, as in links
    input_shape: Shape  # without the batch: (rows, columns, channels) or (units,)
    output_shape: Shape
    parameters: int
    moved: int
    multiplications: int
    operations: int
    working_values: int
    layer: Layer
    weights: Mapping[str, Weight]  # by their full names: "conv1/kernel"
    chosen: bool

    @property
    def makes_images(self) -> bool:
        """Whether it puts out maps, not a row of values."""
        return len(self.output_shape) == IMAGE


def named(layers: Sequence[Layer], kinds: Sequence[type[Layer]]) -> tuple[tuple[str, Layer], ...]:
    """The chosen layers with the names they carry everywhere: conv1, conv2, pool1, fc1, dropout1, …

    Raises `SpecError` for what is none of ``kinds``.
    """
    counts: dict[str, int] = {}
    found = []
    for position, layer in enumerate(layers, start=1):
        if type(layer) not in kinds:
            sentence = Sentence(
                "layer {position}: {value} is not a layer; it must be one of {names}.",
                position=position,
                value=shown(layer),
                names=", ".join(kind.__name__ for kind in kinds),
            )
            raise SpecError(f"layer {position}", sentence)
        counts[layer.prefix] = counts.get(layer.prefix, 0) + 1
        found.append((f"{layer.prefix}{counts[layer.prefix]}", layer))
    return tuple(found)


def summarized(layers: Sequence[tuple[str, Layer]]) -> Iterator[LayerSummary]:
    """The named layers with their shapes and costs, from the image on; raises `SpecError` at the first that cannot be."""
    shape: Shape = IMAGE_SHAPE
    for name, layer in layers:
        refusal = first_refusal(layer, name)
        if refusal is not None:
            raise SpecError(name, refusal)
        if layer.takes == IMAGE and len(shape) == ROW:
            raise SpecError(name, _NO_IMAGE.filled(layer=name))
        if layer.takes == ROW and len(shape) == IMAGE:
            yield (flat := _summary(FLATTEN, Flatten(), shape, chosen=False))
            shape = flat.output_shape
        yield (part := _summary(name, layer, shape, chosen=True))
        shape = part.output_shape
    if len(shape) == IMAGE:
        yield (flat := _summary(FLATTEN, Flatten(), shape, chosen=False))
        shape = flat.output_shape
    yield _summary(OUTPUT, Logits(), shape, chosen=False)


_NO_IMAGE = Sentence(
    "{layer}: this layer needs an image, but it receives a row of values; move it before the layer that produces the row."
)


def _summary(name: str, layer: Layer, shape: Shape, chosen: bool) -> LayerSummary:
    try:
        output = layer.output_shape(shape)
    except Misfit as misfit:
        raise SpecError(name, misfit.sentence.filled(layer=name)) from None
    weights = {f"{name}/{own}": weight for own, weight in layer.weights(shape).items()}
    return LayerSummary(
        name=name,
        kind=layer.type_name,
        input_shape=shape,
        output_shape=output,
        parameters=sum(weight.size for weight in weights.values() if weight.learned),
        moved=sum(weight.size for weight in weights.values() if not weight.learned),
        multiplications=layer.multiplications(shape),
        operations=layer.operations(shape),
        working_values=layer.working_values(shape),
        layer=layer,
        weights=weights,
        chosen=chosen,
    )

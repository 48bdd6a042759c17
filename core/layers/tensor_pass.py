"""One pass through a network as TensorFlow compiles it: what a layer needs to know besides its input."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class TensorPass:
    """What a layer needs to know of it; ``tf`` is TensorFlow, which only `core.training.program` imports.

    ``dtype``: of the values between layers. ``position``: which layer it is. ``seed``: of dropout, int64 (2,); None where the
    network does not train. ``moved``: takes the new value of each weight of this layer that no gradient moves.
    """

    tf: Any
    dtype: Any
    position: int
    seed: Any
    moved: dict[str, Any]

    @property
    def training(self) -> bool:
        return self.seed is not None

"""Layers: one file a kind, with all that the program knows about it.

A kind is a frozen dataclass over `core.layers.layer.Layer`: its fields with limits, words and controls, its shapes, weights and
costs, how it computes in TensorFlow and in NumPy, its code in three libraries. To add one, write its file and name it in
`KINDS`; `core.spec` hands it on. Uses `core.fields`, `core.messages` and NumPy; TensorFlow is handed to it.
"""

from core.layers.batch_norm import BatchNorm
from core.layers.conv import Conv
from core.layers.dense import Dense
from core.layers.dropout import Dropout
from core.layers.global_pool import GlobalPool
from core.layers.layer import Layer
from core.layers.pool import Pool

KINDS: tuple[type[Layer], ...] = (
    Conv,
    Pool,
    Dense,
    Dropout,
    BatchNorm,
    GlobalPool,
)  # in the order in which a form offers them
KINDS_BY_NAME = {kind.type_name: kind for kind in KINDS}

"""Optimizers: one file each, with its slots, its step in TensorFlow, its code and its words.

To add one, write its file and name it in `OPTIMIZERS`. Uses `core.layers.code`; TensorFlow is handed to it.
"""

from core.optimizers.adam import ADAM
from core.optimizers.momentum import MOMENTUM
from core.optimizers.optimizer import Optimizer
from core.optimizers.rmsprop import RMSPROP
from core.optimizers.sgd import SGD

OPTIMIZERS: dict[str, Optimizer] = {each.name: each for each in (ADAM, SGD, MOMENTUM, RMSPROP)}

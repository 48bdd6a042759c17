"""How the worker gets its trainer: TensorFlow is loaded late, warmed up once, and where that fails the reason is a sentence."""

from __future__ import annotations

import errno
import mmap
import time
from typing import TYPE_CHECKING

from core import data, spec
from core.messages import Sentence, short

if TYPE_CHECKING:
    from core.trainer import Trainer

WARM_UP = (spec.tutorial(), spec.TrainingSpec())
_LIBRARIES = 1_300_000_000  # bytes of address space that TensorFlow's take


def import_trainer() -> type[Trainer]:
    from core.trainer import Trainer  # here, because it takes seconds and answers are wanted meanwhile

    return Trainer


def warm_up(trainer_class: type[Trainer], digits: data.Dataset) -> float:
    """Compile the tutorial's network, so that the first click finds it ready; gives the seconds that an iteration takes."""
    trainer = trainer_class(*WARM_UP)
    state, _ = trainer.advance(trainer.initial_state(), digits.train, 2)
    trainer.predict(state.weights, digits.test.images[:1000])
    began = time.perf_counter()
    trainer.advance(state, digits.train, 3)
    return (time.perf_counter() - began) / 3


def why_not(error: Exception) -> Sentence:
    """Why training cannot begin."""
    if isinstance(error, data.DataError):
        return error.sentence
    if _lacks_memory(error):
        return Sentence("There is not enough memory to load TensorFlow; close other programs and try again.")
    return Sentence(
        "TensorFlow could not be loaded ({reason}); reinstall the packages in requirements.txt.",
        reason=short(error),
    )


def _lacks_memory(error: Exception) -> bool:
    if isinstance(error, ImportError) and not isinstance(error, ModuleNotFoundError):
        return not _has_room()  # a library that finds no room to be loaded into says so in its linker's words alone
    return isinstance(error, MemoryError) or (isinstance(error, OSError) and error.errno == errno.ENOMEM)


def _has_room() -> bool:
    """Whether as much memory as TensorFlow's libraries take could be had now."""
    try:
        mmap.mmap(-1, _LIBRARIES).close()
    except OSError:
        return False
    return True

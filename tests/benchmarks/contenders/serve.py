"""The contender's side of the conversation with `tests.benchmarks.contender`."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping


def serve(functions: Mapping[str, Callable[[int], float]]) -> None:
    """Answer each line "NAME NUMBER" with what the function of that name gives; return when the input ends."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints is no answer
    for line in sys.stdin:
        name, number = line.rsplit(maxsplit=1)
        print(functions[name](int(number)), file=answers, flush=True)

"""`python -m tests.benchmarks`: measure, and print one table."""

from __future__ import annotations

import argparse
import os
import platform
import signal
import traceback
from collections.abc import Sequence
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

from tests.benchmarks.parts import (
    bare_loop,
    checkpoints,
    clicks,
    designs,
    experiments,
    looks,
    running_app,
    start,
    thirty_learners,
    thirty_runs,
)
from tests.benchmarks.plan import Plan, quick
from tests.benchmarks.rounds import say
from tests.benchmarks.table import NotMeasured, Row, markdown, not_measured, plain

# name → what measures it, and what its row says where it cannot be
PARTS = {
    "loop": (bare_loop.measure, "Bare loop"),
    "app": (running_app.measure, "Training in the app"),
    "runs": (thirty_runs.measure, "Many runs at once"),
    "clicks": (clicks.measure, "Clicks while training"),
    "looks": (looks.measure, "Look inside"),
    "checkpoints": (checkpoints.measure, "Time slider"),
    "experiments": (experiments.measure, "Experiments"),
    "start": (start.measure, "Start"),
    "learners": (thirty_learners.measure, "Memory with many learners"),
    "designs": (designs.measure, "Memory after many designs"),
}


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks", description="Measure the app's speed and memory."
    )
    parser.add_argument("--rounds", type=int, metavar="N", help=f"rounds of what takes turns (else {Plan.rounds})")
    parser.add_argument("--quick", action="store_true", help="small numbers: shows that it works, measures little")
    parser.add_argument("--only", nargs="+", choices=PARTS, metavar="NAME", help=f"of {', '.join(PARTS)}")
    parser.add_argument("--markdown", action="store_true", help="print the README's table and nothing else")
    asked = parser.parse_args()
    if asked.rounds is not None and asked.rounds < 1:
        parser.error(f"--rounds is {asked.rounds}; it must be 1 or more")
    plan = quick() if asked.quick else Plan()
    if asked.rounds is not None:
        plan = replace(plan, rounds=asked.rounds)
    for number in (signal.SIGINT, signal.SIGTERM):  # either way what was started is ended
        signal.signal(number, signal.default_int_handler)
    rows = _measured([name for name in PARTS if name in (asked.only or PARTS)], plan)
    if asked.markdown:
        print(markdown(rows))
    else:
        print(_machine(), plain(rows), sep="\n\n")


def _measured(names: Sequence[str], plan: Plan) -> list[Row]:
    rows = []
    for name in names:
        measure, title = PARTS[name]
        say(f"{name}:")
        try:
            rows += measure(plan)
        except NotMeasured as error:
            rows.append(not_measured(title, error))
        except BaseException as error:
            if _interrupted(error):
                return [*rows, not_measured(title, "interrupted")]
            traceback.print_exc()  # one part that fails leaves the others their rows
            first = (str(error).splitlines() or [""])[0]
            rows.append(not_measured(title, f"{type(error).__name__}: {first}"))
    return rows


def _interrupted(error: BaseException | None) -> bool:
    """A browser that the same Ctrl-C has ended may fail once more while it is closed."""
    return error is not None and (isinstance(error, KeyboardInterrupt) or _interrupted(error.__context__))


def _machine() -> str:
    busy = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    packages = ", ".join(f"{name} {version(name)}" for name in ("tensorflow", "keras", "streamlit"))
    return f"{os.cpu_count()} × {_processor()}{busy}; Python {platform.python_version()}, {packages}"


def _processor() -> str:
    """Its name, and whether it computes in bfloat16 itself or must imitate it."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    told = {name.strip(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    low = {"avx512_bf16", "amx_bf16"} & set(told.get("flags", "").split())
    return f"{told.get('model name', platform.machine())} ({'with' if low else 'without'} bfloat16 instructions)"


if __name__ == "__main__":
    main()

"""What the scheduler hears, what it has done to the cluster, and what it tells of its tasks: values.

As in the state machine of Dask's workers: a `Stimulus` goes in, `Instruction`s and `Event`s come out.
"""

from __future__ import annotations

from dataclasses import dataclass

from core.experiments.task import Outcome, Result, Task
from core.messages import Sentence


@dataclass(frozen=True)
class TaskQueue:
    """The tasks that one experiment still wants, in the order of computing; without tasks it wants nothing any more.

    ``since``: where two queues have equally many tasks under way, the older one is served first.
    """

    name: str
    since: float
    tasks: tuple[Task, ...] = ()


# Stimuli: what has happened.


@dataclass(frozen=True)
class Tick:
    """Some time has passed."""


@dataclass(frozen=True)
class LookedUp:
    """``result``: what was known of the task already, None: nothing."""

    task: Task
    result: Result | None


@dataclass(frozen=True)
class ClusterReady:
    """It can compute as many tasks at once as it has ``processes``."""

    processes: int


@dataclass(frozen=True)
class ClusterLost:
    """It could not be opened, or cannot be used any more."""

    reason: Sentence


@dataclass(frozen=True)
class AttemptProgressed:
    attempt: str
    iteration: int


@dataclass(frozen=True)
class AttemptEnded:
    attempt: str
    outcome: Outcome


Stimulus = TaskQueue | Tick | LookedUp | ClusterReady | ClusterLost | AttemptProgressed | AttemptEnded


# Instructions: what shall be done. `LookUp` is answered by `LookedUp`, `OpenCluster` and `CountProcesses` by `ClusterReady` or
# `ClusterLost`, `Submit` by any number of `AttemptProgressed` and one `AttemptEnded`.


@dataclass(frozen=True)
class LookUp:
    """See whether the task has been computed elsewhere."""

    task: Task


@dataclass(frozen=True)
class OpenCluster:
    pass


@dataclass(frozen=True)
class CountProcesses:
    pass


@dataclass(frozen=True)
class CloseCluster:
    pass


@dataclass(frozen=True)
class Submit:
    attempt: str
    task: Task


@dataclass(frozen=True)
class Stop:
    """Nobody wants what this attempt computes."""

    attempt: str


Instruction = LookUp | OpenCluster | CountProcesses | CloseCluster | Submit | Stop


# Events: what became of the tasks.


@dataclass(frozen=True)
class TaskStarted:
    """A process has it, and compiles."""

    key: str


@dataclass(frozen=True)
class TaskProgressed:
    key: str
    iteration: int


@dataclass(frozen=True)
class TaskFinished:
    """Computed, or known already."""

    task: Task
    result: Result


@dataclass(frozen=True)
class TaskPutAside:
    """It cannot be computed, and is not tried again."""

    key: str
    reason: Sentence


@dataclass(frozen=True)
class TaskWaiting:
    """It is no longer under way: its process or its cluster is gone, or nobody wants it."""

    key: str


@dataclass(frozen=True)
class ClusterChanged:
    """``problem``: why nothing is computed, though there are tasks. ``processes``: that compute; 0 before the cluster is there."""

    problem: Sentence | None
    processes: int


@dataclass(frozen=True)
class ResultUnkept:
    """The disk did not take a result; the cache keeps it in the memory, and tries again when it is told to."""

    error: OSError


Event = TaskStarted | TaskProgressed | TaskFinished | TaskPutAside | TaskWaiting | ClusterChanged | ResultUnkept

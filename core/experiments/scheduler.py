"""Puts tasks onto the cluster: it is given queues of tasks, has them computed, and tells what becomes of each.

What it decides follows from `core.experiments.scheduler_state` alone; here that is carried out.
"""

from __future__ import annotations

import contextlib
import queue
import secrets
import threading
import time
from collections import deque
from collections.abc import Callable
from functools import partial

from core.experiments.cluster import Cluster, ClusterError
from core.experiments.result_cache import ResultCache
from core.experiments.scheduler_events import (
    AttemptEnded,
    AttemptProgressed,
    CloseCluster,
    ClusterLost,
    ClusterReady,
    CountProcesses,
    Event,
    Instruction,
    LookedUp,
    LookUp,
    OpenCluster,
    ResultUnkept,
    Stimulus,
    Stop,
    Submit,
    TaskFinished,
    TaskQueue,
    Tick,
)
from core.experiments.scheduler_state import SchedulerState

CLOSE_SECONDS = 10.0  # that the cluster may take to close


class Scheduler:
    """`want` may come from any thread; one thread takes the `events`. ``cluster``: a `Cluster`, or what does as it does."""

    def __init__(self, results: ResultCache, cluster: Cluster | None = None) -> None:
        self._results = results
        self._cluster = cluster or Cluster()
        self._state = SchedulerState(secrets.token_hex(4))
        self._stimuli: queue.SimpleQueue[Stimulus] = queue.SimpleQueue()
        # Opening the cluster and counting its processes takes up to seconds: a thread of their own does it, one after the other.
        self._slow: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Without it, whoever takes the events does everything."""
        self._thread = threading.Thread(target=self._do_slow, name="cluster", daemon=True)
        self._thread.start()

    def want(self, tasks: TaskQueue) -> None:
        """From now on this is what the queue of that name wants."""
        self._stimuli.put(tasks)

    def expected(self) -> int:
        """How many processes there will be once they are wanted."""
        return self._cluster.expected()

    def events(self, seconds: float = 0.0) -> list[Event]:
        """What became of the tasks since they were last taken; waits so long for something to happen."""
        happened = deque([*self._arrived(seconds), Tick()])
        told: list[Event] = []
        while happened:
            for each in self._state.handle(happened.popleft(), time.monotonic()):
                if isinstance(each, Instruction):
                    answer = self._carry_out(each)
                    if answer is not None:
                        happened.appendleft(answer)
                    continue
                if isinstance(each, TaskFinished):
                    told += self._keep(each)  # before anybody hears of it: nobody may begin it anew
                told.append(each)
            if not happened:
                happened.extend(self._arrived())
        return told

    def wake(self) -> None:
        """Whoever waits for events gets what there is."""
        self._stimuli.put(Tick())

    def close(self) -> None:
        self._slowly(self._cluster.close)
        if self._thread is not None:
            self._slow.put(None)
            self._thread.join(timeout=CLOSE_SECONDS)

    def _arrived(self, seconds: float = 0.0) -> list[Stimulus]:
        arrived: list[Stimulus] = []
        with contextlib.suppress(queue.Empty):
            if seconds:
                arrived.append(self._stimuli.get(timeout=seconds))
            while True:
                arrived.append(self._stimuli.get_nowait())
        return arrived

    def _carry_out(self, instruction: Instruction) -> Stimulus | None:
        """Gives the answer, where there is one at once."""
        match instruction:
            case LookUp(task):
                return LookedUp(task, self._results.look_for(task))
            case OpenCluster():
                self._slowly(self._open)
            case CountProcesses():
                self._slowly(self._count)
            case CloseCluster():
                self._slowly(self._cluster.close)
            case Submit(attempt, task):
                self._cluster.submit(
                    attempt, task, lambda name, outcome: self._stimuli.put(AttemptEnded(name, outcome))
                )
            case Stop(attempt):
                threading.Thread(target=partial(self._cluster.stop, attempt), daemon=True).start()
        return None

    def _keep(self, finished: TaskFinished) -> list[Event]:
        try:
            self._results.put(finished.task, finished.result)
        except OSError as error:
            return [ResultUnkept(error)]
        return []

    def _open(self) -> None:
        try:
            self._cluster.open(lambda attempt, iteration: self._stimuli.put(AttemptProgressed(attempt, iteration)))
        except ClusterError as error:
            self._stimuli.put(ClusterLost(error.sentence))
        else:
            self._count()

    def _count(self) -> None:
        try:
            self._stimuli.put(ClusterReady(self._cluster.processes()))
        except ClusterError as error:
            self._stimuli.put(ClusterLost(error.sentence))

    def _slowly(self, call: Callable[[], None]) -> None:
        if self._thread is None:
            call()
        else:
            self._slow.put(call)

    def _do_slow(self) -> None:
        while (call := self._slow.get()) is not None:
            call()

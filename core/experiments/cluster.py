"""Where tasks are computed: Dask's processes on this machine, or the cluster at an address."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import CancelledError, ThreadPoolExecutor
from functools import partial
from typing import cast

import distributed
from dask import config
from distributed.client import ClosedClientError
from distributed.comm.core import CommClosedError, connect
from distributed.scheduler import KilledWorker

from core.experiments import local_processes, run_task
from core.experiments.run_task import Stopped, VersionsDiffer
from core.experiments.task import Failure, Outcome, Task
from core.messages import Sentence, SentenceError, short

ADDRESS = "LAYER_LAB_SCHEDULER"  # environment variable: the address of a Dask scheduler
TRIES = 4  # a task that ended its process so often is put aside
MOST_AT_ONCE = 64  # tasks, however large the cluster is
CONNECT_SECONDS = 5

_SETTINGS = {
    "distributed.scheduler.allowed-failures": TRIES - 1,
    "distributed.admin.low-level-log-length": 1_000,
    "distributed.worker.profile.enabled": False,
    "distributed.worker.memory.target": False,  # nothing here is worth being written to the disk
    "distributed.worker.memory.spill": False,
    "distributed.worker.memory.pause": False,
    # Dask has glibc give back every freed page; TensorFlow would fetch the same pages anew in every iteration.
    "distributed.nanny.pre-spawn-environ": {"MALLOC_TRIM_THRESHOLD_": 2**30, "OMP_NUM_THREADS": 1},
    "distributed.deploy.lost-worker-timeout": "5s",  # then `Cluster.processes` has another process started in its place
    "distributed.scheduler.http.routes": [],  # nobody asks this way
    "distributed.worker.http.routes": [],
    "distributed.comm.timeouts.connect": f"{CONNECT_SECONDS}s",
}
_LOAD = f"import {run_task.__name__}"


class ClusterError(SentenceError, RuntimeError):
    """No task can be computed now; ``sentence`` says why."""


class Cluster:
    """`open` it, `submit` to it, `close` it; it can be opened again. `submit` and `stop` may come from any thread."""

    def __init__(self, environment: Mapping[str, str] = os.environ) -> None:
        self.address = environment.get(ADDRESS) or None
        self._lock = threading.Lock()
        self._local: distributed.LocalCluster | None = None
        self._wanted = 0  # local processes
        self._loads: dict[str, str | None] = {}  # address elsewhere → why it cannot load the program
        self._restricted: list[str] | None = None  # the only workers that can, where not all do
        self._client: distributed.Client | None = None
        self._line: object = None  # to the scheduler that knows us
        # With the workers that each is bound to.
        self._attempts: dict[str, tuple[distributed.Future, list[str] | None]] = {}
        self._unwanted: set[str] = set()  # stopped before they were on their way

    def open(self, report: Callable[[str, int], None]) -> None:
        """Takes seconds. ``report``: told (attempt, iterations done) as tasks go on, in a thread of Dask's. Raises `ClusterError`."""
        self.close()
        config.set(_SETTINGS)  # for good: some are read while the cluster runs
        problem = self._connect(report)
        if problem is not None:
            self.close()
            # A client of Dask's that came to nothing ends itself when it is collected, and waits for a lock then that the
            # start of the next one holds: in the same thread it would wait for ever.
            gc.collect()
            raise ClusterError(problem)

    def _connect(self, report: Callable[[str, int], None]) -> Sentence | None:
        """Why it came to nothing."""
        client = None
        try:
            if self.address:
                _knock(self.address)  # no client is made for one that is not there
            client = distributed.Client(
                self.address or self._start_local(), timeout=CONNECT_SECONDS, set_as_default=False
            )
            if self.address:
                client.get_versions(check=True)
            client.subscribe_topic(run_task.TOPIC, lambda event: report(*event[1]))
        except Exception as error:
            if client is not None:
                with contextlib.suppress(Exception):
                    client.close(timeout=3)
            return self._why_not(error)
        with self._lock:
            self._client, self._line = client, client.scheduler_comm
        return None

    def _start_local(self) -> distributed.LocalCluster:
        self._wanted = local_processes.local_room()
        self._local = local_processes.start(self._wanted)
        return self._local

    def _why_not(self, error: Exception) -> Sentence:
        if not self.address:
            return Sentence("The experiment processes could not be started: {reason}.", reason=_reason(error))
        if isinstance(error, OSError):
            return Sentence(
                "No Dask scheduler responds at {address}, the address in {variable}. Start it, or start the server without that setting; experiments wait until then.",
                address=self.address, variable=ADDRESS,
            )  # fmt: skip
        return Sentence(
            "The Dask cluster at {address} cannot be used: {reason}.",
            address=self.address,
            reason=_reason(error),
        )

    def expected(self) -> int:
        """How many tasks will be computed at once when it is open."""
        return 1 if self.address else local_processes.local_room()

    @property
    def is_open(self) -> bool:
        return self._client is not None

    def processes(self) -> int:
        """How many tasks can be computed at once, now. Raises `ClusterError` where the scheduler is gone."""
        client = self._client
        # A scheduler that was started again in the meantime has another line, and knows of no reports to send.
        if client is None or client.status != "running" or client.scheduler_comm is not self._line:
            raise ClusterError(self._gone())
        try:
            threads = cast(dict[str, int], client.nthreads())  # no coroutine: this client is no asynchronous one
            if self.address:
                threads = {worker: threads[worker] for worker in self._able(client, list(threads))}
        except ClusterError:
            raise
        except Exception as error:
            raise ClusterError(self._gone()) from error
        count = sum(threads.values())
        if self._local is not None and count < self._wanted:
            self._local.scale(self._wanted)  # a process that is killed while it starts is not started again by itself
        if not count and self.address:
            raise ClusterError(
                Sentence("The Dask scheduler at {address} has no workers yet; start some.", address=self.address)
            )
        return min(MOST_AT_ONCE, count)

    def _able(self, client: distributed.Client, workers: list[str]) -> list[str]:
        """The workers elsewhere that can load the program: one that cannot would end at its first task. Raises `ClusterError`
        where none can, or the scheduler cannot."""
        for place in {"scheduler", *workers} - set(self._loads):
            ask = client.run_on_scheduler if place == "scheduler" else partial(client.run, workers=[place])
            try:
                ask(exec, _LOAD)  # by a name that Python itself has, for nothing else is known there yet
            except ImportError as error:
                self._loads[place] = _reason(error)
            except (OSError, KeyError):  # it has just ended
                continue
            else:
                self._loads[place] = None
        able = [worker for worker in workers if self._loads.get(worker, "") is None]
        reasons = [reason for place in ("scheduler", *workers) if (reason := self._loads.get(place)) is not None]
        if reasons and not (able and self._loads.get("scheduler", "") is None):
            raise ClusterError(_cannot_load(reasons[0]))
        with self._lock:
            self._restricted = able if len(able) < len(workers) else None
            # Bound to workers that are all gone, they would wait for ever: they come back, and are tried elsewhere.
            bound = [future for future, where in self._attempts.values() if where and not set(where) & set(able)]
        for future in bound:
            future.cancel()
        return able

    def _gone(self) -> Sentence:
        if not self.address:
            return Sentence("The experiment processes have ended and are being restarted; finished runs are kept.")
        return Sentence(
            "The Dask scheduler at {address} no longer responds. Finished runs are kept; the others continue when it is back.",
            address=self.address,
        )

    def submit(self, attempt: str, task: Task, ended: Callable[[str, Outcome], None]) -> None:
        """Compute the task; ``ended`` is then called once, in a thread of its own. ``attempt``: a name never used before."""
        threading.Thread(
            target=self._see_through, args=(attempt, task, ended), name=f"task-{attempt}", daemon=True
        ).start()

    def _see_through(self, attempt: str, task: Task, ended: Callable[[str, Outcome], None]) -> None:
        with self._lock:
            client, workers = self._client, self._restricted
        try:
            if client is None:
                raise CancelledError
            future = client.submit(
                run_task.run_on_worker, attempt, task, key=f"layer-lab-{attempt}", pure=False, workers=workers
            )
            with self._lock:
                self._attempts[attempt] = (future, workers)
                unwanted = attempt in self._unwanted
            if unwanted:
                self.stop(attempt)
            outcome = future.result()
        except Exception as error:
            outcome = _failure(error)
        with self._lock:
            self._attempts.pop(attempt, None)
            self._unwanted.discard(attempt)
        ended(attempt, outcome)

    def stop(self, attempt: str) -> None:
        """It ends within a second, wherever it is."""
        with self._lock:
            future, _ = self._attempts.get(attempt, (None, None))
            client = self._client
            if future is None:
                self._unwanted.add(attempt)  # it is on its way to the cluster, or has ended
        if future is None or client is None:
            return
        with contextlib.suppress(Exception):  # a cluster that is gone computes nothing
            client.run(run_task.stop_on_worker, attempt, on_error="ignore")
        with contextlib.suppress(Exception):
            future.cancel()

    def close(self) -> None:
        with self._lock:
            client, self._client = self._client, None
            local, self._local = self._local, None
            self._loads, self._restricted, self._unwanted = {}, None, set()
        for each in (client, local):
            if each is not None:
                with contextlib.suppress(Exception):
                    each.close(timeout=3)


def _knock(address: str) -> None:
    """Raises what `distributed.comm.core.connect` does where nobody answers."""

    async def knock() -> None:
        line = await connect(address, timeout=CONNECT_SECONDS)
        line.abort()

    with ThreadPoolExecutor(1) as pool:  # a thread without an event loop, whoever calls
        pool.submit(lambda: asyncio.run(knock())).result()


def _reason(error: Exception) -> str:
    return short(error).rstrip(".")


def _cannot_load(reason: str) -> Sentence:
    return Sentence(
        "A cluster process cannot load the program ({reason}): start it in the project's folder, with the project's packages.",
        reason=reason,
    )


def _failure(error: Exception) -> Failure:
    if isinstance(error, (Stopped, CancelledError, CommClosedError, ClosedClientError)):
        return Failure()
    if isinstance(error, VersionsDiffer):
        return Failure(error.sentence)
    if isinstance(error, KilledWorker):
        return Failure(
            Sentence(
                "Its process was killed in each of {tries} attempts, often because of a lack of memory; the run was set aside.",
                tries=TRIES,
            ),
            task=True,
        )
    if isinstance(error, ImportError):
        return Failure(_cannot_load(_reason(error)))
    if isinstance(error, SentenceError):
        return Failure(error.sentence, task=True)
    return Failure(Sentence("It failed: {reason}.", reason=_reason(error)), task=True)

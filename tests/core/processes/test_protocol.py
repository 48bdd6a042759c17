"""The verbs that two processes have agreed on: nothing else can be called, everything of them is answered."""

from __future__ import annotations

import inspect
import threading
from multiprocessing.connection import Listener
from typing import Protocol

import pytest

from core.engine.engine import Engine
from core.experiments.service import Experiments
from core.processes import experiment_protocol, experiment_worker, rpc, training_protocol, training_worker
from core.processes.rpc import Line, Verbs
from core.storage.store import Store
from tests.support.stand_in_cluster import StandInCluster

TRAINING = [verbs for verbs in vars(training_protocol).values() if isinstance(verbs, Verbs)]
EXPERIMENTS = [verbs for verbs in vars(experiment_protocol).values() if isinstance(verbs, Verbs)]


class Sums(Protocol):
    def add(self, first: int, second: int = 10) -> int: ...

    def _hidden(self) -> None: ...


SUMS = Verbs(Sums)


class Late(Exception):
    """Not begun in time."""


class Unfinished(Exception):
    """Begun, and not ended in time."""


class Adder:
    def add(self, first: int, second: int = 0) -> int:
        return first + second

    def close(self) -> None:
        """Not of the protocol."""


@pytest.fixture
def line():
    """To an `Adder` in this process."""
    listener = Listener(authkey=b"key")
    threading.Thread(target=rpc.answer, args=(listener, "adder", SUMS.served(Adder())), daemon=True).start()
    line = Line(str(listener.address), b"key", Late, Unfinished)
    yield line
    line.close()


def _over(line: Line) -> rpc.Call:
    return lambda verb, *arguments: line.call(verb, *arguments, timeout=60)


def test_a_call_arrives_as_it_was_made(line):
    sums = SUMS.remote(_over(line))
    assert sums.add(1, 2) == 3
    assert sums.add(second=2, first=1) == 3
    assert sums.add(1) == 11  # what the protocol says is usual, not what the other side would take


def test_a_caller_has_the_verbs_of_the_protocol_and_no_others():
    called = []
    sums = SUMS.remote(lambda *call: called.append(call))
    assert list(SUMS) == ["add"]
    for other in ("close", "_hidden", "ad"):
        with pytest.raises(AttributeError):
            getattr(sums, other)
    for arguments in ((), (1, 2, 3)):
        with pytest.raises(TypeError):
            sums.add(*arguments)
    assert not called  # none of that was sent


def test_who_answers_answers_nothing_else(line):
    for other in ("close", "_hidden", "__init__"):
        with pytest.raises(ValueError, match=f"'{other}' is no verb of the adder"):
            line.call(other, timeout=60)
    with pytest.raises(RuntimeError, match="add failed: TypeError"):
        line.call("add", timeout=60)
    assert line.call("add", 1, 2, timeout=60) == 3  # and none of them cost the line


def test_what_was_given_up_is_not_done_later():
    """The other side hangs in one call while others come and are given up; then it goes on."""
    done, begun, go_on = [], threading.Event(), threading.Event()

    def hang() -> str:
        begun.set()
        go_on.wait(60)
        return "late"

    def note(what: str) -> str:
        done.append(what)
        return what

    listener = Listener(authkey=b"key")
    verbs = {"hang": hang, "note": note}
    threading.Thread(target=rpc.answer, args=(listener, "hanging", verbs), daemon=True).start()
    line = Line(str(listener.address), b"key", Late, Unfinished)
    with pytest.raises(Unfinished):
        line.call("hang", timeout=0.05)
    assert begun.is_set()
    for given_up in ("first", "second"):
        with pytest.raises(Late):
            line.call("note", given_up, timeout=0.05)
    go_on.set()
    assert line.call("note", "third", timeout=60) == "third"  # and not what the first call came to
    assert done == ["third"]
    line.close()


@pytest.mark.parametrize("agreed", [TRAINING, EXPERIMENTS], ids=["training", "experiments"])
def test_every_verb_has_one_line(agreed):
    names = [name for verbs in agreed for name in verbs]
    assert len(names) > 8
    assert len(set(names)) == len(names)


def test_the_worker_answers_every_verb(tmp_path):
    engine = Engine(Store(tmp_path))
    _fits(training_worker.verbs(engine), TRAINING)
    engine.close()


def test_the_experiments_process_answers_every_verb(tmp_path):
    experiments = Experiments(tmp_path, StandInCluster())
    _fits(experiment_worker.verbs(experiments), EXPERIMENTS)
    experiments.close()


def _fits(answered: dict[str, rpc.Verb], agreed: list[Verbs]) -> None:
    """Each verb once, and each takes what its interface says; the type checker says it of the types, too."""
    assert set(answered) == {name for verbs in agreed for name in verbs}
    for verbs in agreed:
        calls = []
        remote = verbs.remote(lambda verb, *arguments, calls=calls: calls.append((verb, arguments)))
        for name in verbs:
            parameters = inspect.signature(answered[name]).parameters
            getattr(remote, name)(*parameters)
            inspect.signature(answered[name]).bind(*calls[-1][1])
            assert calls[-1] == (name, tuple(parameters))

"""A call from one process of this machine to another: what can be called, how it is sent, and how it is answered.

(number, verb, arguments) goes over a local connection. Before the other side carries it out it asks whether it is still
wanted, (number, `WANTED`), and does so only once the caller has answered with the number: a call that was given up by then is
never carried out. (number, error or None, answer) comes back; one call at a time.
"""

from __future__ import annotations

import contextlib
import inspect
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client as connect
from multiprocessing.connection import Connection, Listener
from types import SimpleNamespace
from typing import Any, Generic, NoReturn, TypeVar, cast

from core.messages import SentenceError

Interface = TypeVar("Interface")  # a `typing.Protocol`
Verb = Callable[..., object]
WANTED = "wanted?"
Call = Callable[..., Any]  # (verb, *arguments) → its answer


class Verbs(Generic[Interface]):
    """The verbs of an interface, for both ends of a line; a type checker holds both to it.

    Who calls has them as `remote`, who answers hands them over with `served`. In two steps each, because a checker that sees
    an interface and an implementation in one call looks for a type that fits both, and finds one.
    """

    def __init__(self, interface: type[Interface]) -> None:
        public = {name: verb for name, verb in vars(interface).items() if inspect.isfunction(verb) and name[0] != "_"}
        self._signatures = {name: inspect.signature(verb) for name, verb in public.items()}

    def __iter__(self) -> Iterator[str]:
        return iter(self._signatures)

    def remote(self, call: Call) -> Interface:
        """Each verb is a ``call``. Raises TypeError for arguments that it does not have."""
        verbs = {name: _sender(name, signature, call) for name, signature in self._signatures.items()}
        return cast(Interface, SimpleNamespace(**verbs))  # made of its names, which a checker cannot see

    def served(self, implementation: Interface) -> dict[str, Verb]:
        """What answers each verb."""
        return {name: getattr(implementation, name) for name in self}


def _sender(verb: str, signature: inspect.Signature, call: Call) -> Verb:
    def send(*arguments: object, **named: object) -> object:
        bound = signature.bind(None, *arguments, **named)  # None: for self
        bound.apply_defaults()
        return call(verb, *bound.args[1:])

    return send


class Line:
    """One connection to a process: one call at a time, each with its time limit."""

    def __init__(
        self, address: str, key: bytes, late: Callable[[], Exception], unfinished: Callable[[], Exception]
    ) -> None:
        """``late``: gives what is raised where a call was not begun in time, and never will be; ``unfinished``: where it was
        begun and has not ended in time. Raises OSError where nobody listens."""
        self._connection = connect(address, authkey=key)
        self._late, self._unfinished = late, unfinished
        self._lock = threading.Lock()
        self._number = 0

    def call(self, verb: str, *arguments: object, timeout: float) -> Any:
        """The answer, or its error raised. It is begun within ``timeout`` seconds, else what ``late`` gives is raised; it ends
        within as many more, else what ``unfinished`` gives. OSError or EOFError where the process died."""
        deadline = time.monotonic() + timeout
        if not self._lock.acquire(timeout=max(0.0, timeout)):
            raise self._late()
        try:
            self._number += 1
            self._connection.send((self._number, verb, arguments))
            if self._await_reply(deadline) is None:
                raise self._late()
            self._connection.send(self._number)
            reply = self._await_reply(time.monotonic() + timeout)
            if reply is None:
                raise self._unfinished()
            error, answer = reply
            if error is not None:
                raise error
            return answer
        finally:
            self._lock.release()

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._connection.close()

    def _await_reply(self, deadline: float) -> tuple[Any, ...] | None:
        """What comes for the present call; None where nothing does. What comes for one that was given up is dropped."""
        while self._connection.poll(max(0.0, deadline - time.monotonic())):
            number, *reply = self._connection.recv()
            if number == self._number:
                return tuple(reply)
        return None


def answer(listener: Listener, name: str, verbs: Mapping[str, Verb]) -> NoReturn:
    """Answer every caller, each in a thread of its own. ``name``: of whoever has the ``verbs``."""
    while True:
        try:
            caller = listener.accept()
        except (AuthenticationError, OSError, EOFError):
            continue
        threading.Thread(target=_serve, args=(caller, name, verbs), daemon=True).start()


def _serve(caller: Connection, name: str, verbs: Mapping[str, Verb]) -> None:
    """Answer one call after another."""
    with caller, contextlib.suppress(EOFError, OSError):
        asked = caller.recv()
        while True:
            number, verb, arguments = asked
            caller.send((number, WANTED))
            asked = caller.recv()
            if asked == number:
                caller.send((number, *_outcome(name, verbs, verb, arguments)))
                asked = caller.recv()


def _outcome(name: str, verbs: Mapping[str, Verb], verb: str, arguments: tuple[object, ...]) -> tuple[object, object]:
    """(error or None, answer)."""
    try:
        if verb not in verbs:
            raise ValueError(f"{verb!r} is no verb of the {name}")
        return None, verbs[verb](*arguments)
    except (SentenceError, ValueError) as error:
        return error, None
    except Exception as error:  # a mistake in the program; it must not cost the caller its line
        traceback.print_exc()
        return RuntimeError(f"{verb} failed: {error!r}"), None

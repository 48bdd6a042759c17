"""What is done to its end, whatever a person does meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

from streamlit.runtime.scriptrunner import add_script_run_ctx, get_script_run_ctx

Done = TypeVar("Done")


def uninterrupted(act: Callable[[], Done]) -> Done:
    """What ``act`` gives or raises.

    Where the next change is waiting, Streamlit breaks a run of the page off as soon as that reads or writes the session's state: of a
    command half would be done. It does so in the page's own thread only, so the act gets another one.
    """
    context = get_script_run_ctx(suppress_warning=True)
    if context is None:  # no page
        return act()
    done: list[Done] = []
    raised: list[BaseException] = []

    def do() -> None:
        try:
            done.append(act())
        except BaseException as error:
            raised.append(error)

    thread = threading.Thread(target=do, name="uninterrupted")
    add_script_run_ctx(thread, context)
    thread.start()
    thread.join()
    if raised:
        raise raised[0]
    return done[0]

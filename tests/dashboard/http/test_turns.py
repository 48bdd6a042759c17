"""Turns: how many are at work at once, how many wait, and what becomes of the others."""

from __future__ import annotations

import asyncio
import json
import tracemalloc

import pytest
from starlette.applications import Starlette

from core import spec
from core.spec import Conv, NetworkSpec, Pool, TrainingSpec
from dashboard.http import inspection, look_turns
from dashboard.http.turns import Crowded, Turns
from tests.support import asgi
from tests.support.own_loop import outcome


def test_so_many_are_at_work_so_many_wait_and_the_others_are_sent_away():
    async def play() -> tuple[int, list[object]]:
        turns, done, at_work, most = Turns(at_work=2, waiting=3), asyncio.Event(), 0, 0

        async def ask() -> bool:
            nonlocal at_work, most
            async with turns.turn() as waited:
                at_work += 1
                most = max(most, at_work)
                await done.wait()
                at_work -= 1
                return waited

        asking = [asyncio.create_task(ask()) for _ in range(9)]
        await asyncio.sleep(0)
        done.set()
        return most, await asyncio.gather(*asking, return_exceptions=True)

    most, answers = outcome(play())
    assert most == 2
    assert answers[:5] == [False, False, True, True, True]
    assert [type(answer) for answer in answers[5:]] == [Crowded] * 4


def test_whoever_goes_gives_the_place_back():
    async def play() -> bool:
        turns = Turns(at_work=1, waiting=1)
        async with turns.turn():
            waiting = asyncio.create_task(turns.turn().__aenter__())
            await asyncio.sleep(0)
            waiting.cancel()
            await asyncio.gather(waiting, return_exceptions=True)
        for _ in range(3):
            with pytest.raises(ZeroDivisionError):
                async with turns.turn() as waited:
                    raise ZeroDivisionError
        return waited

    assert outcome(play()) is False


def looked_at(network: NetworkSpec, images: int = 1) -> inspection.LookAsked:
    design = spec.to_json(network, TrainingSpec())
    return inspection.LookAsked(images=[inspection.Image(test=0)] * images, design=design)


def test_large_looks_wait_for_each_other_and_small_ones_not_for_them():
    small, large = spec.tutorial(), NetworkSpec((Conv(512, 5), Pool("max", 15, 1)))
    assert inspection._turns(looked_at(small, 2)) is look_turns.LOOKS
    assert inspection._turns(looked_at(large)) is look_turns.LARGE_LOOKS


def test_a_look_beyond_the_memory_for_looks_is_refused_before_it_is_computed(monkeypatch):
    monkeypatch.setattr(inspection.inspection, "untrained", lambda *_: pytest.fail("it was computed"))
    huge = NetworkSpec((Conv(512, 1), Conv(480, 1), *[Pool("max", 1, 1)] * 8, Pool("max", 14, 1)))
    spec.check(huge)  # it can be trained
    body = json.dumps({"design": spec.to_json(huge, TrainingSpec()), "images": [{"test": 0}] * 2}).encode()
    (answer,) = asgi.ask(Starlette(routes=inspection.routes), asgi.Call(inspection.PATH, [body]))
    assert answer.status == 413
    assert "are the most before it is trained" in answer.json()["problem"]


def test_forty_large_looks_at_once_are_not_forty_in_memory(digits):
    body = json.dumps(
        {"design": looked_at(NetworkSpec((Conv(512, 5), Pool("max", 15, 1)))).design, "images": [{"test": 0}]}
    ).encode()
    app, calls = Starlette(routes=inspection.routes), [asgi.Call(inspection.PATH, [body])] * 40
    asgi.ask(app, calls[0])
    tracemalloc.start()
    answers = asgi.ask(app, *calls)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert {answer.status for answer in answers} == {200, 429}
    assert all(answer.headers["retry-after"] == "1" for answer in answers if answer.status == 429)
    assert most < 40_000_000  # forty took 190 MB each

"""Copies of what another process has: which are followed, which are dropped, and that a change is whole."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from core.processes.copy_cache import CopyCache


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def copies(clock) -> CopyCache[str]:
    return CopyCache(forget_seconds=120, clock=clock)


def test_what_is_held_is_read(copies):
    assert copies.get("a") is None
    copies.change("a", lambda held: "one" if held is None else "other")
    assert copies.get("a") == "one"
    copies.change("a", lambda held: f"{held}, two")
    with copies.reading("a") as held:
        assert held == "one, two"
    copies.change("b", lambda held: held)  # of nothing comes nothing
    assert copies.get("b") is None
    copies.change_all(str.upper)
    assert copies.get("a") == "ONE, TWO"
    copies.drop("a")
    copies.drop("a")
    assert copies.get("a") is None


def test_what_was_read_of_late_is_followed(copies, clock):
    copies.change("told", lambda _: "1")
    copies.change("commanded", lambda _: "2", read=True)
    assert copies.followed(10) == {"commanded": "2"}  # the other was told of, and nobody has looked at it yet
    copies.get("told")
    clock.now += 9.9
    assert copies.followed(10) == {"told": "1", "commanded": "2"}
    clock.now += 0.2
    assert copies.followed(10) == {}
    assert copies.get("told") == "1"  # it is still there
    assert copies.followed(10) == {"told": "1"}


def test_what_nobody_reads_for_long_is_dropped(copies, clock):
    copies.change("read", lambda _: "1")
    copies.change("unread", lambda _: "2")
    clock.now += 100
    copies.get("read")
    copies.change("unread", lambda _: "3")  # that it is kept up to date is no reading
    clock.now += 21
    assert copies.followed() == {"read": "1"}
    assert copies.get("unread") is None
    clock.now += 121
    assert copies.followed() == {}
    assert copies.get("read") is None


def test_changes_of_many_threads_are_all_there(copies):
    numbers: CopyCache[int] = CopyCache(120)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: numbers.change("n", lambda held: (held or 0) + 1), range(2_000)))
    assert numbers.get("n") == 2_000


def test_while_it_is_read_nothing_changes(copies):
    copies.change("a", lambda _: "before")
    with ThreadPoolExecutor(1) as pool:
        with copies.reading("a") as held:
            changing = pool.submit(copies.change, "a", lambda _: "after")
            assert not changing.done()
            assert held == "before"
        changing.result(60)
    assert copies.get("a") == "after"

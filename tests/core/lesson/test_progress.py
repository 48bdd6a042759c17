"""A learner's progress: it comes back as it went, and takes nothing odd."""

from __future__ import annotations

import json

import pytest

from core.lesson.progress import MAX_BYTES, MAX_STATIONS, MAX_WHY, Entry, Newer, Progress, Unreadable

FULL = (
    Progress(last="softmax")
    .with_entry("data", prediction=55_000, at=0, seen=True, choice=2, why="Weil niemand sie kannte: 아무도 몰랐다.")
    .with_entry("convolution", prediction=[6, 7], at=100)
    .with_entry("softmax", prediction=0.25)
)


def test_it_comes_back_as_it_went():
    assert Progress.from_json(FULL.to_json()) == FULL
    assert Progress.from_json(Progress().to_json()) == Progress()


def test_a_station_is_done_with_its_answer():
    assert FULL.entry("data").done
    assert not FULL.entry("softmax").done
    assert FULL.entry("pooling") == Entry()
    assert not FULL.without("data").entry("data").done
    assert FULL.entry("data").done  # values do not change


def test_the_largest_progress_fits_into_its_file():
    full = Progress()
    for number in range(MAX_STATIONS):
        name = "s" * 37 + chr(97 + number // 26) + chr(97 + number % 26)
        full = full.with_entry(name, prediction=[123_456.789] * 8, at=100_000, seen=True, choice=9, why="한" * MAX_WHY)
    assert len(full.to_json().encode()) < MAX_BYTES
    assert Progress.from_json(full.to_json()) == full


@pytest.mark.parametrize(
    "changes",
    [
        {"prediction": "x"},
        {"prediction": [1] * 9},
        {"prediction": float("nan")},
        {"prediction": [[1]]},
        {"prediction": True},
        {"at": -1},
        {"at": 1.0},
        {"seen": 1},
        {"choice": True},
        {"choice": -1},
        {"why": "x" * (MAX_WHY + 1)},
        {"why": "two\nlines"},
        {"why": None},
    ],
)
def test_what_cannot_be_kept_is_refused(changes):
    with pytest.raises(Unreadable):
        Progress().with_entry("data", **changes)
    kept = json.loads(FULL.to_json())
    kept["entries"]["data"] |= changes
    with pytest.raises(Unreadable):
        Progress.from_json(json.dumps(kept))


def _with(**changes: object) -> str:
    return json.dumps(json.loads(FULL.to_json()) | changes)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        "{}",
        "{",
        "[" * 100_000,
        _with(more=1),
        _with(version=0),
        _with(version="1"),
        _with(last="A B"),
        _with(entries=[]),
        _with(entries={"data": {}}),
        _with(entries={"../data": {}}),
        _with(entries={f"s{'a' * number}": {} for number in range(MAX_STATIONS + 1)}),
    ],
)
def test_anything_odd_is_refused(text):
    with pytest.raises(Unreadable):
        Progress.from_json(text)


def test_only_a_name_is_open():
    assert Progress().opened("softmax").last == "softmax"
    with pytest.raises(Unreadable):
        Progress().opened("12. The errors ✓")


def test_a_later_version_is_known_as_one():
    with pytest.raises(Newer):
        Progress.from_json(_with(version=2))

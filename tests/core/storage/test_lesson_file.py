"""The learner's progress on disk: kept by workspace, never half, set aside where it is damaged, gone with the workspace."""

from __future__ import annotations

import os
import threading

import pytest

from core.lesson.progress import MAX_BYTES, Progress
from core.storage import workspace_token
from core.storage.errors import StoreError
from core.storage.lesson_file import DAMAGED, LATER, LessonFile
from core.storage.settings import Limits
from core.storage.store import Store


@pytest.fixture
def workspace() -> str:
    return workspace_token.new()


@pytest.fixture
def lessons(tmp_path) -> LessonFile:
    return LessonFile(tmp_path)


def predicted(known: Progress) -> Progress:
    return known.with_entry("data", prediction=1_000)


def test_it_is_kept_by_workspace(tmp_path, lessons, workspace):
    assert lessons.read(workspace) == Progress()
    lessons.change(workspace, predicted)
    assert LessonFile(tmp_path).read(workspace).entry("data").prediction == 1_000
    assert lessons.read(workspace_token.new()) == Progress()


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"[]", b"x" * (MAX_BYTES + 1)])
def test_a_damaged_file_is_set_aside_and_said_once(tmp_path, lessons, workspace, content, capsys):
    lessons.change(workspace, predicted)
    lessons.path(workspace).write_bytes(content)
    with pytest.raises(StoreError) as said:
        lessons.read(workspace)
    assert said.value.sentence == DAMAGED
    assert lessons.read(workspace) == Progress()
    (aside,) = (tmp_path / "aside").iterdir()
    assert aside.read_bytes() == content
    assert "is damaged and was put aside" in capsys.readouterr().err


def test_a_later_versions_file_is_left_as_it_is(lessons, workspace):
    lessons.change(workspace, predicted)
    path = lessons.path(workspace)
    later = path.read_bytes().replace(b'"version": 1', b'"version": 2')
    path.write_bytes(later)
    for act in (lambda: lessons.read(workspace), lambda: lessons.change(workspace, predicted)):
        with pytest.raises(StoreError) as said:
            act()
        assert said.value.sentence == LATER
    assert path.read_bytes() == later


def test_where_nothing_can_be_written_that_is_said(tmp_path, lessons, workspace):
    (tmp_path / "workspaces").write_text("in the way")
    with pytest.raises(StoreError, match="cannot be"):
        lessons.change(workspace, predicted)


def test_two_tabs_lose_nothing_of_each_other(lessons, workspace):
    names = [f"s{chr(97 + number)}" for number in range(8)]
    tabs = [
        threading.Thread(
            target=lambda name=name: lessons.change(workspace, lambda known: known.with_entry(name, seen=True))
        )
        for name in names
    ]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join()
    assert set(lessons.read(workspace).entries) == set(names)


def test_it_is_no_run_and_goes_with_the_workspace(tmp_path, lessons, workspace):
    store = Store(tmp_path, Limits(days=1))
    lessons.change(workspace, predicted)
    assert store.records(workspace) == []
    store.release_all_but(frozenset())
    assert lessons.read(workspace).entries
    os.utime(lessons.path(workspace).parent, (0, 0))
    assert store.expire() == [workspace]
    assert lessons.read(workspace) == Progress()
    store.close()

"""Who has a workspace open: one process at a time, for as long as it lives."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from filelock import FileLock

from core.storage.lease import Leases
from tests.support.root import ROOT


@pytest.fixture
def two(tmp_path) -> tuple[Leases, Leases]:
    return Leases(tmp_path / "open"), Leases(tmp_path / "open")


def test_one_has_it_until_it_gives_it_back(two, tmp_path):
    first, second = two
    assert first.take("a/b")
    assert first.take("a/b")
    assert not second.take("a/b")
    assert second.take("c")
    assert sorted(os.listdir(tmp_path / "open")) == ["a%2Fb", "c"]
    first.give_back("a/b")
    first.give_back("a/b")
    assert os.listdir(tmp_path / "open") == ["c"]
    assert second.take("a/b")
    assert not first.take("a/b")
    second.give_back("a/b")
    second.give_back("c")
    assert os.listdir(tmp_path / "open") == []


def test_what_was_left_is_found_until_somebody_takes_it(two):
    first, second = two
    assert first.left_behind() == []
    for workspace in ("training", "at rest"):
        assert first.take(workspace)
    assert first.left_behind() == second.left_behind() == []
    first.leave("training")
    for _ in range(2):  # to look changes nothing
        assert first.left_behind() == second.left_behind() == ["training"]
    assert second.take("training")
    assert first.left_behind() == []
    second.give_back("training")
    assert first.left_behind() == []


def test_what_is_marked_is_left_behind(two):
    two[0].mark("한국어")
    assert two[1].left_behind() == ["한국어"]


def test_a_file_that_was_removed_is_made_anew_unless_another_was_first(two, tmp_path):
    first, second = two
    assert first.take("mine")
    (tmp_path / "open" / "mine").unlink()
    assert first.take("mine")
    assert not second.take("mine")
    (tmp_path / "open" / "mine").unlink()
    assert second.take("mine")
    assert not first.take("mine")
    second.give_back("mine")
    assert first.take("mine")


def test_where_no_file_can_be_the_reason_is_the_systems(tmp_path):
    (tmp_path / "open").write_text("a file")
    with pytest.raises(OSError, match="File exists"):
        Leases(tmp_path / "open").take("mine")


def test_who_takes_it_while_it_is_given_back_keeps_it(two, tmp_path, monkeypatch):
    """The file goes before the lock: after it, it would be the next one's."""
    (first, second), third, real = two, Leases(tmp_path / "open"), FileLock.release
    assert first.take("mine")
    taken = []

    def release(lock, *rest, **named):
        real(lock, *rest, **named)
        if not taken:
            taken.append(True)
            assert second.take("mine")

    monkeypatch.setattr(FileLock, "release", release)
    first.give_back("mine")
    assert taken
    assert not third.take("mine")
    assert not first.take("mine")


TAKES = """
import os, sys, time
from pathlib import Path
from core.storage.lease import Leases
folder = Path(sys.argv[1])
leases, had = Leases(folder / "open"), 0
sys.stdin.readline()
while had < 40:
    if leases.take("mine"):
        os.close(os.open(folder / "inside", os.O_CREAT | os.O_EXCL))  # FileExistsError where another has it, too
        time.sleep(0.0005)
        os.unlink(folder / "inside")
        leases.give_back("mine")
        had += 1
print(had)
"""


def test_three_processes_take_it_in_turns(tmp_path):
    """Giving back removes the file that another may just be locking."""
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", TAKES, str(tmp_path)],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for _ in range(3)
    ]  # fmt: skip
    for each in processes:
        each.stdin.write("\n")
        each.stdin.flush()
    for each in processes:
        out, errors = each.communicate(timeout=600)
        assert (out, errors) == ("40\n", "")

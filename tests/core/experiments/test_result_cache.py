"""Results on disk: one file a task, whole or absent, written once."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from core.experiments.result_cache import ResultCache
from core.experiments.task import Result, Task
from core.spec import NetworkSpec, TrainingSpec
from core.storage import atomic_write

TASK = Task(NetworkSpec(), TrainingSpec(seed=1), 100, (("tensorflow", "2.21.0"),))
RESULT = Result(1.25, 4_500, 5_000, 9_000, 10_000)


def files(folder: Path) -> list[Path]:
    return sorted(folder.glob("experiments/results/*/*"))


def test_what_was_put_is_there_in_the_next_process(tmp_path):
    results = ResultCache(tmp_path)
    assert results.get(TASK) is None
    assert results.put(TASK, RESULT)
    assert results.get(TASK) == RESULT
    again = ResultCache(tmp_path)
    assert again.get(TASK) == RESULT
    assert again.rows() == [(TASK, RESULT)]
    assert again.get(replace(TASK, iterations=101)) is None


def test_the_first_result_stays(tmp_path):
    results = ResultCache(tmp_path)
    assert results.put(TASK, RESULT)
    assert not results.put(TASK, replace(RESULT, test=1))
    assert ResultCache(tmp_path).get(TASK) == RESULT
    assert len(files(tmp_path)) == 1


def test_of_many_threads_one_writes(tmp_path):
    results = ResultCache(tmp_path)
    with ThreadPoolExecutor(8) as pool:
        wrote = list(pool.map(lambda test: results.put(TASK, replace(RESULT, test=test)), range(40)))
    assert wrote.count(True) == 1
    assert len(files(tmp_path)) == 1
    assert ResultCache(tmp_path).get(TASK) == results.get(TASK)


def test_what_another_process_wrote_is_found(tmp_path):
    here, there = ResultCache(tmp_path), ResultCache(tmp_path)
    there.put(TASK, RESULT)
    assert here.get(TASK) is None  # not without looking
    assert here.look_for(TASK) == RESULT
    assert here.get(TASK) == RESULT


def test_a_tested_result_answers_one_without_the_test_and_keeps_it_closed(tmp_path):
    results = ResultCache(tmp_path)
    results.put(TASK, RESULT)
    assert results.get(replace(TASK, tested=False)) == replace(RESULT, test=None)
    closed = replace(TASK, iterations=7, tested=False)
    results.put(closed, replace(RESULT, test=None))
    assert results.get(replace(closed, tested=True)) is None


@pytest.mark.parametrize(
    "harm",
    [
        lambda text: text[: len(text) // 2],
        lambda text: text.replace("9000", "9999"),
        lambda text: text.replace('"seed\\":1', '"seed\\":2'),
        lambda text: "",
        lambda text: "[]",
        lambda text: json.dumps({"schema": 1, "check": "0"}),
        lambda text: "[" * 100_000,
    ],
)
def test_a_damaged_file_is_put_aside_and_the_rest_is_there(tmp_path, harm, capsys):
    other = replace(TASK, iterations=5)
    results = ResultCache(tmp_path)
    results.put(TASK, RESULT)
    results.put(other, RESULT)
    path = next(path for path in files(tmp_path) if path.stem == TASK.key)
    text = path.read_text()
    assert harm(text) != text
    path.write_text(harm(text))
    again = ResultCache(tmp_path)
    assert again.get(TASK) is None
    assert again.get(other) == RESULT
    assert len(list((tmp_path / "aside").iterdir())) == 1
    assert "was put aside" in capsys.readouterr().err
    assert again.put(TASK, RESULT)
    assert ResultCache(tmp_path).get(TASK) == RESULT


def test_a_file_under_a_wrong_name_is_no_result(tmp_path):
    results = ResultCache(tmp_path)
    results.put(TASK, RESULT)
    (path,) = files(tmp_path)
    path.rename(path.with_name("0" * 64 + ".json"))
    assert ResultCache(tmp_path).rows() == []


def test_a_full_disk_loses_nothing(tmp_path, monkeypatch):
    results = ResultCache(tmp_path)
    whole = atomic_write.write

    def full(path, fill, durable=True):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(atomic_write, "write", full)
    with pytest.raises(OSError, match="No space"):
        results.put(TASK, RESULT)
    assert results.get(TASK) == RESULT
    assert files(tmp_path) == []
    with pytest.raises(OSError, match="No space"):
        results.keep_rest()
    monkeypatch.setattr(atomic_write, "write", whole)
    results.keep_rest()
    assert ResultCache(tmp_path).get(TASK) == RESULT


def test_two_processes_may_write_the_same(tmp_path, monkeypatch):
    """Each to a file of its own; the one that is put in place is whole."""
    opened, real = [], open
    monkeypatch.setattr(atomic_write, "open", lambda path, mode: opened.append(path) or real(path, mode), raising=False)
    ResultCache(tmp_path).put(TASK, RESULT)
    (path,) = files(tmp_path)
    path.unlink()
    ResultCache(tmp_path).put(TASK, RESULT)
    assert len(set(opened)) == 2
    assert ResultCache(tmp_path).get(TASK) == RESULT


def test_a_half_written_file_is_nothing(tmp_path):
    results = ResultCache(tmp_path)
    results.put(TASK, RESULT)
    (path,) = files(tmp_path)
    path.rename(path.with_suffix(".part"))
    assert ResultCache(tmp_path).rows() == []

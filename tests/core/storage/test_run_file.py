"""A run in a file: complete or absent, there and back with every bit; damage is found wherever it is."""

from __future__ import annotations

import contextlib
import io
import json
import os
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core import spec
from core.messages import Sentence
from core.runs.run import Run
from core.runs.snapshot import Phase
from core.storage import atomic_write, record_json, run_file
from core.storage.errors import Damaged, LaterVersion
from tests.support import kept_runs


def save(run: Run, path: Path, durable: bool = False) -> Path:
    run_file.save(path, run.record(), run.history.rows, run.state, durable)
    return path


def rewrite(path: Path, **members: bytes | None) -> None:
    """Whole as a zip file: other contents in place of its members (None: without it)."""
    with zipfile.ZipFile(path) as old:
        contents = {name: old.read(name) for name in old.namelist()}
    contents |= {f"{name.replace('__', '/')}.npy": content for name, content in members.items()}
    with zipfile.ZipFile(path, "w") as new:
        for name, content in contents.items():
            if content is not None:
                new.writestr(name, content)


def array(values: np.ndarray, pickled: bool = False) -> bytes:
    stream = io.BytesIO()
    np.save(stream, values, allow_pickle=pickled)
    return stream.getvalue()


@pytest.mark.parametrize("durable", [False, True])
def test_there_and_back(tmp_path, durable):
    run = kept_runs.train(kept_runs.new(network=spec.tutorial(), seed=7), 120)
    run.say(Sentence("At {iteration:,} of {name}.", iteration=1200, name="다람쥐"))
    back = run_file.load(save(run, tmp_path / "run.npz", durable))
    for name in ("run_id", "workspace", "network", "settings", "phase", "goal", "notice", "results", "checkpoints"):
        assert getattr(back, name) == getattr(run, name), name
    assert isinstance(back.phase, Phase)
    assert back.event > run.event
    assert kept_runs.same(back.state, run.state)
    assert list(back.state.weights) == list(run.state.weights)
    assert back.history.rows.tobytes() == run.history.rows.tobytes()
    assert back.history.validations == run.history.validations
    assert back.history.key != run.history.key
    with pytest.raises(ValueError, match="read-only"):
        back.state.weights["fc_out/bias"][0] = 1
    assert kept_runs.same(run_file.load_state(tmp_path / "run.npz"), run.state)
    assert run_file.load_weights(tmp_path / "run.npz")["conv2/kernel"].shape == (5, 5, 16, 36)
    assert run_file.load_record(tmp_path / "run.npz") == run.record()


def test_a_run_that_is_back_goes_on(tmp_path):
    run = kept_runs.train(kept_runs.new(), 1000, stop_at=300)
    back = run_file.load(save(run, tmp_path / "run.npz"))
    assert back.phase is Phase.TRAINING
    for each in (run, back):
        kept_runs.train(each, 1000)
    assert back.phase is Phase.REACHED
    assert (back.history.rows[:, :4] == run.history.rows[:, :4]).all()
    assert [(r.iteration, r.correct) for r in back.results.values()] == [
        (r.iteration, r.correct) for r in run.results.values()
    ]


def test_a_run_without_a_state(tmp_path):
    back = run_file.load(save(kept_runs.new(), tmp_path / "run.npz"))
    assert (back.state, back.phase, back.iteration, len(back.history)) == (None, Phase.READY, 0, 0)
    with pytest.raises(Damaged, match="no state"):
        run_file.load_state(tmp_path / "run.npz")


@pytest.mark.parametrize("optimizer", spec.OPTIMIZERS)
def test_the_trainers_own_states(tmp_path, trainer_class, digits, optimizer):
    """Every optimizer has slots of its own; a state goes on from disk with the same bits."""
    network, settings = spec.NetworkSpec((spec.Conv(2, 3, 4),)), spec.TrainingSpec(optimizer, batch_size=8)
    trainer = trainer_class(network, settings)
    run = Run("mine", network, settings)
    run.state, recorded = trainer.advance(trainer.initial_state(), digits.train, 3)
    run.history.extend(recorded)
    back = run_file.load(save(run, tmp_path / "run.npz")).state
    assert kept_runs.same(back, run.state)
    further = [trainer.advance(each, digits.train, 2)[0].weights for each in (run.state, back)]
    assert all(further[0][name].tobytes() == further[1][name].tobytes() for name in further[0])


def test_a_test_of_a_checkpoint(tmp_path):
    values = kept_runs.probabilities(kept_runs.new(), 12)
    run_file.save_test(tmp_path / "x.test.npz", values)
    assert run_file.load_test(tmp_path / "x.test.npz").tobytes() == values.tobytes()
    for wrong in (values.astype(np.float64), values[:, :9], values[0]):
        np.savez(tmp_path / "x.test.npz", probabilities=wrong)
        with pytest.raises(Damaged, match="the probabilities are"):
            run_file.load_test(tmp_path / "x.test.npz")


# Complete or absent.


@pytest.mark.parametrize("fails", ["savez", "fsync", "replace", "open"])
def test_the_old_file_stays_until_the_new_one_is_whole(tmp_path, monkeypatch, fails):
    path = tmp_path / "run.npz"
    run = kept_runs.train(kept_runs.new(), 50)
    before = save(run, path).read_bytes()
    kept_runs.train(run, 60)

    def full(file, *rest, **arrays):
        if fails == "savez":
            file.write(b"PK half a file")
        raise OSError(28, "No space left on device")

    if fails == "open":
        monkeypatch.setattr("builtins.open", full)
    else:
        monkeypatch.setattr(np if fails == "savez" else os, fails, full)
    with pytest.raises(OSError, match="No space"):
        save(run, path, durable=True)
    monkeypatch.undo()
    assert path.read_bytes() == before
    assert run_file.load(path).iteration == 50
    assert os.listdir(tmp_path) == ["run.npz"]  # a full disk has no room for half a file


def test_it_is_never_half_there(tmp_path, monkeypatch):
    """At every write to the new file the old one is whole: what a process leaves that is killed then."""
    path, seen = tmp_path / "run.npz", []
    save(kept_runs.train(kept_runs.new(), 20), path)

    class Watched(io.FileIO):
        def write(self, content):
            seen.append(run_file.load(path).iteration)
            return super().write(content)

    real = open
    run = kept_runs.train(kept_runs.new(), 30)
    with monkeypatch.context() as patched:
        patched.setattr(
            atomic_write, "open", lambda p, mode: Watched(p, mode) if "w" in mode else real(p, mode), raising=False
        )
        save(run, path)
    assert len(seen) > 20
    assert set(seen) == {20}
    assert run_file.load(path).iteration == 30


# Damage.


def test_damage_anywhere_is_found_or_harmless(tmp_path):
    """Every byte of a small file changed in turn, and every length cut: never another error, never another run."""
    run = kept_runs.train(kept_runs.new(), 3)
    path = save(run, tmp_path / "run.npz")
    whole = path.read_bytes()
    record, refused = run.record(), 0
    others = (run_file.load_record, run_file.load_state, run_file.load_weights)
    for place in range(len(whole)):
        for bit in (1 << place % 8, 0xFF)[: 1 + (place % 4 == 0)]:
            path.write_bytes(whole[:place] + bytes([whole[place] ^ bit]) + whole[place + 1 :])
            try:
                back = run_file.load(path)
            except Damaged:
                refused += 1
                for load in others if place % 8 == 0 else ():
                    with contextlib.suppress(Damaged):
                        load(path)
            else:
                assert replace(back.record(), event=record.event) == record, place
                assert kept_runs.same(back.state, run.state), place
                assert back.history.rows.tobytes() == run.history.rows.tobytes(), place
    print(f"{len(whole)} bytes, {refused} changes were refused")
    assert refused > 0.5 * len(whole)
    for length in range(0, len(whole), 13):
        path.write_bytes(whole[:length])
        for load in (run_file.load, *others):
            with pytest.raises(Damaged, match=r"run\.npz cannot be read"):
                load(path)


def test_damage_of_a_test_is_found_or_harmless(tmp_path):
    path = tmp_path / "x.test.npz"
    values = kept_runs.probabilities(kept_runs.new(), 12)[:3]
    run_file.save_test(path, values)
    whole, refused = path.read_bytes(), 0
    for place in range(len(whole)):
        for bit in range(place % 2, 8, 2):
            path.write_bytes(whole[:place] + bytes([whole[place] ^ 1 << bit]) + whole[place + 1 :])
            try:
                assert run_file.load_test(path).tobytes() == values.tobytes(), place
            except Damaged:
                refused += 1
    assert refused > 2 * len(whole)


def test_a_header_that_says_less_than_there_is(tmp_path):
    """One changed bit makes 500 rows 400, and the array's checksum is only told by all its bytes."""
    run = kept_runs.train(kept_runs.new(network=spec.NetworkSpec((spec.Dense(500),))), 3)
    path = save(run, tmp_path / "run.npz")
    whole = path.read_bytes()
    for said, less in ((b"(784, 500)", b"(704, 500)"), (b"(500, 10)", b"(400, 10)"), (b"(3, 5)", b"(2, 5)")):
        assert said in whole
        path.write_bytes(whole.replace(said, less))
        with pytest.raises(Damaged):
            run_file.load(path)


@pytest.mark.parametrize("shape", [(10**13,), (10**9, 5), (2**62,), (-1, 5)])
def test_a_header_that_asks_for_terabytes(tmp_path, shape):
    """An array's header says how much memory to take before any of it is read."""
    header = io.BytesIO()
    np.lib.format.write_array_header_1_0(header, {"descr": "<f4", "fortran_order": False, "shape": shape})
    path = save(kept_runs.train(kept_runs.new(), 3), tmp_path / "run.npz")
    rewrite(path, history=header.getvalue())
    with pytest.raises(Damaged, match="cannot be read"):
        run_file.load(path)


def test_what_is_packed_into_little_is_not_unpacked(tmp_path):
    path = tmp_path / "run.npz"
    np.savez_compressed(path, history=np.zeros((10**6, 5), np.float32), about=np.zeros(10**6, np.uint8))
    assert path.stat().st_size < 30_000
    with pytest.raises(Damaged, match="packed or too large"):
        run_file.load(path)


@pytest.mark.parametrize(
    ("members", "said"),
    [
        ({"weights__fc_out__bias": None}, "not those of its network"),
        ({"weights__conv9__bias": array(np.zeros(3, np.float32))}, "not those of its network"),
        ({"weights__fc_out__bias": array(np.zeros(9, np.float32))}, "not those of its network"),
        ({"weights__fc_out__bias": array(np.zeros(10, np.float64))}, "not those of its network"),
        ({"optimizer__v__fc_out__bias": None}, "not those of its network"),
        ({"optimizer__m__fc_out__bias": array(np.zeros(9, np.float32))}, "not those of its network"),
        ({"veights__fc_out__bias": array(np.zeros(9, np.float32))}, "something else"),
        ({"history": array(np.zeros((2, 5), np.float32))}, "the history is"),
        ({"history": array(np.zeros((3, 4), np.float32))}, "the history is"),
        ({"history": array(np.zeros((3, 5), np.float64))}, "the history is"),
        ({"about": array(np.frombuffer(b"[]", np.uint8))}, "cannot be read"),
        ({"about": array(np.frombuffer(b"7", np.uint8))}, "cannot be read"),
        ({"about": array(np.frombuffer(b'{"schema": 1}', np.uint8))}, "cannot be read"),
        ({"about": array(np.frombuffer(b"\xff\xfe", np.uint8))}, "cannot be read"),
        ({"about": None}, "cannot be read"),
    ],
)
def test_a_whole_zip_file_with_something_else_in_it(tmp_path, members, said):
    path = save(kept_runs.train(kept_runs.new(), 3), tmp_path / "run.npz")
    rewrite(path, **members)
    with pytest.raises(Damaged, match=said):
        run_file.load(path)


@pytest.mark.parametrize("content", [b"", b"PK", b"hello", np.zeros(3).tobytes(), array(np.zeros((3, 5)))])
def test_what_is_no_run(tmp_path, content):
    path = tmp_path / "run.npz"
    path.write_bytes(content)
    for load in (run_file.load, run_file.load_record, run_file.load_state, run_file.load_weights, run_file.load_test):
        with pytest.raises(Damaged, match=r"run\.npz cannot be read"):
            load(path)


def test_another_programs_arrays(tmp_path):
    path = tmp_path / "run.npz"
    np.savez(path, weights=np.zeros(3))
    with pytest.raises(Damaged, match="cannot be read"):
        run_file.load(path)


class _Trap:
    """Whoever unpickles it leaves a trace."""

    def __init__(self, trace: Path) -> None:
        self._trace = trace

    def __reduce__(self):
        return Path.touch, (self._trace,)


@pytest.mark.parametrize("name", ["about", "history", "weights__fc_out__bias"])
def test_nothing_is_unpickled(tmp_path, name):
    path = save(kept_runs.train(kept_runs.new(), 3), tmp_path / "run.npz")
    trap = np.array([_Trap(tmp_path / "trace")], dtype=object)
    rewrite(path, **{name: array(trap, pickled=True)})
    with pytest.raises(Damaged):
        run_file.load(path)
    for load in (run_file.load_record, run_file.load_state, run_file.load_weights):
        with contextlib.suppress(Damaged):
            load(path)
    assert not (tmp_path / "trace").exists()


def test_what_the_system_does_not_give_is_no_damage(tmp_path, monkeypatch):
    """Too many open files, no permission, no memory: the file may be whole, and must not be put aside."""
    path = tmp_path / "run.npz"
    for load in (run_file.load, run_file.load_test):
        with pytest.raises(FileNotFoundError):
            load(path)
    save(kept_runs.train(kept_runs.new(), 3), path)
    with monkeypatch.context() as patched:
        patched.setattr(np, "frombuffer", lambda *rest, **named: bytearray(1 << 60))
        with pytest.raises(OSError, match="memory"):
            run_file.load(path)

    def refuses(*rest):
        raise OSError(24, "Too many open files")

    monkeypatch.setattr("builtins.open", refuses)
    with pytest.raises(OSError, match="Too many"):
        run_file.load(path)


def test_a_later_version_is_told_from_damage(tmp_path):
    run = kept_runs.train(kept_runs.new(), 3)
    path = save(run, tmp_path / "run.npz")
    later = json.dumps(json.loads(record_json.to_json(run.record())) | {"schema": record_json.SCHEMA + 1, "more": []})
    rewrite(path, about=array(np.frombuffer(later.encode(), np.uint8)), something__new=array(np.zeros(3)))
    before = path.read_bytes()
    for load in (run_file.load, run_file.load_record, run_file.load_state, run_file.load_weights):
        with pytest.raises(LaterVersion, match=f"schema {record_json.SCHEMA + 1}"):
            load(path)
    assert path.read_bytes() == before

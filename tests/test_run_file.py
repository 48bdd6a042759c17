"""A run on disk: whole or absent, there and back with every bit."""

from __future__ import annotations

import os

import numpy as np
import pytest

from core import checkpoint, spec
from core.run import Phase, Run
from core.sentence import Sentence
from tests import test_run


def trained(goal: int = 120) -> Run:
    """Far enough for results, validations and a state."""
    run = test_run.new()
    run.train(goal)
    test_run.drive(run)
    return run


def small() -> Run:
    """A run in a file of two kilobytes, so that each of its bytes can be damaged in turn."""
    run = Run("mine", spec.NetworkSpec(), spec.TrainingSpec())
    run.state = test_run.state(3)
    return run


def path_of(run: Run, folder):
    return folder / f"{run.run_id}{checkpoint.SUFFIX}"


def test_there_and_back(tmp_path):
    run = trained()
    run.say(Sentence("At {iteration:,} of {name}.", iteration=1200, name="x"))
    checkpoint.save(run, tmp_path)
    back = checkpoint.load(path_of(run, tmp_path))
    for name in ("run_id", "workspace", "network", "settings", "phase", "goal", "notice", "results"):
        assert getattr(back, name) == getattr(run, name), name
    assert isinstance(back.phase, Phase)
    assert back.event > run.event
    assert (back.state.iteration, back.state.seconds) == (run.state.iteration, run.state.seconds)
    assert {k: v.tobytes() for k, v in back.state.weights.items()} == {
        k: v.tobytes() for k, v in run.state.weights.items()
    }
    assert sorted(back.probabilities) == sorted(run.probabilities)
    for iteration, array in run.probabilities.items():
        assert (back.probabilities[iteration] == array).all()
    assert (back.history.rows == run.history.rows).all()
    assert back.history.validations == run.history.validations
    assert back.history.key != run.history.key
    assert not back.state.weights["fc_out/bias"].flags.writeable
    with pytest.raises(ValueError, match="read-only"):
        back.state.weights["fc_out/bias"][0] = 1


def test_a_run_that_is_back_goes_on(tmp_path):
    run = test_run.new()
    run.train(1000)
    test_run.drive(run, until=300)
    checkpoint.save(run, tmp_path)
    back = checkpoint.load(path_of(run, tmp_path))
    assert back.phase is Phase.TRAINING
    test_run.drive(run)
    test_run.drive(back)
    assert back.phase is Phase.REACHED
    assert (back.history.rows == run.history.rows).all()
    assert {i: (r.correct, r.total) for i, r in back.results.items()} == {
        i: (r.correct, r.total) for i, r in run.results.items()
    }


def test_a_run_without_a_state(tmp_path):
    run = test_run.new()
    checkpoint.save(run, tmp_path)
    back = checkpoint.load(path_of(run, tmp_path))
    assert (back.state, back.phase, back.iteration, len(back.history)) == (None, Phase.READY, 0, 0)


def test_optimizer_slots_and_names_with_slashes(tmp_path):
    from core.trainer import Trainer

    trainer = Trainer(spec.NetworkSpec(), spec.TrainingSpec())
    run = Run("w", spec.NetworkSpec(), spec.TrainingSpec())
    run.state = trainer.initial_state()
    checkpoint.save(run, tmp_path)
    back = checkpoint.load(path_of(run, tmp_path)).state
    assert list(back.weights) == list(run.state.weights)
    assert set(back.optimizer) == {"m/fc_out/kernel", "v/fc_out/kernel", "m/fc_out/bias", "v/fc_out/bias"}
    assert (back.weights["fc_out/kernel"] == run.state.weights["fc_out/kernel"]).all()


def test_the_old_file_stays_until_the_new_one_is_whole(tmp_path, monkeypatch):
    run = trained(50)
    checkpoint.save(run, tmp_path)
    before = path_of(run, tmp_path).read_bytes()
    run.train(60)
    test_run.drive(run)

    def full(file, **arrays):
        file.write(b"PK half a file")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(np, "savez", full)
    with pytest.raises(OSError, match="No space"):
        checkpoint.save(run, tmp_path)
    assert path_of(run, tmp_path).read_bytes() == before
    assert checkpoint.load(path_of(run, tmp_path)).iteration == 50
    assert len(list(tmp_path.glob(f"*{checkpoint.SUFFIX}"))) == 1


def test_nothing_but_the_file_is_left(tmp_path):
    run = trained(50)
    checkpoint.save(run, tmp_path)
    checkpoint.save(run, tmp_path)
    assert os.listdir(tmp_path) == [path_of(run, tmp_path).name]


def test_damage_anywhere_is_a_value_error_or_harmless(tmp_path):
    """Every byte of a small file changed in turn, and every length cut: never another error, never another run."""
    run = small()
    checkpoint.save(run, tmp_path)
    path = path_of(run, tmp_path)
    whole = path.read_bytes()
    refused = 0
    for place in range(len(whole)):
        for bit in (0x01, 0x40, 0xFF):
            path.write_bytes(whole[:place] + bytes([whole[place] ^ bit]) + whole[place + 1 :])
            try:
                back = checkpoint.load(path)
            except ValueError:
                refused += 1
            else:
                assert (back.run_id, back.iteration) == (run.run_id, 3)
                assert (back.state.weights["fc_out/bias"] == 3).all()
    assert refused > 2 * len(whole)
    for length in range(0, len(whole), 7):
        path.write_bytes(whole[:length])
        with pytest.raises(ValueError, match="is no whole run"):
            checkpoint.load(path)


def test_a_header_that_asks_for_terabytes(tmp_path):
    """An array's header says how much memory to take before any of it is read."""
    import io
    import zipfile

    header = io.BytesIO()
    np.lib.format.write_array_header_1_0(header, {"descr": "<f4", "fortran_order": False, "shape": (10**13,)})
    path = tmp_path / f"big{checkpoint.SUFFIX}"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("history.npy", header.getvalue())
    with pytest.raises(ValueError, match="is no whole run"):
        checkpoint.load(path)


@pytest.mark.parametrize("content", [b"", b"PK", b"hello", np.zeros(3).tobytes()])
def test_what_is_no_run(tmp_path, content):
    path = tmp_path / f"x{checkpoint.SUFFIX}"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=r"x\.run\.npz is no whole run"):
        checkpoint.load(path)


def test_another_programs_arrays(tmp_path):
    path = tmp_path / f"x{checkpoint.SUFFIX}"
    np.savez(path, weights=np.zeros(3))
    with pytest.raises(ValueError, match="is no whole run"):
        checkpoint.load(path)


def test_nothing_is_unpickled(tmp_path):
    path = tmp_path / f"x{checkpoint.SUFFIX}"
    np.savez(path, about=np.array([{}], dtype=object))
    with pytest.raises(ValueError, match="allow_pickle=False"):
        checkpoint.load(path)

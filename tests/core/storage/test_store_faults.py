"""What goes wrong below the store: damaged files, a damaged index, folders that are none.

Never another error than a sentence, never another run's content; what is damaged is named and put aside, the rest opens.
"""

from __future__ import annotations

import contextlib
import errno
import os
import random
import shutil
import sqlite3
from pathlib import Path

import numpy as np
import pytest

from core.runs.snapshot import Origin, Phase
from core.spec import TrainingSpec
from core.storage import files as store_files
from core.storage import run_file
from core.storage import run_record as records
from core.storage.errors import Damaged, StoreError
from core.storage.files import RUN, STATE, TEST
from core.storage.store import Store
from tests.support import kept_runs
from tests.support.kept_runs import aside, files, folder_of, keep, new, opened, train, write_later

BACK = (
    "The file of this run was damaged and was put aside; the run is back at its last whole checkpoint, iteration 100."
)
REBUILT = "The index of the kept runs was missing or damaged; it was made anew from the {} runs."


@pytest.fixture
def kept(tmp_path):
    with opened(tmp_path) as found:
        yield found


@pytest.fixture
def three(tmp_path) -> list[kept_runs.Run]:
    """Three runs in two workspaces, and the store closed."""
    return kept_runs.three(tmp_path)


# Damaged files.


def test_a_damaged_run_is_back_at_its_last_whole_checkpoint(tmp_path, three, capsys):
    run = three[0]
    folder = folder_of(tmp_path, run)
    for name in (RUN, f"0000120{STATE}"):
        (folder / name).write_bytes((folder / name).read_bytes()[:-1])
    with opened(tmp_path) as second:
        assert len(second.records("mine")) == 2
        back = second.find(run.run_id)
        assert str(back.notice) == BACK
        assert (back.iteration, back.phase, back.name, back.number) == (100, Phase.PAUSED, "number 0", 1)
        assert kept_runs.same(back.state, kept_runs.state(run, 100))
        assert back.history.rows.tobytes() == run.history.rows[:100].tobytes()
        assert list(back.checkpoints) == [0, 1, 2, 5, 10, 20, 50, 100]
        assert list(back.results) == [0, 1, 100]
        assert aside(tmp_path) == [f"{run.run_id}-0000120{STATE}", f"{run.run_id}-{RUN}"]
        said = capsys.readouterr().err
        assert all(str(folder / name) in said for name in (RUN, f"0000120{STATE}"))
        keep(second, train(back, 130))
        kept_runs.is_whole(second, back, second.find(run.run_id))
        for other in three[1:]:
            kept_runs.is_whole(second, other, second.find(other.run_id))


@pytest.mark.parametrize("what", ["cut", "gone", "empty", "a folder", "another's"])
def test_whatever_became_of_the_file(tmp_path, three, what):
    run, path = three[0], folder_of(tmp_path, three[0]) / RUN
    whole = path.read_bytes()
    path.unlink()
    if what == "cut":
        path.write_bytes(whole[: len(whole) // 2])
    elif what == "empty":
        path.touch()
    elif what == "a folder":
        path.mkdir()
    elif what == "another's":
        shutil.copy(folder_of(tmp_path, three[1]) / RUN, path)
    with opened(tmp_path) as second:
        back = second.find(run.run_id)
        assert (back.run_id, back.workspace) == (run.run_id, "mine")
        if what != "another's":  # that is whole, and who put it there may have wanted it
            assert (back.iteration, back.name) == (120, "number 0")
            assert second.find(run.run_id) is not None
            assert aside(tmp_path) == ([] if what == "gone" else [f"{run.run_id}-{RUN}"])


def test_a_run_of_which_nothing_is_whole(tmp_path, three, capsys):
    run = three[0]
    for path in folder_of(tmp_path, run).iterdir():
        path.write_bytes(b"nothing")
    with opened(tmp_path) as second:
        with pytest.raises(StoreError, match="A run is damaged and cannot be opened; its files were put aside"):
            second.find(run.run_id)
        assert str(folder_of(tmp_path, run)) in capsys.readouterr().err
        assert f"mine-{run.run_id}" in aside(tmp_path)
        assert second.find(run.run_id) is None
        assert [record.run_id for record in second.records("mine")] == [three[1].run_id]
        kept_runs.is_whole(second, three[1], second.find(three[1].run_id))


def test_a_damaged_checkpoint_is_put_aside_and_the_others_stay(tmp_path, three, capsys):
    run = three[0]
    with opened(tmp_path) as second:
        back = second.find(run.run_id)
        for at, kind, read in ((20, STATE, second.state), (50, STATE, second.weights), (100, TEST, second.test)):
            path = store_files.checkpoint(folder_of(tmp_path, run), at, kind)
            whole = path.read_bytes()
            place = whole.index(np.float32(0.9 if kind == TEST else at).tobytes())  # one of its numbers
            path.write_bytes(whole[:place] + bytes([whole[place] ^ 4]) + whole[place + 1 :])
            with pytest.raises(Damaged):
                read(back, at)
            assert str(path) in capsys.readouterr().err
            with pytest.raises(Damaged, match="is not there"):
                read(back, at)
        assert len(aside(tmp_path)) == 3
        assert kept_runs.same(second.state(back, 10), kept_runs.state(run, 10))
        assert second.test(back, 1).tobytes() == kept_runs.probabilities(run, 1).tobytes()


def test_any_byte_of_a_runs_folder(tmp_path, three):
    """Each file cut and changed at many places: the run is as it was, or as it was at one of its checkpoints, or refused."""
    run = three[0]
    folder = folder_of(tmp_path, run)
    shutil.copytree(tmp_path, tmp_path / "copy")
    chance, outcomes = random.Random(4), {"whole": 0, "earlier": 0, "checkpoint": 0}
    for path in [folder / RUN, folder / f"0000120{STATE}", folder / f"0000001{TEST}"] * 40:
        whole = path.read_bytes()
        place = chance.randrange(len(whole))
        cut = chance.random() < 0.3
        path.write_bytes(
            whole[:place]
            if cut
            else whole[:place] + bytes([whole[place] ^ 1 << chance.randrange(8)]) + whole[place + 1 :]
        )
        with opened(tmp_path) as second:
            try:
                back = second.find(run.run_id)
                assert back.name == "number 0"
                assert back.settings == run.settings
                assert kept_runs.same(back.state, kept_runs.state(run, back.iteration))
                assert back.history.rows.tobytes() == run.history.rows[: back.iteration].tobytes()
                outcomes["whole" if back.notice == run.notice else "earlier"] += 1
                for at in back.checkpoints:
                    assert kept_runs.same(second.state(back, at), kept_runs.state(run, at))
                for at in back.results:
                    assert second.test(back, at).tobytes() == kept_runs.probabilities(run, at).tobytes()
            except Damaged:
                outcomes["checkpoint"] += 1
            assert len(second.records("mine")) == 2
        shutil.rmtree(folder)
        shutil.copytree(tmp_path / "copy" / folder.relative_to(tmp_path), folder)
    print(outcomes)
    assert min(outcomes.values()) >= 10


def test_what_the_system_refuses_is_not_put_aside(kept, tmp_path, monkeypatch):
    """Too many open files: one sentence, and nothing is taken for damaged or lost."""
    run = keep(kept, train(new(), 100))
    before = files(tmp_path / "workspaces")
    real = open

    def refuses(path, mode="r"):
        if str(path).endswith(".npz"):
            raise OSError(errno.EMFILE, "Too many open files")
        return real(path, mode)

    with monkeypatch.context() as patched:
        patched.setattr(run_file, "open", refuses, raising=False)
        for verb in (
            lambda: kept.find(run.run_id), lambda: kept.state(run, 10), lambda: kept.weights(run, 10),
            lambda: kept.test(run, 1),
        ):  # fmt: skip
            with pytest.raises(StoreError, match=r"The kept runs cannot be read: Too many open files\."):
                verb()
    assert files(tmp_path / "workspaces") == before
    assert not aside(tmp_path)
    kept_runs.is_whole(kept, run, kept.find(run.run_id))


def test_of_a_later_version(tmp_path, three):
    """A run, or one of its checkpoints: left exactly as it is, and said."""
    run = three[0]
    for name in (RUN, f"0000050{STATE}"):
        path = folder_of(tmp_path, run) / name
        with np.load(path) as whole:
            arrays = dict(whole)
        later = arrays["about"].tobytes().replace(b'"schema": 1', b'"schema": 2')
        np.savez(path, **arrays | {"about": np.frombuffer(later, np.uint8), "more/x": np.zeros(3)})
    before = files(tmp_path / "workspaces")
    for again in range(3):
        with opened(tmp_path) as second:
            with pytest.raises(StoreError, match="written by a later version of Layer Lab and is left as it is"):
                second.find(run.run_id)
            for read in (second.state, second.weights):
                with pytest.raises(StoreError, match="written by a later version"):
                    read(run, 50)
            assert len(second.records("mine")) == 2
            kept_runs.is_whole(second, three[1], second.find(three[1].run_id))
        if again == 1:
            (tmp_path / "index.sqlite").unlink()
    assert files(tmp_path / "workspaces") == before


def test_a_run_that_is_all_of_a_later_version_is_not_put_aside(tmp_path, three):
    run = three[0]
    for path in folder_of(tmp_path, run).glob("*[n0].npz"):
        with np.load(path) as whole:
            arrays = dict(whole)
        later = arrays["about"].tobytes().replace(b'"schema": 1', b'"schema": 2')
        np.savez(path, **arrays | {"about": np.frombuffer(later, np.uint8)})
    (tmp_path / "index.sqlite").unlink()
    before = files(tmp_path / "workspaces")
    with opened(tmp_path) as second:
        second.records("mine")
        with contextlib.suppress(StoreError):
            second.find(run.run_id)
    assert files(tmp_path / "workspaces") == before


# Forks: their first checkpoints are the other run's files.


def forked(kept: Store) -> tuple[kept_runs.Run, kept_runs.Run]:
    run = train(new(), 100)
    run.rename("the first")
    keep(kept, run)
    fork = run.fork(kept.state(run, 50), TrainingSpec(learning_rate=0.5), number=2)
    kept.share_checkpoints(run, fork)
    fork.rename("the fork")
    return run, keep(kept, fork)


def test_a_damaged_fork_is_not_the_run_that_it_came_from(tmp_path):
    with opened(tmp_path) as first:
        run, fork = forked(first)
    (folder_of(tmp_path, fork) / RUN).write_bytes(b"nothing")
    with opened(tmp_path) as second:
        back = second.find(fork.run_id)
        assert (back.run_id, back.name, back.number) == (fork.run_id, "the fork", 2)
        assert back.settings.learning_rate == 0.5
        assert back.origin == Origin(run.run_id, 1, 50)
        assert back.iteration == 50
        keep(second, back)
        kept_runs.is_whole(second, back, second.find(fork.run_id))
        kept_runs.is_whole(second, run, second.find(run.run_id))


@pytest.mark.parametrize("index", [True, False])
def test_a_fork_that_was_never_finished_is_no_run(tmp_path, index):
    """The process died between the checkpoints and the fork's own file."""
    with opened(tmp_path) as first:
        run = keep(first, train(new(), 100))
        fork = run.fork(first.state(run, 50), TrainingSpec(), number=2)
        first.share_checkpoints(run, fork)
    if not index:
        (tmp_path / "index.sqlite").unlink()
    with opened(tmp_path) as second:
        assert [record.run_id for record in second.records("mine")] == [run.run_id]
        assert second.find(fork.run_id) is None
        assert aside(tmp_path) == [f"mine-{fork.run_id}"]
        kept_runs.is_whole(second, run, second.find(run.run_id))


def test_what_a_process_leaves_that_is_killed(tmp_path, three):
    """An empty folder, half a file; a whole file that the index does not know of."""
    workspace = tmp_path / "workspaces" / "mine"
    (workspace / "only-begun").mkdir()
    (workspace / "half").mkdir()
    (workspace / "half" / "run.part").write_bytes(b"PK")
    (workspace / ".DS_Store").write_bytes(b"somebody else's")
    shutil.copytree(folder_of(tmp_path, three[2]), workspace / "brought-here")
    with opened(tmp_path) as second:
        ids = [record.run_id for record in second.records("mine")]
        assert sorted(ids) == sorted([three[0].run_id, three[1].run_id, "brought-here"])
        back = second.find("brought-here")
        assert (back.run_id, back.workspace, back.name) == ("brought-here", "mine", "number 3")
        assert aside(tmp_path) == ["mine-half"]
        assert (workspace / ".DS_Store").exists()
        assert not (workspace / "only-begun").exists()


# The index.


def is_all_there(folder: Path, runs: list) -> None:
    with opened(folder) as again:
        for workspace in ("mine", "yours"):
            expected = [records.of(run) for run in runs if run.workspace == workspace]
            assert again.records(workspace) == expected
        for run in runs:
            kept_runs.is_whole(again, run, again.find(run.run_id))
            again.release_all_but(set())


@pytest.mark.parametrize("what", ["gone", "empty", "text", "zeros", "a folder", "another program's", "without tables"])
def test_whatever_became_of_the_index(tmp_path, three, what, capsys):
    path = tmp_path / "index.sqlite"
    path.unlink()
    if what in ("empty", "text", "zeros"):
        path.write_bytes({"empty": b"", "text": b"hello" * 1000, "zeros": bytes(8192)}[what])
    elif what == "a folder":
        (path / "inside").mkdir(parents=True)
    elif what != "gone":
        database = sqlite3.connect(path)
        database.execute("CREATE TABLE runs (song TEXT)" if what == "another program's" else "PRAGMA user_version = 1")
        database.commit()
        database.close()
    if what == "a folder":
        with pytest.raises(StoreError, match=r"The data folder .* cannot be used: unable to open database file\."):
            Store(tmp_path)
        return
    with opened(tmp_path) as second:
        assert [str(said) for said in second.said] == [REBUILT.format(3)]
    is_all_there(tmp_path, three)
    named = str(path) in capsys.readouterr().err
    assert named == bool(aside(tmp_path)) == (what not in ("gone", "empty"))


def test_the_index_cut_at_any_length(tmp_path, three):
    path = tmp_path / "index.sqlite"
    whole = path.read_bytes()
    lengths = sorted({*range(0, len(whole), 1500), *range(90, 120), *range(4090, 4100), len(whole) - 1})
    for length in lengths:
        path.write_bytes(whole[:length])
        with opened(tmp_path) as second:
            assert [str(said) for said in second.said] == [REBUILT.format(3)], length
            assert len(second.records("mine")) == 2
        shutil.rmtree(tmp_path / "aside", ignore_errors=True)
    is_all_there(tmp_path, three)
    assert len(lengths) > 50


def used_bytes(whole: bytes) -> list[int]:
    """Places that are not part of a long row of zeros."""
    numbers = np.frombuffer(whole, np.uint8)
    near = np.convolve(numbers != 0, np.ones(9), "same")
    return np.flatnonzero(near).tolist()


def test_any_bit_of_the_index(tmp_path, three):
    """Also inside the rows, where SQLite itself notices nothing."""
    path = tmp_path / "index.sqlite"
    whole = path.read_bytes()
    chance, places = random.Random(5), used_bytes(whole)
    assert len(places) > 3000
    noticed, expected = 0, {run.run_id: records.of(run) for run in three}
    for place in [*range(0, 100, 2), *chance.sample(places, 250)]:
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1 << chance.randrange(8)]) + whole[place + 1 :])
        try:
            second = Store(tmp_path)
        except StoreError as error:
            pytest.fail(f"byte {place}: {error}")
        with contextlib.closing(second):
            assert second.interrupted() == [], place
            assert second.expire() == [], place
            for run in chance.sample(three, 3):
                assert second.find(run.run_id).name == run.name, place
            found = [*second.records("mine"), *second.records("yours")]
            assert {record.run_id: record for record in found} == expected, place
            assert sorted(token for token, _, _ in second._listed()) == ["mine", "yours"], place
            noticed += bool(second.said)
        shutil.rmtree(tmp_path / "aside", ignore_errors=True)
    print(f"{noticed} of 300 were noticed, the others were harmless")
    assert noticed > 170
    path.write_bytes(whole)
    is_all_there(tmp_path, three)


def test_an_index_that_is_damaged_while_it_is_open(tmp_path, three):
    """Rows are read with their checksums; what is open stays open."""
    path = tmp_path / "index.sqlite"
    with opened(tmp_path) as second, opened(tmp_path) as third:
        second.records("mine")
        with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as database:
            database.execute("UPDATE runs SET record = replace(record, 'number 0', 'number 9')")
        assert [record.name for record in second.records("mine")] == ["number 0", "number 2"]
        assert str(second.said[0]) == REBUILT.format(3)
        assert len(aside(tmp_path)) == 1
        with pytest.raises(StoreError, match="open on another server"):
            third.records("mine")
        assert len(third.records("yours")) == 1
        third.release_all_but(set())
        kept_runs.is_whole(second, three[0], second.find(three[0].run_id))
        keep(second, train(new("theirs"), 3))
    with opened(tmp_path) as fourth:
        assert len(fourth.records("theirs")) == 1
        assert fourth.said == []


@pytest.mark.parametrize("change", ["unlink", "replace", "truncate"])
def test_an_index_that_goes_while_it_is_open(tmp_path, three, change):
    path = tmp_path / "index.sqlite"
    with opened(tmp_path) as second:
        second.records("mine")
        if change == "unlink":
            path.unlink()
        elif change == "replace":
            os.replace(shutil.copy(path, tmp_path / "copy"), path)
        else:
            os.truncate(path, 0)
        run = keep(second, train(new(number=3), 3))
        assert len(second.records("mine")) == 3
        with opened(tmp_path) as third, pytest.raises(StoreError, match="open on another server"):
            third.claim("mine")
    is_all_there(tmp_path, [*three[:2], run, three[2]])


def test_an_index_of_a_later_version(tmp_path, three):
    """Left exactly as it was, byte for byte."""
    write_later(tmp_path / "index.sqlite")
    before = files(tmp_path)
    for _ in range(2):
        with pytest.raises(
            StoreError, match=r"was written by a later version of Layer Lab \(schema 2\) and is left as it is"
        ):
            Store(tmp_path)
    assert files(tmp_path) == before


# Folders that cannot be used.


@pytest.mark.parametrize("where", ["data", "data/below", "data/far/below"])
def test_a_data_folder_that_is_a_file(tmp_path, where):
    (tmp_path / "data").write_text("mine")
    with pytest.raises(StoreError, match=r"The data folder .*data.* cannot be used: (File exists|Not a directory)\."):
        Store(tmp_path / where)
    assert files(tmp_path) == {"data": b"mine"}


def test_a_folder_with_too_long_a_name(tmp_path):
    with pytest.raises(StoreError, match="cannot be used: File name too long"):
        Store(tmp_path / ("x" * 300))


@pytest.mark.parametrize("name", ["workspaces", "owners", "aside"])
def test_a_file_where_a_folder_should_be(tmp_path, name):
    (tmp_path / name).write_text("mine")
    if name == "owners":
        with pytest.raises(StoreError, match="cannot be used: File exists"):
            Store(tmp_path)
    else:
        with opened(tmp_path) as found:
            run = train(new(), 3)
            fault = found.save(records.to_keep(run))
            if name == "workspaces":
                assert "cannot be kept (" in str(fault)
            else:
                assert fault is None
                (folder_of(tmp_path, run) / RUN).write_bytes(b"nothing")
                assert found.find(run.run_id).iteration == 3
    assert (tmp_path / name).read_text() == "mine"


def test_what_may_not_be_written(tmp_path, three, monkeypatch):
    """A read-only disk from the start: one sentence, and all as it was."""
    before = files(tmp_path)

    def refuses(*rest, **named):
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    with monkeypatch.context() as patched:
        patched.setattr(os, "open", refuses)
        with pytest.raises(StoreError, match=r"cannot be used: Read-only file system\."):
            Store(tmp_path)
    assert files(tmp_path) == before
    is_all_there(tmp_path, three)

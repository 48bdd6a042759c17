"""What goes wrong below the store: damaged files, folders that are none, files of a later version.

Never another error than a sentence, never another run's content; what is damaged is named and put aside, the rest opens.
"""

from __future__ import annotations

import errno
import os
import random
import shutil
from pathlib import Path

import numpy as np
import pytest

from core.runs.snapshot import Origin, Phase
from core.spec import TrainingSpec
from core.storage import files as store_files
from core.storage import run_file
from core.storage.errors import Damaged, StoreError
from core.storage.files import CHECKPOINT, RUN, TEST
from core.storage.store import Store
from tests.support import kept_runs
from tests.support.kept_runs import aside, files, folder_of, keep, new, opened, train, write_later

BACK = "This run's file was damaged and was set aside; the run is back at its last intact checkpoint, iteration 100."
DAMAGED = "A run is damaged and cannot be opened; its files were set aside. The other runs are intact."
LATER = "This run was saved by a newer version of Layer Lab and was left as it is; open it with that version."
LATER_ONES = (
    "Some runs were saved by a newer version of Layer Lab and were left as they are; open them with that version."
)


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
    for name in (RUN, f"0000120{CHECKPOINT}"):
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
        assert aside(tmp_path) == [f"{run.run_id}-0000120{CHECKPOINT}", f"{run.run_id}-{RUN}"]
        said = capsys.readouterr().err
        assert all(str(folder / name) in said for name in (RUN, f"0000120{CHECKPOINT}"))
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
        assert {record.run_id for record in second.records("mine")} == {run.run_id for run in three[:2]}
        if what != "another's":  # that is whole, and who put it there may have wanted it
            assert (back.iteration, back.name) == (120, "number 0")
            assert second.find(run.run_id) is not None
            assert aside(tmp_path) == ([] if what == "gone" else [f"{run.run_id}-{RUN}"])


def test_a_run_of_which_nothing_is_whole(tmp_path, three, capsys):
    run = three[0]
    for path in folder_of(tmp_path, run).iterdir():
        path.write_bytes(b"nothing")
    with opened(tmp_path) as second:
        with pytest.raises(StoreError, match="A run is damaged and cannot be opened; its files were set aside"):
            second.find(run.run_id)
        assert str(folder_of(tmp_path, run)) in capsys.readouterr().err
        assert f"mine-{run.run_id}" in aside(tmp_path)
        assert second.find(run.run_id) is None
        assert second.said == []  # whoever asked was told
        assert [record.run_id for record in second.records("mine")] == [three[1].run_id]
        kept_runs.is_whole(second, three[1], second.find(three[1].run_id))


def test_a_run_of_which_nothing_is_whole_is_said_where_nobody_asked_for_it(tmp_path, three):
    for path in folder_of(tmp_path, three[0]).iterdir():
        path.write_bytes(b"nothing")
    with opened(tmp_path) as second:
        for _ in range(2):
            assert [record.run_id for record in second.records("mine")] == [three[1].run_id]
        assert [str(said) for said in second.said] == [DAMAGED]


def test_a_run_that_may_not_be_read_does_not_take_the_others_along(tmp_path, three, monkeypatch):
    closed, real = folder_of(tmp_path, three[0]) / RUN, open

    def refuses(path, mode="r"):
        if path == closed:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return real(path, mode)

    monkeypatch.setattr(run_file, "open", refuses, raising=False)
    with opened(tmp_path) as second:
        assert [record.run_id for record in second.records("mine")] == [three[1].run_id]
        assert [str(said) for said in second.said] == ["The saved runs cannot be read: Permission denied."]
        with pytest.raises(StoreError, match="Permission denied"):
            second.find(three[0].run_id)
    assert not aside(tmp_path)


def test_a_damaged_checkpoint_is_put_aside_and_the_others_stay(tmp_path, three, capsys):
    run = three[0]
    with opened(tmp_path) as second:
        back = second.find(run.run_id)
        for at, kind, read in (
            (20, CHECKPOINT, second.state),
            (50, CHECKPOINT, second.weights),
            (100, TEST, second.test),
        ):
            path = store_files.new_file(folder_of(tmp_path, run), at, kind)
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
    for path in [folder / RUN, folder / f"0000120{CHECKPOINT}", folder / f"0000001{TEST}"] * 40:
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
        kept.release_all_but(set())  # what was read of it counts no more
        for verb in (
            lambda: kept.find(run.run_id), lambda: kept.state(run, 10), lambda: kept.weights(run, 10),
            lambda: kept.test(run, 1), lambda: kept.records("mine"),
        ):  # fmt: skip
            with pytest.raises(StoreError, match=r"The saved runs cannot be read: Too many open files\."):
                verb()
    assert files(tmp_path / "workspaces") == before
    assert not aside(tmp_path)
    kept_runs.is_whole(kept, run, kept.find(run.run_id))


def test_of_a_later_version(tmp_path, three):
    """A run, or one of its checkpoints: left exactly as it is, and said."""
    run = three[0]
    for name in (RUN, f"0000050{CHECKPOINT}"):
        write_later(folder_of(tmp_path, run) / name)
    before = files(tmp_path / "workspaces")
    for _ in range(3):
        with opened(tmp_path) as second:
            with pytest.raises(StoreError) as refused:
                second.find(run.run_id)
            assert str(refused.value) == LATER
            for read in (second.state, second.weights):
                with pytest.raises(StoreError, match="saved by a newer version"):
                    read(run, 50)
            assert second.said == []
            for _ in range(2):
                assert [record.run_id for record in second.records("mine")] == [three[1].run_id]
            assert [str(said) for said in second.said] == [LATER_ONES]
            kept_runs.is_whole(second, three[1], second.find(three[1].run_id))
    assert files(tmp_path / "workspaces") == before


def test_a_run_that_is_all_of_a_later_version_is_not_put_aside(tmp_path, three):
    """Even where its own file is gone."""
    run = three[0]
    (folder_of(tmp_path, run) / RUN).unlink()
    for path in store_files.checkpoints(folder_of(tmp_path, run)):
        write_later(path, more=False)
    before = files(tmp_path / "workspaces")
    with opened(tmp_path) as second:
        assert len(second.records("mine")) == 1
        with pytest.raises(StoreError, match="saved by a newer version"):
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


def test_a_fork_that_was_never_finished_is_no_run(tmp_path):
    """The process died between the checkpoints and the fork's own file."""
    with opened(tmp_path) as first:
        run = keep(first, train(new(), 100))
        fork = run.fork(first.state(run, 50), TrainingSpec(), number=2)
        first.share_checkpoints(run, fork)
    with opened(tmp_path) as second:
        assert [record.run_id for record in second.records("mine")] == [run.run_id]
        assert second.find(fork.run_id) is None
        assert aside(tmp_path) == [f"mine-{fork.run_id}"]
        kept_runs.is_whole(second, run, second.find(run.run_id))


def test_what_a_process_leaves_that_is_killed(tmp_path, three):
    """An empty folder, half a file; a folder that was brought here."""
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


# What says who has a workspace open.


def test_what_says_who_has_what_open_goes_while_it_is_open(tmp_path, three):
    """Somebody tidies up; what is open here is opened by nobody else once it was in use again."""
    with opened(tmp_path) as second:
        second.records("mine")
        shutil.rmtree(tmp_path / "open")
        run = keep(second, train(new(number=3), 3))
        assert len(second.records("mine")) == 3
        with opened(tmp_path) as third, pytest.raises(StoreError, match="open on another server"):
            third.claim("mine")
    is_all_there(tmp_path, [*three[:2], run, three[2]])


def test_another_process_took_what_was_open_here(tmp_path, three):
    with opened(tmp_path) as second, opened(tmp_path) as third:
        second.records("mine")
        shutil.rmtree(tmp_path / "open")
        third.records("mine")
        for verb in (lambda: second.records("mine"), lambda: second.find(three[0].run_id)):
            with pytest.raises(StoreError, match="open on another server"):
                verb()
        assert "open on another server" in str(second.save(three[0].to_save()))
        assert len(third.records("mine")) == 2


@pytest.mark.parametrize("content", [b"", b"hello", bytes(5000)])
def test_whatever_is_in_the_file_that_says_it(tmp_path, three, content):
    for token in ("mine", "nobody's", "%", "%zz"):
        (tmp_path / "open" / token).write_bytes(content)
    with opened(tmp_path) as second:
        assert [workspace for workspace, _ in second.interrupted()] == ["mine"]
        assert len(second.records("mine")) == 2
        assert second.interrupted() == []
    is_all_there(tmp_path, three)


def is_all_there(folder: Path, runs: list) -> None:
    with opened(folder) as again:
        for workspace in ("mine", "yours"):
            assert again.records(workspace) == [run.record() for run in runs if run.workspace == workspace]
        for run in runs:
            kept_runs.is_whole(again, run, again.find(run.run_id))
            again.release_all_but(set())


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


@pytest.mark.parametrize("name", ["workspaces", "open", "aside", "owners"])
def test_a_file_where_a_folder_should_be(tmp_path, name):
    (tmp_path / name).write_text("mine")
    if name == "open":
        with pytest.raises(StoreError, match="cannot be used: File exists"):
            Store(tmp_path)
    else:
        with opened(tmp_path) as found:
            run = train(new(), 3)
            fault = found.save(run.to_save())
            if name == "workspaces":
                assert "cannot be saved (" in str(fault)
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

"""Disks that are full, read-only or busy, seen by the store, the engine and the worker.

Training goes on and the page is told; what was kept before can be read, and once there is room everything is written.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from core.engine import engine as engine_module
from core.engine import run_registry
from core.engine.changes import Cursor
from core.engine.engine import Engine
from core.messages import Sentence
from core.processes import training_process
from core.processes.training_client import Client, Health
from core.runs.snapshot import Phase
from core.spec import NetworkSpec, TrainingSpec
from core.storage import atomic_write, run_file
from core.storage.errors import StoreError
from core.storage.files import CHECKPOINT
from core.storage.lease import Leases
from core.storage.store import Store
from tests.support import kept_runs, numpy_worker
from tests.support.kept_runs import files, folder_of, keep, new, opened, train, write_later
from tests.support.waiting import until


@pytest.fixture
def three(tmp_path) -> list[kept_runs.Run]:
    """Three runs in two workspaces, and the store closed."""
    return kept_runs.three(tmp_path)


# Disks that fill up.


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EDQUOT, errno.EIO])
@pytest.mark.parametrize("nth", range(1, 12, 2))
def test_no_room_at_the_nth_write(tmp_path, monkeypatch, number, nth):
    """What was kept before is there after, the next attempt writes everything."""
    with opened(tmp_path) as kept:
        run = keep(kept, train(new(), 100))
        train(run, 130)
        train(run, 250)
        before = kept.find(run.run_id).record()
        writes, real = [0], os.replace

        def replace(source, target):
            writes[0] += 1
            if writes[0] >= nth:
                raise OSError(number, os.strerror(number))
            return real(source, target)

        unsaved = run.to_save()
        with monkeypatch.context() as patched:
            patched.setattr(os, "replace", replace)
            fault = kept.save(unsaved)
        if writes[0] < nth:
            assert fault is None
            return
        assert str(fault) == (
            f"New results cannot be saved ({os.strerror(number)}). Training continues, but will be lost when the server stops."
        )
        run.saved(unsaved, fault)
        assert not list(tmp_path.rglob("*.part"))
        assert kept.find(run.run_id).record().checkpoints == before.checkpoints
        for at in before.checkpoints:
            assert kept_runs.same(kept.state(run, at.iteration), kept_runs.state(run, at.iteration))
        keep(kept, run)
        assert not run.checkpoints.unsaved_states
        kept_runs.is_whole(kept, run, kept.find(run.run_id))


@pytest.fixture
def no_lock(monkeypatch):
    """As long as a number of an error is given, no file can be locked."""
    real, numbers = Leases.take, []

    def take(leases, workspace):
        if numbers:
            raise OSError(numbers[0], os.strerror(numbers[0]))
        return real(leases, workspace)

    monkeypatch.setattr(Leases, "take", take)
    return numbers


NO_ROOM = (errno.ENOSPC, errno.EROFS, errno.EDQUOT, errno.EIO, errno.EACCES, errno.ENOSYS)


@pytest.mark.parametrize("number", NO_ROOM)
def test_a_workspace_claimed_on_a_full_disk_is_claimed_once_there_is_room(tmp_path, no_lock, number):
    """Else another process would open it beside this one."""
    with opened(tmp_path) as first, opened(tmp_path) as second:
        no_lock.append(number)
        first.claim("mine")
        run = train(new(), 10)
        assert first.save(run.to_save()) is None
        assert first.expire() == []
        no_lock.clear()
        keep(first, run)
        with pytest.raises(StoreError, match="open on another server"):
            second.records("mine")
        assert len(first.records("mine")) == 1


def test_a_workspace_that_another_process_took_on_a_full_disk(tmp_path, no_lock):
    with opened(tmp_path) as first, opened(tmp_path) as second:
        no_lock.append(errno.ENOSPC)
        first.claim("mine")
        no_lock.clear()
        second.claim("mine")
        assert "open on another server" in str(first.save(train(new(), 10).to_save()))


@pytest.mark.parametrize("number", [errno.EMFILE, errno.ENFILE])
def test_too_many_open_files_open_no_workspace(tmp_path, no_lock, number):
    """It may be open elsewhere; what is open here stays open."""
    with opened(tmp_path) as kept:
        run = keep(kept, train(new(), 10))
        no_lock.append(number)
        for verb in (lambda: kept.claim("yours"), lambda: kept.records("yours")):
            with pytest.raises(StoreError, match="The data folder is busy; please try again in a moment"):
                verb()
        assert "The data folder is busy" in str(kept.save(new("yours").to_save()))
        train(run, 20)
        keep(kept, run)
        kept.touch()
        assert kept.expire() == []
        no_lock.clear()
        kept.claim("yours")
        kept_runs.is_whole(kept, run, kept.find(run.run_id))


# A real disk of three megabytes.


@pytest.fixture
def small_disk(tmp_path):
    """Its folder, and a function that mounts it read-only or not."""
    folder = tmp_path / "disk"
    folder.mkdir()

    def mount(*options: str) -> bool:
        done = subprocess.run(["mount", *options, str(folder)], capture_output=True, check=False)
        return done.returncode == 0

    if not sys.platform.startswith("linux") or not mount("-t", "tmpfs", "-o", "size=3m", "tmpfs"):
        pytest.skip("a disk can be mounted here by nobody: a really full one was not tried")
    yield folder, lambda how: mount("-o", f"remount,{how}")
    subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(folder: Path, leave: int = 0) -> Path:
    """No byte is left but ``leave``."""
    path = folder / "other people's"
    with open(path, "wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(bytes(4096))
    if leave:
        os.truncate(path, max(0, path.stat().st_size - leave))
    return path


@pytest.mark.parametrize("leave", [0, 4096, 16384, 65536])
def test_a_full_disk(small_disk, leave):
    disk, _ = small_disk
    with opened(disk / "data") as kept:
        run = keep(kept, train(new(network=NetworkSpec()), 100))
        others = fill(disk, leave)
        train(run, 400)
        unsaved = run.to_save()
        fault = kept.save(unsaved)
        assert "cannot be saved (No space left on device)" in str(fault)
        run.saved(unsaved, fault)
        back = kept.find(run.run_id)
        for at in back.checkpoints:
            assert kept_runs.same(kept.state(back, at), kept_runs.state(run, at))
        if leave == 0:
            with contextlib.closing(Store(disk / "data")) as second:  # a server that starts now
                assert second.records("yours") == []
        others.unlink()
        keep(kept, run)
        kept_runs.is_whole(kept, run, kept.find(run.run_id))


def test_a_server_that_starts_on_a_full_disk_opens_what_is_there(small_disk):
    disk, _ = small_disk
    with opened(disk / "data") as kept:
        run = keep(kept, train(new(network=NetworkSpec()), 100))
    fill(disk)
    with opened(disk / "data") as second:
        assert len(second.records("mine")) == 1
        kept_runs.is_whole(second, run, second.find(run.run_id))
        assert second.said == []


def test_a_folder_of_before_on_a_full_disk(small_disk):
    disk, _ = small_disk
    with opened(disk / "data") as kept:
        run = keep(kept, train(new(network=NetworkSpec()), 100))
    (disk / "data" / "owners").mkdir()
    (disk / "data" / "index.sqlite").write_bytes(b"hello" * 100)
    fill(disk)
    with opened(disk / "data") as second:
        kept_runs.is_whole(second, run, second.find(run.run_id))
    assert not (disk / "data" / "index.sqlite").exists()


def test_a_server_that_starts_on_a_read_only_disk(small_disk):
    disk, remount = small_disk
    with opened(disk / "data") as kept:
        run = keep(kept, train(new(network=NetworkSpec()), 100))
    before = files(disk)
    assert remount("ro")
    for folder in ("data", "another"):
        with pytest.raises(StoreError, match="cannot be used: Read-only file system"):
            Store(disk / folder)
    assert files(disk) == before
    assert remount("rw")
    with opened(disk / "data") as kept:
        kept_runs.is_whole(kept, run, kept.find(run.run_id))


# The engine on such disks.


@pytest.fixture
def engine_of(monkeypatch):
    """An engine that trains with NumPy on a folder."""
    monkeypatch.setitem(sys.modules, "core.trainer", None)  # to be as it was afterwards
    numpy_worker.stand_in(monkeypatch.setattr)
    monkeypatch.setattr(run_registry, "AGAIN_SECONDS", 0.1)
    engines = []

    def begin(folder: Path) -> Engine:
        engine = Engine(Store(folder))
        engines.append(engine)
        engine.start()
        until(lambda: engine.status().ready)
        return engine

    yield begin
    for engine in engines:
        engine.close()


def shown(engine: Engine, run_id: str):
    _, [change], _ = engine.changes({run_id: Cursor()})
    return change.snapshot


def test_training_goes_on_while_the_disk_is_full(small_disk, engine_of):
    disk, _ = small_disk
    engine = engine_of(disk / "data")
    settings = TrainingSpec(learning_rate=0.01, batch_size=16)
    run = engine.create("mine", NetworkSpec(), settings).run_id
    engine.train(run, 60)
    until(lambda: shown(engine, run).phase is Phase.REACHED)
    until(lambda: shown(engine, run).saved_serial == shown(engine, run).serial)
    kept = shown(engine, run)
    others = fill(disk)
    engine.train(run, 1000)
    until(lambda: shown(engine, run).unsaved is not None)
    assert str(shown(engine, run).unsaved).startswith("New results cannot be saved (No space left on device)")
    other = engine.create("mine", NetworkSpec(), settings)
    assert other.unsaved is not None
    until(lambda: shown(engine, run).phase is Phase.REACHED)
    full = shown(engine, run)
    assert (full.saved_iteration, full.saved_serial < full.serial) == (kept.saved_iteration, True)
    assert engine.queries.weights(run, 500)[0] == 500
    assert engine.queries.weights(run, 20)[0] == 20
    assert engine.queries.probabilities(run, 1000).shape == (200, 10)
    on_disk = run_file.load(next(disk.glob(f"data/workspaces/mine/{run}/run.npz")))
    assert (on_disk.iteration, tuple(on_disk.results.values())) == (60, kept.results)
    others.unlink()
    until(lambda: shown(engine, run).unsaved is None and shown(engine, other.run_id).unsaved is None)
    until(lambda: shown(engine, run).saved_serial == shown(engine, run).serial)
    last = shown(engine, run)
    assert last.saved_iteration == 1000
    expected = {at: engine.queries.weights(run, at)[1]["fc_out/kernel"].tobytes() for at in (20, 100, 500, 1000)}
    engine.close()
    with opened(disk / "data") as second:
        back = second.find(run)
        assert (tuple(back.checkpoints.values()), tuple(back.results.values())) == (last.checkpoints, last.results)
        assert {at: second.weights(back, at)["fc_out/kernel"].tobytes() for at in expected} == expected
        assert [len(second.test(back, at)) for at in back.results] == [200] * len(back.results)
        assert {record.run_id for record in second.records("mine")} == {run, other.run_id}


def test_training_goes_on_while_the_disk_is_read_only(tmp_path, engine_of, monkeypatch):
    engine = engine_of(tmp_path)
    run = engine.create("mine", NetworkSpec(), TrainingSpec(batch_size=16)).run_id
    real = open

    def refuses(path, mode):
        if "w" in mode:
            raise OSError(errno.EROFS, os.strerror(errno.EROFS))
        return real(path, mode)

    with monkeypatch.context() as patched:
        patched.setattr(atomic_write, "open", refuses, raising=False)
        engine.train(run, 300)
        until(lambda: shown(engine, run).phase is Phase.REACHED)
        assert "(Read-only file system)" in str(shown(engine, run).unsaved)
        assert engine.queries.weights(run, 50)[0] == 50
    until(lambda: shown(engine, run).unsaved is None)
    until(lambda: shown(engine, run).saved_serial == shown(engine, run).serial)
    assert shown(engine, run).saved_iteration == 300


def test_a_training_outlives_what_says_that_it_is_open(tmp_path, engine_of):
    engine = engine_of(tmp_path)
    run = engine.create("mine", NetworkSpec(), TrainingSpec(batch_size=16)).run_id
    engine.train(run, 500)
    until(lambda: shown(engine, run).iteration > 20)
    shutil.rmtree(tmp_path / "open")
    until(lambda: shown(engine, run).phase is Phase.REACHED)
    until(lambda: shown(engine, run).saved_serial == shown(engine, run).serial)
    assert shown(engine, run).unsaved is None
    assert [each.run_id for each in engine.runs("mine")] == [run]
    with opened(tmp_path) as other, pytest.raises(StoreError, match="open on another server"):
        other.records("mine")
    engine.close()
    with opened(tmp_path) as second:
        assert second.find(run).iteration == 500


def test_a_test_of_a_checkpoint_that_cannot_be_read_just_now_does_not_fail_the_run(tmp_path, engine_of, monkeypatch):
    """Too many open files, for a second: the run is not to blame."""
    engine = engine_of(tmp_path)
    run = engine.create("mine", NetworkSpec(), TrainingSpec(batch_size=16)).run_id
    engine.train(run, 60)
    until(lambda: shown(engine, run).saved_serial == shown(engine, run).serial and shown(engine, run).iteration == 60)
    real = open

    def refuses(path, mode):
        if str(path).endswith(CHECKPOINT):
            raise OSError(errno.EMFILE, "Too many open files")
        return real(path, mode)

    with monkeypatch.context() as patched:
        patched.setattr(run_file, "open", refuses, raising=False)
        engine.test(run, 20)
        until(lambda: str(shown(engine, run).notice) == "The saved runs cannot be read: Too many open files.")
    assert shown(engine, run).phase is Phase.REACHED
    assert len(shown(engine, run).checkpoints) == 8


def test_a_folder_that_cannot_be_read_just_now_does_not_end_the_engine(tmp_path, engine_of, monkeypatch):
    """A run that was never begun is to leave the disk just when there are too many open files."""
    died, refused = [], threading.Event()
    monkeypatch.setattr(threading, "excepthook", lambda failed: died.append(failed.exc_value))
    engine = engine_of(tmp_path)
    engine.create("mine", NetworkSpec(), TrainingSpec())

    def records(store, workspace):
        refused.set()
        raise StoreError(Sentence("The saved runs cannot be read: {reason}.", reason="Too many open files"))

    with monkeypatch.context() as patched:
        patched.setattr(Store, "records", records)
        patched.setattr(run_registry, "PARK_AFTER_SECONDS", -1)
        patched.setattr(engine_module, "TIDY_SECONDS", 0)
        assert refused.wait(60)
        patched.setattr(run_registry, "PARK_AFTER_SECONDS", 60)
        with pytest.raises(StoreError, match="Too many open files"):
            engine.runs("mine")
    assert not died
    assert len(engine.runs("mine")) == 1


def test_a_damaged_run_does_not_hold_back_the_others(tmp_path, engine_of):
    """Of two that were in training when the process died, one cannot be opened: the other goes on."""
    with opened(tmp_path) as first:
        runs = [train(new(network=NetworkSpec(), seed=seed, number=seed), 1000, stop_at=50) for seed in (1, 2)]
        for run in runs:
            keep(first, run)
        first.close({"mine"})
    for path in folder_of(tmp_path, runs[0]).iterdir():
        path.write_bytes(b"nothing")
    engine = engine_of(tmp_path)
    until(lambda: len(engine.in_memory) == 1 and shown(engine, runs[1].run_id).iteration > 100)
    assert shown(engine, runs[1].run_id).phase is Phase.TRAINING


# The worker on such folders: it works all the same, and says so.


@pytest.fixture
def client_on(monkeypatch):
    monkeypatch.setattr(training_process, "MODULE", numpy_worker.__name__)
    clients = []

    def begin(folder: Path, **environment: str) -> Client:
        client = Client(folder, os.environ | environment)
        clients.append(client)
        client.start()
        until(lambda: client.condition.health is not Health.STARTING)
        assert client.condition.health is Health.READY, str(client.condition.sentence)
        run = client.create("new", NetworkSpec(), TrainingSpec()).run_id
        client.train(run, 3)
        until(lambda: client.open(run).phase is Phase.REACHED)
        return client

    yield begin
    for client in clients:
        client.close()


def test_a_worker_whose_data_folder_is_a_file(tmp_path, client_on):
    (tmp_path / "data").write_text("mine")
    client = client_on(tmp_path / "data")
    assert str(client.condition.warning) == (
        f"The data folder {tmp_path / 'data'} cannot be used: File exists. Runs are kept only as long as this server is running."
    )
    assert (tmp_path / "data").read_text() == "mine"


def test_a_worker_whose_folder_is_of_before_and_damaged(tmp_path, three, client_on):
    (tmp_path / "index.sqlite").write_bytes(b"hello" * 1000)
    client = client_on(tmp_path)
    assert client.condition.warning is None
    assert [run.name for run in client.runs("mine")] == ["number 0", "number 2"]
    assert client.weights(three[0].run_id, 100)[0] == 100


def test_a_worker_with_runs_of_a_later_version(tmp_path, three, client_on):
    for path in [*folder_of(tmp_path, three[0]).glob("*.checkpoint.npz"), folder_of(tmp_path, three[0]) / "run.npz"]:
        write_later(path)
    before = files(folder_of(tmp_path, three[0]))
    client = client_on(tmp_path)
    assert [run.name for run in client.runs("mine")] == ["number 2"]
    until(lambda: client.condition.warning is not None)
    assert str(client.condition.warning) == (
        "Some runs were saved by a newer version of Layer Lab and were left as they are; open them with that version."
    )
    with pytest.raises(StoreError, match="open it with that version"):
        client.open(three[0].run_id)
    client.close()
    assert files(folder_of(tmp_path, three[0])) == before


def test_a_worker_with_an_odd_limit(tmp_path, client_on):
    client = client_on(tmp_path, LAYER_LAB_KEEP_DAYS="many")
    assert str(client.condition.warning) == "LAYER_LAB_KEEP_DAYS is many; it must be a number above 0."


def test_a_worker_whose_folder_is_whole_has_nothing_to_say(tmp_path, three, client_on):
    assert client_on(tmp_path).condition.warning is None

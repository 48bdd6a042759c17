"""What is kept on disk: there and back, by workspace, in one process at a time, for as long as the limits say."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from core import spec
from core.messages import Sentence
from core.runs.snapshot import Origin, Phase
from core.storage import files, run_file
from core.storage import settings as store_settings
from core.storage.errors import Damaged, StoreError
from core.storage.files import CHECKPOINT, RUN, TEST
from core.storage.settings import Limits
from core.storage.store import UNDO_SECONDS, Store
from tests.support import kept_runs
from tests.support.kept_runs import keep, new, opened, train
from tests.support.root import ROOT

ELSEWHERE = "This workspace is open on another server"


@pytest.fixture
def kept(tmp_path):
    with opened(tmp_path) as found:
        yield found


def full(seed: int = 1) -> kept_runs.Run:
    run = train(new(seed=seed), 120)
    run.rename("두 번째 시도 – “β” 🦊")
    run.origin = Origin("another", 1, 100)
    run.say(Sentence("At {iteration:,} of {name}.", iteration=1200, name="é"))
    return run


# There and back.


def test_a_run_with_everything(tmp_path):
    with opened(tmp_path) as first:
        run = keep(first, full())
        assert not run.checkpoints.unsaved_states
        assert not run.checkpoints.unsaved_tests
    with opened(tmp_path) as second:
        [record] = second.records("mine")
        assert record == run.record()
        kept_runs.is_whole(second, run, second.find(run.run_id))
        assert second.said == []


def test_the_tutorials_network(tmp_path):
    with opened(tmp_path) as first:
        run = keep(first, train(new(network=spec.tutorial(), seed=3), 10))
    with opened(tmp_path) as second:
        kept_runs.is_whole(second, run, second.find(run.run_id))


def test_a_run_that_is_not_begun(tmp_path):
    with opened(tmp_path) as first:
        run = keep(first, new())
    with opened(tmp_path) as second:
        back = second.find(run.run_id)
        assert (back.phase, back.state, back.iteration) == (Phase.READY, None, 0)
        train(back, 10)
        keep(second, back)
    with opened(tmp_path) as third:
        kept_runs.is_whole(third, back, third.find(run.run_id))


def test_the_files_have_the_names_that_are_documented(kept, tmp_path):
    run = keep(kept, train(new(), 3))
    folder = tmp_path / "workspaces" / "mine" / run.run_id
    assert sorted(path.name for path in folder.iterdir()) == [
        *(f"{at:07d}{kind}" for at in (0, 1) for kind in (CHECKPOINT, TEST)),
        "0000002.checkpoint.npz", "0000003.checkpoint.npz", "0000003.test.npz", "run.npz",
    ]  # fmt: skip
    assert sorted(path.name for path in tmp_path.iterdir()) == ["open", "workspaces"]
    assert [path.name for path in (tmp_path / "open").iterdir()] == ["mine"]


def test_what_is_written_again_follows(tmp_path):
    """A checkpoint is written once; the run's own file whenever something happened."""
    with opened(tmp_path) as first:
        run = keep(first, train(new(), 100))
        folder = tmp_path / "workspaces" / "mine" / run.run_id
        before = {path.name: path.stat().st_ino for path in folder.iterdir()}
        train(run, 200)
        run.rename("longer")
        keep(first, run)
        after = {path.name: path.stat().st_ino for path in folder.iterdir()}
        assert {name for name in before if after[name] != before[name]} == {RUN}
    with opened(tmp_path) as second:
        kept_runs.is_whole(second, run, second.find(run.run_id))


def test_what_has_left_the_run_leaves_the_disk(kept, tmp_path):
    run = train(new(), 30)
    for at in range(31, 70):  # more stops than are kept
        keep(kept, train(run, at))
    folder = tmp_path / "workspaces" / "mine" / run.run_id
    (folder / "0000031.checkpoint.part").write_bytes(b"left by one that was killed")
    train(run, 70)
    keep(kept, run)
    states = [int(path.name[:7]) for path in files.checkpoints(folder)]
    assert sorted(states) == sorted(run.checkpoints)
    assert len(states) == 31  # 0, 1, 2, 5, … 50, and the last 24 stops
    assert {path.name for path in folder.glob("*.test.npz")} == {f"{at:07d}{TEST}" for at in run.results}
    assert not list(folder.glob("*.part"))


def test_an_older_version_never_follows_a_newer(kept):
    run = train(new(), 10)
    old = run.to_save()
    train(run, 20)
    keep(kept, run)
    assert kept.save(old) is None
    assert kept.find(run.run_id).iteration == 20


def test_a_run_that_left_the_memory_is_written_again(kept):
    """Its versions count anew then, and must not be taken for older ones."""
    run = keep(kept, train(new(), 1000))
    back = kept.find(run.run_id)
    assert back.version < run.version
    back.rename("another name")
    train(back, 1001)
    keep(kept, back)
    kept_runs.is_whole(kept, back, kept.find(run.run_id))


def test_what_is_not_there(kept, tmp_path):
    assert kept.find("nobody") is None
    assert kept.records("nobody's") == []
    run = keep(kept, train(new(), 10))
    with pytest.raises(Damaged, match=r"0000007\.checkpoint\.npz is not there"):
        kept.state(run, 7)
    with pytest.raises(Damaged, match="is not there"):
        kept.test(run, 2)
    assert not (tmp_path / "aside").exists()


def test_a_run_is_read_once_and_again_when_its_file_has_changed(tmp_path, monkeypatch):
    with opened(tmp_path) as first:
        runs = [keep(first, train(new(number=number), 3)) for number in range(5)]
    read = []
    real = run_file.load_record
    monkeypatch.setattr(run_file, "load_record", lambda path: read.append(path.parent.name) or real(path))
    with opened(tmp_path) as second:
        for _ in range(3):
            assert [record.run_id for record in second.records("mine")] == [run.run_id for run in runs]
        assert sorted(read) == sorted(run.run_id for run in runs)
        runs[2].rename("by this process")
        keep(second, runs[2])
        assert second.records("mine")[2].name == "by this process"
        assert len(read) == 5
        runs[3].rename("by another")
        run_file.save(
            kept_runs.folder_of(tmp_path, runs[3]) / RUN, runs[3].record(), runs[3].history.rows, runs[3].state, False
        )
        assert second.records("mine")[3].name == "by another"
        assert read[5:] == [runs[3].run_id]


def test_a_run_is_found_whoever_has_it(tmp_path):
    """A link names a run; its workspace may be any."""
    with opened(tmp_path) as first:
        runs = {token: keep(first, new(token)) for token in ("mine", "yours", "a/b", "한국어")}
    with opened(tmp_path) as second:
        for token, run in runs.items():
            back = second.find(run.run_id)
            assert (back.run_id, back.workspace) == (run.run_id, token)
        with opened(tmp_path) as third, pytest.raises(StoreError, match=ELSEWHERE):
            third.find(runs["mine"].run_id)


def test_runs_in_their_order(kept):
    runs = [keep(kept, new(seed=number, number=number)) for number in (2, 3, 1)]
    other = keep(kept, new("yours", number=9))
    assert [record.number for record in kept.records("mine")] == [1, 2, 3]
    assert [record.run_id for record in kept.records("yours")] == [other.run_id]
    kept.remove("mine", runs[0].run_id)
    assert [record.number for record in kept.records("mine")] == [1, 3]
    assert kept.find(runs[0].run_id) is None


def test_a_deleted_run_can_be_brought_back_for_an_hour(kept, tmp_path, monkeypatch):
    run, stays = keep(kept, train(new(), 10)), keep(kept, new(number=2))
    run.delete()
    keep(kept, run)
    assert [record.deleted is None for record in kept.records("mine")] == [False, True]
    back = kept.find(run.run_id)
    back.restore()
    keep(kept, back)
    assert [record.deleted for record in kept.records("mine")] == [None, None]
    back.delete()
    keep(kept, back)
    now = time.time
    monkeypatch.setattr(time, "time", lambda: now() + UNDO_SECONDS - 5)
    assert len(kept.records("mine")) == 2
    monkeypatch.setattr(time, "time", lambda: now() + UNDO_SECONDS + 5)
    assert [record.run_id for record in kept.records("mine")] == [stays.run_id]
    assert os.listdir(tmp_path / "workspaces" / "mine") == [stays.run_id]
    assert kept.find(run.run_id) is None


# Forks.


def fork_of(kept: Store, run: kept_runs.Run, at: int, **settings) -> kept_runs.Run:
    fork = run.fork(kept.state(run, at), spec.TrainingSpec(**settings), number=run.number + 1)
    kept.share_checkpoints(run, fork)
    return keep(kept, fork)


def test_a_fork_shares_files_and_outlives_the_first(kept, tmp_path):
    run = keep(kept, train(new(network=spec.tutorial()), 100))
    alone = files.size(tmp_path / "workspaces" / "mine")
    fork = fork_of(kept, run, 50)
    shared = files.size(tmp_path / "workspaces" / "mine") - alone
    assert shared < 0.4 * alone  # a file with two names counts once
    kept.remove("mine", run.run_id)
    back = kept.find(fork.run_id)
    kept_runs.is_whole(kept, fork, back)
    assert (back.origin, back.iteration) == (Origin(run.run_id, 1, 50), 50)
    assert files.size(tmp_path / "workspaces" / "mine") < alone


def test_where_files_cannot_have_two_names(kept, monkeypatch):
    def refuses(*_):
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(os, "link", refuses)
    run = keep(kept, train(new(), 100))
    fork = fork_of(kept, run, 50)
    kept.remove("mine", run.run_id)
    kept_runs.is_whole(kept, fork, kept.find(fork.run_id))


# Workspaces and their names.

ODD = [
    "..", ".", "a/b", "../../above", "/root", "한국어 작업 공간", "CON", "a" * 255, "x\x00y", "%2E%2E", "a\\b", "C:", "~", "*", "\n",
    "'; DROP TABLE runs; --",
]  # fmt: skip


@pytest.mark.parametrize("token", ODD)
def test_an_odd_token_is_a_name_like_another(tmp_path, token):
    inside = tmp_path / "data"
    with opened(inside) as first:
        assert first.records(token) == []
        run = keep(first, train(new(token), 3))
        keep(first, train(new("mine"), 3))
    with opened(inside) as second:
        assert [record.run_id for record in second.records(token)] == [run.run_id]
        kept_runs.is_whole(second, run, second.find(run.run_id))
        assert len(second.records("mine")) == 1
        second.remove(token, run.run_id)
        assert second.records(token) == []
        assert len(second.records("mine")) == 1
    assert os.listdir(tmp_path) == ["data"]
    assert len(os.listdir(inside / "workspaces")) == 2
    [folder] = set((inside / "workspaces").iterdir()) - {inside / "workspaces" / "mine"}
    assert re.fullmatch(r"[A-Za-z0-9_%~-]+", folder.name)
    assert files.token_of(folder) == token


@pytest.mark.parametrize("token", ["", "a" * 256, "가" * 40, "x" * 100_000, "\ud800", None, 7, b"mine", ["mine"]])
def test_a_token_that_can_name_no_folder_is_one_sentence(kept, tmp_path, token):
    keep(kept, new())
    before = kept_runs.files(tmp_path)
    for verb in (kept.claim, kept.records):
        with pytest.raises(StoreError, match="The workspace named in the address cannot be read"):
            verb(token)
    assert str(kept.save(new(token).to_save())) == "The workspace named in the address cannot be read."
    assert kept_runs.files(tmp_path) == before


@pytest.mark.parametrize(
    "run_id", ["", ".", "..", "../mine", "mine/x", "*", "a" * 65, "a" * 5000, "한", "\ud800", "x\x00"]
)
def test_an_odd_run_id_is_not_there(kept, tmp_path, run_id):
    keep(kept, new())
    before = kept_runs.files(tmp_path)
    assert kept.find(run_id) is None
    assert kept_runs.files(tmp_path) == before


def test_a_run_never_leaves_its_workspace(kept, tmp_path):
    keep(kept, new())
    for run_id in ("..", "../mine", "a/../../x"):
        run = new()
        run.run_id = run_id
        kept.save(run.to_save())
        kept.remove("mine", run_id)
    assert os.listdir(tmp_path / "workspaces") == ["mine"]
    assert len(kept.records("mine")) == 1


# One process at a time.

OTHER = """
import sys
from pathlib import Path
from core.storage.errors import StoreError
from core.storage.store import Store
from core.storage.settings import Limits
from tests.support import kept_runs
store = Store(Path(sys.argv[1]), Limits(bytes=float(sys.argv[2])))
print("there", flush=True)
for line in sys.stdin:
    verb, workspace = line.split()
    try:
        if verb == "claim":
            answer = store.claim(workspace)
        elif verb == "release":
            answer = store.release_all_but(set())
        elif verb == "keep":
            answer = kept_runs.keep(store, kept_runs.train(kept_runs.new(workspace), 5)).run_id
        elif verb == "expire":
            answer = store.expire()
        print(answer, flush=True)
    except StoreError as error:
        print(error, flush=True)
"""


class Other:
    """Another process on the same folder; ``ask`` gives what it prints."""

    def __init__(self, folder: Path, most_bytes: float = 2e9) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", OTHER, str(folder), str(most_bytes)],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert self.process.stdout.readline() == "there\n"

    def ask(self, verb: str, workspace: str = "mine") -> str:
        self.process.stdin.write(f"{verb} {workspace}\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip()

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()


@pytest.fixture
def other(tmp_path):
    process = Other(tmp_path)
    yield process
    process.kill()


def test_a_workspace_is_open_in_one_process(kept, tmp_path, other):
    run_id = other.ask("keep")
    for verb in (lambda: kept.claim("mine"), lambda: kept.records("mine"), lambda: kept.find(run_id)):
        with pytest.raises(StoreError, match=ELSEWHERE):
            verb()
    run = keep(kept, new("yours"))
    assert other.ask("claim", "yours").startswith(ELSEWHERE)
    assert str(kept.save(new().to_save())).startswith(ELSEWHERE)
    assert [record.run_id for record in kept.records("yours")] == [run.run_id]
    other.ask("release")
    kept.claim("mine")
    assert kept.find(run_id).iteration == 5
    assert other.ask("claim").startswith(ELSEWHERE)
    kept.release_all_but({"yours"})
    assert other.ask("claim") == "None"


def test_a_killed_process_lets_go_at_once(kept, tmp_path, other):
    run_id = other.ask("keep")
    assert kept.interrupted() == []
    other.kill()
    [(workspace, seconds)] = kept.interrupted()
    assert workspace == "mine"
    assert 0 <= seconds < 60
    assert kept.find(run_id).iteration == 5
    assert kept.interrupted() == []


def test_a_stopped_process_keeps_what_it_has_open(kept, other):
    other.ask("claim")
    os.kill(other.process.pid, signal.SIGSTOP)
    try:
        with pytest.raises(StoreError, match=ELSEWHERE):
            kept.claim("mine")
        assert kept.interrupted() == []
    finally:
        os.kill(other.process.pid, signal.SIGCONT)
    assert other.ask("claim") == "None"


def test_what_is_left_unfinished_is_interrupted(tmp_path):
    first = Store(tmp_path)
    for workspace in ("training", "at rest"):
        keep(first, new(workspace))
    first.close({"training"})
    with opened(tmp_path) as second:
        assert [workspace for workspace, _ in second.interrupted()] == ["training"]


def test_a_closed_store_says_so_and_does_no_harm(tmp_path, capsys):
    """A request may come while the server ends."""
    closed = Store(tmp_path)
    run = keep(closed, new())
    closed.close()
    for verb in (lambda: closed.records("mine"), lambda: closed.find(run.run_id), lambda: closed.claim("mine")):
        with pytest.raises(StoreError, match="The server is shutting down; please try again in a moment"):
            verb()
    assert str(closed.save(run.to_save())).startswith("The server is shutting down")
    closed.remove("mine", run.run_id)
    closed.release_all_but(set())
    closed.touch()
    assert closed.interrupted() == closed.expire() == []
    assert not (tmp_path / "aside").exists()
    with opened(tmp_path) as second:
        assert len(second.records("mine")) == 1
        assert second.said == []
    assert capsys.readouterr().err == ""


RACE = """
import multiprocessing, sys, time
from pathlib import Path
from core.storage.errors import StoreError
from core.storage.store import Store
from tests.support import kept_runs

def enter(folder, barrier, answers, number):
    barrier.wait()
    try:
        store = Store(folder)
        kept_runs.keep(store, kept_runs.new(f"w{number}"))
        try:
            store.claim("both")
            mine = True
        except StoreError:
            mine = False
        answers.put((number, mine, [str(said) for said in store.said]))
        barrier.wait()
        store.close()
    except BaseException as error:
        answers.put((number, None, [repr(error)]))
        barrier.abort()

context = multiprocessing.get_context("fork")
for round in range(20):
    folder = Path(sys.argv[1]) / str(round)
    if round % 2:  # both find what an earlier version left, and damaged
        folder.mkdir(parents=True)
        (folder / "index.sqlite").write_bytes(b"hello" * 1000)
    barrier, answers = context.Barrier(2), context.Queue()
    processes = [context.Process(target=enter, args=(folder, barrier, answers, number)) for number in range(2)]
    for each in processes: each.start()
    got = sorted(answers.get(timeout=60) for _ in processes)
    for each in processes: each.join()
    store = Store(folder)
    kept = [len(store.records(f"w{number}")) for number in range(2)]
    aside = len(list((folder / "aside").glob("*")))
    store.close()
    print([mine for _, mine, _ in got], kept, aside, [said for _, _, said in got], flush=True)
"""


def test_two_processes_that_come_first(tmp_path):
    """Both make the folder, or bring one of before up to date; each finds its own, and one has what both want."""
    done = subprocess.run(
        [sys.executable, "-c", RACE, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, timeout=600, check=False
    )
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert len(lines) == 20, done.stderr
    for number, line in enumerate(lines):
        assert line.startswith(("[False, True] [1, 1]", "[True, False] [1, 1]")), line
        assert line[21] == str(number % 2), line


# For how long.


BEGAN = time.time()


def clock(monkeypatch, days: float) -> None:
    monkeypatch.setattr(time, "time", lambda: BEGAN + days * 86_400)


def test_what_is_not_used_goes_after_its_days(tmp_path, monkeypatch):
    with opened(tmp_path) as first:
        for workspace in ("long ago", "now and then"):
            keep(first, train(new(workspace), 3))
    clock(monkeypatch, 20)
    with opened(tmp_path) as second:
        second.records("now and then")
    clock(monkeypatch, 29)
    with opened(tmp_path) as third:
        assert third.expire() == []
        clock(monkeypatch, 31)
        assert third.expire() == ["long ago"]
        assert os.listdir(tmp_path / "workspaces") == ["now%20and%20then"]
        assert third.records("long ago") == []
        assert len(third.records("now and then")) == 1


def test_what_is_open_stays_however_long(tmp_path, monkeypatch):
    """Nobody writes, nobody clicks: a training may take weeks."""
    with opened(tmp_path, Limits(days=1, bytes=1)) as first:
        keep(first, train(new(), 3))
        clock(monkeypatch, 50)
        assert first.expire() == []
        with opened(tmp_path, Limits(days=1, bytes=1)) as second:
            assert second.expire() == []
            assert len(first.records("mine")) == 1
            first.release_all_but(set())
            assert second.expire() == ["mine"]


def test_what_is_open_in_another_process_stays(tmp_path, other):
    other.ask("keep", "theirs")
    other.ask("keep", "closed")
    other.ask("release")
    other.ask("claim", "theirs")
    with opened(tmp_path, Limits(bytes=1)) as tight:
        assert tight.expire() == ["closed"]
        other.kill()
        assert tight.expire() == ["theirs"]


def test_use_counts_from_the_last_touch(tmp_path, monkeypatch):
    with opened(tmp_path) as first:
        keep(first, new())
        clock(monkeypatch, 40)
        first.touch()
        first.release_all_but(set())
        assert first.expire() == []
        clock(monkeypatch, 71)
        assert first.expire() == ["mine"]


def test_the_oldest_goes_first_until_the_size_fits(tmp_path, monkeypatch):
    with opened(tmp_path) as first:
        for day, workspace in enumerate(("c", "a", "d", "b")):
            clock(monkeypatch, day)
            keep(first, train(new(workspace), 100))
            first.release_all_but(set())
    each = files.size(tmp_path / "workspaces" / "a")
    with opened(tmp_path, Limits(bytes=2.5 * each)) as second:
        assert second.expire() == ["c", "a"]
        assert sorted(os.listdir(tmp_path / "workspaces")) == ["b", "d"]
        assert second.expire() == []


def test_a_folder_without_runs_goes_in_its_time(tmp_path, monkeypatch):
    with opened(tmp_path) as first:
        (tmp_path / "workspaces" / "stray").mkdir(parents=True)
        assert first.expire() == []
        clock(monkeypatch, 31)
        assert first.expire() == ["stray"]
        assert os.listdir(tmp_path / "workspaces") == []


def test_what_was_put_aside_goes_in_its_time(kept, tmp_path, monkeypatch):
    """Counted from when it was put there, however old it is."""
    run = keep(kept, train(new(), 10))
    path = tmp_path / "workspaces" / "mine" / run.run_id / "0000005.checkpoint.npz"
    path.write_bytes(b"nothing")
    os.utime(path, (1, 1))
    with pytest.raises(Damaged):
        kept.state(run, 5)
    kept.expire()
    assert len(list((tmp_path / "aside").iterdir())) == 1
    clock(monkeypatch, 31)
    kept.expire()
    assert not list((tmp_path / "aside").iterdir())


# Settings.


def test_the_platforms_folder_or_the_one_named(tmp_path, monkeypatch):
    assert store_settings.folder({}).name == "layer-lab"
    assert store_settings.folder({}).is_absolute()
    assert store_settings.folder({"LAYER_LAB_DATA": ""}) == store_settings.folder({})
    assert store_settings.folder({"LAYER_LAB_DATA": str(tmp_path)}) == tmp_path
    assert store_settings.folder({"LAYER_LAB_DATA": "~/x"}) == Path.home() / "x"
    monkeypatch.chdir(tmp_path)  # the worker has another
    assert store_settings.folder({"LAYER_LAB_DATA": "here/한글"}) == tmp_path / "here/한글"
    assert store_settings.folder({"LAYER_LAB_DATA": "~nobody-of-that-name/x"}).is_absolute()


def test_limits_from_the_environment():
    assert store_settings.limits({}) == Limits(30, 2e9)
    assert store_settings.limits({"LAYER_LAB_KEEP_DAYS": "", "LAYER_LAB_KEEP_GB": ""}) == Limits(30, 2e9)
    assert store_settings.limits({"LAYER_LAB_KEEP_DAYS": "0.5", "LAYER_LAB_KEEP_GB": " 10 "}) == Limits(0.5, 1e10)
    assert store_settings.limits({"LAYER_LAB_KEEP_DAYS": "1e9"}).days == 1e9


@pytest.mark.parametrize(
    "text", ["0", "-1", "nan", "inf", "-inf", "1e999", "many", "1,5", "0x10", "٣٣٣x", " ", "9" * 5000]
)
@pytest.mark.parametrize("name", ["LAYER_LAB_KEEP_DAYS", "LAYER_LAB_KEEP_GB"])
def test_odd_limits_are_one_sentence(name, text):
    with pytest.raises(ValueError, match="must be a number above 0") as refused:
        store_settings.limits({name: text})
    assert str(refused.value).startswith(name)
    assert len(str(refused.value)) < 120


@pytest.mark.parametrize("limits", [Limits(1e-300, 1e-300), Limits(1e300, 1e300)])
def test_limits_of_any_size(tmp_path, limits):
    with opened(tmp_path, limits) as found:
        keep(found, new())
        keep(found, new("yours"))
        found.release_all_but({"yours"})
        time.sleep(0.01)
        assert found.expire() == (["mine"] if limits.days < 1 else [])

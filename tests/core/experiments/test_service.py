"""Experiments without processes: what is computed when, what is kept, what is said. `test_cluster.py` has the real ones."""

from __future__ import annotations

import os
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core import spec
from core.experiments import architecture_search, registry, scheduler_state, service
from core.experiments.experiment_id import new_experiment_id
from core.experiments.question import APART, MOST_SEEDS, SAME, Question, QuestionError, Variant
from core.experiments.service import MOST_EXPERIMENTS, ExperimentError, Experiments
from core.experiments.task import Failure, Result
from core.experiments.view import Stage
from core.messages import Sentence
from core.spec import Conv, NetworkSpec, Pool, SpecError, TrainingSpec
from core.storage import atomic_write, workspace_token
from tests.support.stand_in_cluster import StandInCluster, made_up
from tests.support.waiting import until

LINEAR, SMALL = Variant(NetworkSpec()), Variant(NetworkSpec((Conv(2, 3), Pool("max", 4, 4))))
QUESTION = Question((LINEAR, SMALL), (0, 1, 2), 50)
MINE = workspace_token.new()


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    for name, seconds in (("RETRY_SECONDS", 0.05), ("LOST_SECONDS", 0.01), ("COUNT_SECONDS", 0.02)):
        monkeypatch.setattr(scheduler_state, name, seconds)
    monkeypatch.setattr(service, "TURN_SECONDS", 0.02)


@pytest.fixture
def start(tmp_path):
    """Starts experiments on one folder; each ends with the test."""
    running = []

    def begin(cluster=None, folder: Path = tmp_path, **options) -> Experiments:
        experiments = Experiments(folder, cluster or StandInCluster(), **options)
        experiments.start()
        running.append(experiments)
        return experiments

    yield begin
    for each in running:
        each.close()


def shown(experiments, found):
    return next(each for each in experiments.experiments(found.workspace) if each.experiment_id == found.experiment_id)


def ended(experiments, found):
    until(lambda: shown(experiments, found).ended)
    return shown(experiments, found)


def stages(found) -> str:
    """The first letter of each run's stage, in order."""
    return "".join(run.stage[0] for run in found.runs)


MARKER = replace(QUESTION, seeds=(0,), iterations=3)


def computed_beside(cluster, experiments) -> list:
    """What is computed before a question that is put now has been answered, but for that question's own tasks."""
    ended(experiments, experiments.ask(workspace_token.new(), MARKER))
    return [task for task in cluster.submitted if task.iterations != MARKER.iterations]


def half_done(start):
    """(cluster, experiments, the experiment): three of its six runs have ended, two are under way."""
    cluster = StandInCluster(held=True)
    experiments = start(cluster)
    found = experiments.ask(MINE, QUESTION)
    cluster.release(3)
    until(lambda: len(cluster.under_way()) == 2)
    return cluster, experiments, found


def test_a_question_is_computed_and_answered(start):
    cluster = StandInCluster()
    experiments = start(cluster)
    found = ended(experiments, experiments.ask(MINE, QUESTION, "B"))
    assert (found.stage, found.number, found.prediction, found.looks) == (Stage.DONE, 1, "B", (3,))
    assert stages(found) == "dddddd"
    assert [(run.variant, run.seed) for run in found.runs] == [(0, 0), (1, 0), (0, 1), (1, 1), (0, 2), (1, 2)]
    assert all(run.result == made_up(task) for run, task in zip(found.runs, cluster.submitted, strict=True))
    (comparison,) = found.comparisons
    mine, first = ([run.result.accuracy for run in found.runs if run.variant == design] for design in (1, 0))
    assert comparison.paired.difference == pytest.approx(np.mean(mine) - np.mean(first))
    assert comparison.seeds == (0, 1, 2)
    assert comparison.unpaired > 0
    assert comparison.verdict
    assert [summary.parameters for summary in found.summaries] == [7_850, SMALL.parameters]
    assert [summary.accuracy for summary in found.summaries] == pytest.approx([np.mean(first), np.mean(mine)])
    assert [summary.seconds for summary in found.summaries] == [0.5, 0.5]
    assert found.seconds_left == 0


def test_asked_again_it_is_there_at_once(start):
    cluster = StandInCluster()
    experiments = start(cluster)
    ended(experiments, experiments.ask(MINE, QUESTION))
    again = experiments.ask(workspace_token.new(), QUESTION)
    assert again.stage is Stage.DONE
    assert all(run.recalled for run in again.runs)
    assert len(cluster.submitted) == 6
    assert experiments.cost(QUESTION) == replace(experiments.cost(QUESTION), runs=6, known=6, seconds=0.0)


def test_only_what_is_missing_is_computed(start):
    cluster = StandInCluster()
    experiments = start(cluster)
    ended(experiments, experiments.ask(MINE, QUESTION))
    found = ended(experiments, experiments.ask(MINE, QUESTION.with_seeds(2)))
    assert [task.settings.seed for task in cluster.submitted[6:]] == [3, 3, 4, 4]
    assert [run.recalled for run in found.runs] == [True] * 6 + [False] * 4


def test_a_task_that_two_want_is_computed_once(start):
    cluster = StandInCluster(held=True)
    experiments = start(cluster)
    both = [experiments.ask(workspace_token.new(), QUESTION) for _ in range(2)]
    until(lambda: len(cluster.under_way()) == 2)
    cluster.release_all()
    assert [ended(experiments, found).stage for found in both] == [Stage.DONE] * 2
    assert len({task.key for task in cluster.submitted}) == len(cluster.submitted) == 6


def test_nobody_waits_for_all_of_somebody_elses(start):
    cluster = StandInCluster(held=True)
    experiments = start(cluster)
    long = replace(QUESTION, seeds=tuple(range(50)), iterations=60)
    experiments.ask(workspace_token.new(), long)
    until(lambda: len(cluster.under_way()) == 2)
    short = experiments.ask(workspace_token.new(), QUESTION)
    for _ in range(12):
        cluster.release()
    until(lambda: len(cluster.submitted) == 14)
    mine = [task for task in cluster.submitted if task.iterations == 50]
    assert len(mine) == 6
    cluster.release_all()
    until(lambda: shown(experiments, short).stage is Stage.DONE)


def test_the_same_design_twice_gets_other_seeds(start):
    cluster = StandInCluster()
    experiments = start(cluster)
    itself = replace(QUESTION, variants=(SMALL, SMALL))
    found = ended(experiments, experiments.ask(MINE, itself))
    assert sorted(task.settings.seed for task in cluster.submitted) == [0, 1, 2, APART, APART + 1, APART + 2]
    assert found.comparisons[0].paired.deviation > 0
    assert str(found.comparisons[0].verdict[0]).startswith("Luck alone")


def test_progress_and_what_is_left(start):
    cluster = StandInCluster(held=True)
    experiments = start(cluster)
    found = experiments.ask(MINE, QUESTION)
    assert (found.stage, stages(found), found.seconds_left) == (Stage.WAITING, "wwwwww", None)
    until(lambda: stages(shown(experiments, found)) == "sswwww")
    serial, event = (getattr(shown(experiments, found), name) for name in ("serial", "event"))
    cluster.report(20)
    until(lambda: stages(shown(experiments, found)) == "ttwwww")
    (moved,) = experiments.changes({found.experiment_id: serial})[1]
    assert [run.iteration for run in moved.runs[:2]] == [20, 20]
    assert moved.event == event  # nothing that a page must run again for
    assert experiments.changes({found.experiment_id: moved.serial})[1] == []
    cluster.release()
    until(lambda: shown(experiments, found).event > event)
    left = shown(experiments, found).seconds_left
    assert 0 < left < 6 * 2.1
    assert shown(experiments, found).comparisons[0].paired is None
    cluster.release(5)
    assert ended(experiments, found).stage is Stage.DONE


def test_cancelled_and_gone_on(start):
    cluster, experiments, found = half_done(start)
    cancelled = experiments.cancel(found.experiment_id)
    assert cancelled.stage is Stage.CANCELLED
    assert stages(cancelled) == "dddccc"
    until(lambda: len(cluster.stopped) == 2)
    assert cluster.under_way() == []
    assert experiments.cancel(found.experiment_id).stage is Stage.CANCELLED
    assert experiments.resume(found.experiment_id).stage is not Stage.CANCELLED
    cluster.release_all()
    assert stages(ended(experiments, found)) == "dddddd"


def test_what_somebody_else_wants_goes_on(start):
    cluster = StandInCluster(held=True)
    experiments = start(cluster)
    mine, theirs = experiments.ask(MINE, QUESTION), experiments.ask(workspace_token.new(), QUESTION)
    until(lambda: len(cluster.under_way()) == 2)
    experiments.cancel(mine.experiment_id)
    cluster.release_all()
    assert ended(experiments, theirs).stage is Stage.DONE
    assert cluster.stopped == []


def test_a_task_that_is_put_aside_leaves_the_rest(start):
    reason = Sentence("Its process was ended each of {tries} times.", tries=4)
    bad = (SMALL.network, 1)

    def outcome(task):
        return Failure(reason, task=True) if (task.network, task.settings.seed) == bad else made_up(task)

    cluster = StandInCluster(outcome)
    experiments = start(cluster)
    found = ended(experiments, experiments.ask(MINE, QUESTION))
    assert stages(found) == "dddfdd"
    assert found.runs[3].reason == reason
    assert found.comparisons[0].seeds == (0, 2)
    assert found.summaries[1].failed == 1
    assert any("which failed" in str(sentence) for sentence in found.comparisons[0].verdict)
    cluster.outcome = made_up
    experiments.resume(found.experiment_id)
    assert stages(ended(experiments, found)) == "dddddd"


def test_a_design_that_diverges_is_said(start):
    def outcome(task):
        lost = Result(0.1, None, 5_000, None, 10_000, diverged=7)
        return lost if task.network == SMALL.network else made_up(task)

    found = ended(experiments := start(StandInCluster(outcome)), experiments.ask(MINE, QUESTION))
    assert (found.stage, stages(found)) == (Stage.DONE, "dddddd")
    assert found.comparisons[0].paired is None
    assert found.summaries[1].diverged == 3
    assert found.summaries[1].accuracy is None
    assert any("diverged" in str(sentence) for sentence in found.comparisons[0].verdict)


def test_one_seed_concludes_nothing(start):
    experiments = start()
    found = ended(experiments, experiments.ask(MINE, replace(QUESTION, seeds=(0,))))
    assert found.comparisons[0].paired.verdict == "single"
    assert "seed" in str(found.comparisons[0].verdict[0])


def test_seeds_added_after_looking_are_remembered(start):
    experiments = start()
    found = ended(experiments, experiments.ask(MINE, QUESTION))
    plain = found.comparisons[0].verdict
    experiments.more(found.experiment_id, 4)
    found = ended(experiments, found)
    assert found.looks == (3, 7)
    assert found.question.seeds == (0, 1, 2, 3, 4, 5, 6)
    assert len(found.runs) == 14
    assert any("look" in str(sentence) for sentence in found.comparisons[0].verdict)
    assert not any("look" in str(sentence) for sentence in plain)


def test_seeds_added_before_anything_was_seen_are_no_look(start):
    experiments = start(StandInCluster(held=True))
    found = experiments.ask(MINE, QUESTION)
    assert experiments.more(found.experiment_id, 2).looks == (5,)


def test_whoever_asks_again_because_the_answer_was_lost_gets_what_there_is(start):
    experiments, name = start(StandInCluster(held=True)), new_experiment_id()
    asked = [experiments.ask(MINE, QUESTION, None, name) for _ in range(2)]
    searched = [experiments.search(MINE, architecture_search.Wish(0.9, 8, 300), new_experiment_id()) for _ in range(2)]
    assert [each.experiment_id for each in asked] == [name, name]
    assert len({each.experiment_id for each in [*asked, *searched]}) == 3
    assert experiments.more(name, 2, beyond=3).question.seeds == (0, 1, 2, 3, 4)
    assert experiments.more(name, 2, beyond=3).question.seeds == (0, 1, 2, 3, 4)
    assert experiments.more(name, 2, beyond=5).question.seeds == (0, 1, 2, 3, 4, 5, 6)


@pytest.mark.parametrize("odd", ["", "../../etc/passwd", "0123456789abcdeF", "0" * 17])
def test_a_name_that_none_can_have_is_refused(start, odd):
    experiments = start(StandInCluster(held=True))
    with pytest.raises(ExperimentError):
        experiments.ask(MINE, QUESTION, None, odd)
    assert experiments.experiments(MINE) == []


def test_several_designs_are_compared_with_the_first(start):
    designs = (LINEAR, SMALL, Variant(spec.tutorial()))
    experiments = start()
    found = ended(experiments, experiments.ask(MINE, replace(QUESTION, variants=designs)))
    assert [comparison.variant for comparison in found.comparisons] == [1, 2]
    assert [comparison.paired.comparisons for comparison in found.comparisons] == [2, 2]


# After a restart.


def test_after_a_restart_only_what_is_missing_runs(start, tmp_path):
    cluster = StandInCluster(held=True)
    first = start(cluster)
    found = first.ask(MINE, QUESTION, "A")
    cluster.release(2)
    until(lambda: stages(shown(first, found)).startswith("dd"))
    first.close()
    assert list((tmp_path / "experiments" / "unfinished").glob("[0-9a-f]*"))
    later = StandInCluster()
    second = start(later)
    done = ended(second, found)
    assert len(later.submitted) == 4
    assert (done.prediction, done.number, done.question) == ("A", 1, QUESTION)
    assert done.serial > found.serial
    assert stages(done) == "dddddd"
    assert not list((tmp_path / "experiments" / "unfinished").iterdir())


def test_what_had_ended_is_there_after_a_restart(start):
    first = start()
    found = ended(first, first.ask(MINE, QUESTION))
    cancelled = first.cancel(first.ask(MINE, replace(QUESTION, iterations=51)).experiment_id)
    first.close()
    cluster = StandInCluster()
    second = start(cluster)
    (one, two) = second.experiments(MINE)
    assert (one.question, one.stage, one.runs) == (QUESTION, Stage.DONE, found.runs)
    assert one.comparisons == found.comparisons
    assert two.stage is cancelled.stage
    assert computed_beside(cluster, second) == []
    assert second.more(found.experiment_id, 1).looks == (3, 4)


def test_other_versions_compute_anew(start, monkeypatch):
    first = start()
    found = ended(first, first.ask(MINE, QUESTION))
    first.close()
    monkeypatch.setattr("core.experiments.provenance.here", lambda: (("tensorflow", "9"),))
    cluster = StandInCluster()
    second = start(cluster)
    (before,) = second.experiments(MINE)
    assert (before.stage, stages(before)) == (Stage.CANCELLED, "cccccc")  # its numbers are of another program
    assert "has changed since" in str(before.notice)
    second.resume(found.experiment_id)
    assert stages(ended(second, found)) == "dddddd"
    assert len(cluster.submitted) == 6


def test_two_servers_on_one_folder(start, monkeypatch):
    monkeypatch.setattr(registry, "LOOK_SECONDS", 0.0)
    held, idle = StandInCluster(held=True), StandInCluster()
    first, second = start(held), start(idle)
    found = first.ask(MINE, QUESTION)
    held.release(2)
    until(lambda: stages(shown(first, found)).startswith("dd"))
    until(lambda: stages(shown(second, found)) == "ddwwww")  # it is seen there, and not computed
    for verb in ("resume", "cancel", "delete"):
        with pytest.raises(ExperimentError, match="Another server"):
            getattr(second, verb)(found.experiment_id)
    with pytest.raises(ExperimentError, match="Another server"):
        second.more(found.experiment_id, 1)
    assert computed_beside(idle, second) == []
    assert second.ask(MINE, QUESTION.with_seeds(1)).number == 2
    until(lambda: len(idle.submitted) == 2 + 6)
    held.release_all()
    assert stages(ended(first, found)) == "dddddd"
    until(lambda: second.changes({found.experiment_id: 0})[1][0].stage is Stage.DONE)
    assert stages(shown(second, found)) == "dddddd"
    assert len(first.experiments(MINE)) == len(second.experiments(MINE)) == 2
    second.delete(found.experiment_id)


def test_what_a_server_left_that_died_is_taken_over(start, monkeypatch):
    monkeypatch.setattr(registry, "LOOK_SECONDS", 0.0)
    first, second = start(StandInCluster(held=True)), start()
    found = first.ask(MINE, QUESTION)
    assert shown(second, found).stage is Stage.WAITING
    first.close()  # it lets go of what it was at
    assert stages(ended(second, found)) == "dddddd"


def test_a_last_result_that_comes_from_elsewhere_ends_it(start):
    """Read from the disk for somebody else's question, while the experiment waits for a process."""
    held = StandInCluster(held=True, processes=1)
    first, second = start(held), start()
    blocked = first.ask(workspace_token.new(), replace(QUESTION, iterations=60))
    until(lambda: len(held.under_way()) == 1)
    found = first.ask(MINE, QUESTION)
    ended(second, second.ask(workspace_token.new(), QUESTION))
    assert first.cost(QUESTION).known == 6
    assert ended(first, found).stage is Stage.DONE
    assert not shown(first, blocked).ended


def test_a_search_whose_candidate_another_experiment_trains_goes_on(start):
    held = StandInCluster(held=True)
    experiments = start(held)
    found = experiments.search(MINE, architecture_search.Wish(0.93, 4, 50))
    until(held.under_way)
    network = held.under_way()[0].network
    other = workspace_token.new()
    experiments.ask(other, Question((Variant(network), LINEAR), (0,), 50))
    held.release_all()
    until(lambda: shown(experiments, found).ended)
    assert all(candidate.run.result.test is None for candidate in shown(experiments, found).found.candidates)


def test_a_damaged_experiment_is_put_aside(start, tmp_path, capsys):
    first = start()
    found = ended(first, first.ask(MINE, QUESTION))
    other = ended(first, first.ask(MINE, replace(QUESTION, iterations=9)))
    first.close()
    path = tmp_path / "experiments" / "records" / MINE / f"{found.experiment_id}.json"
    path.write_text(path.read_text().replace('"seeds": [0', '"seeds": [-1'))
    second = start()
    assert [each.experiment_id for each in second.experiments(MINE)] == [other.experiment_id]
    with pytest.raises(ExperimentError, match="no longer exists"):
        second.resume(found.experiment_id)
    assert "was put aside" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('"created": ', '"created": null, "x": '),
        ('"number": 1', '"number": "1"'),
        ('"workspace": "', '"workspace": "../../'),
        ('"looks": [', '"looks": ["3", '),
        ('"prediction": null', '"prediction": "Z"'),
        ('"wish": null', '"wish": {"target": 9}'),
    ],
)
def test_a_file_that_nobody_wrote_takes_nothing_down(start, tmp_path, before, after, capsys):
    first = start(StandInCluster(held=True))
    found = first.ask(MINE, QUESTION)
    first.close()
    path = tmp_path / "experiments" / "records" / MINE / f"{found.experiment_id}.json"
    text = path.read_text()
    assert before in text
    path.write_text(text.replace(before, after))
    second = start()
    assert second.experiments(MINE) == []
    assert ended(second, second.ask(MINE, QUESTION)).stage is Stage.DONE
    assert "was put aside" in capsys.readouterr().err


def test_old_ones_are_forgotten_and_their_results_stay(start, tmp_path):
    first = start()
    found = ended(first, first.ask(MINE, QUESTION))
    first.close()
    path = tmp_path / "experiments" / "records" / MINE / f"{found.experiment_id}.json"
    os.utime(path, (time.time() - 31 * 86_400,) * 2)
    second = start()
    assert second.experiments(MINE) == []
    assert second.ask(MINE, QUESTION).stage is Stage.DONE


def test_deleted(start):
    cluster = StandInCluster(held=True)
    experiments = start(cluster)
    found = experiments.ask(MINE, QUESTION)
    until(lambda: len(cluster.under_way()) == 2)
    experiments.delete(found.experiment_id)
    assert experiments.experiments(MINE) == []
    assert experiments.changes({found.experiment_id: found.serial})[2] == [found.experiment_id]
    until(lambda: len(cluster.stopped) == 2)
    with pytest.raises(ExperimentError, match="no longer exists"):
        experiments.cancel(found.experiment_id)
    experiments.delete(experiments.ask(MINE, QUESTION).experiment_id)


# The cluster.


def test_it_is_not_opened_before_the_first_task(tmp_path):
    cluster = StandInCluster()
    experiments = Experiments(tmp_path, cluster)
    for _ in range(5):
        experiments.turn()
    assert cluster.opened == 0
    experiments.ask(MINE, QUESTION)
    experiments.turn()
    assert cluster.opened == 1
    experiments.close()


def test_unused_it_is_closed_and_opened_again(start, monkeypatch):
    cluster = StandInCluster()
    experiments = start(cluster)
    ended(experiments, experiments.ask(MINE, QUESTION))
    until(lambda: experiments.status().processes == 2)  # the answer may be seen first
    assert cluster.opened == 1
    monkeypatch.setattr(scheduler_state, "IDLE_SECONDS", 0.0)
    until(lambda: not cluster.is_open)
    until(lambda: experiments.status().processes == 0)
    ended(experiments, experiments.ask(MINE, replace(QUESTION, iterations=9)))
    assert cluster.opened == 2


def test_a_cluster_that_cannot_be_used_is_said_and_tried_again(start):
    cluster = StandInCluster()
    cluster.problem = "No Dask scheduler responds."
    experiments = start(cluster)
    found = experiments.ask(MINE, QUESTION)
    until(lambda: shown(experiments, found).notice is not None)
    assert str(shown(experiments, found).notice) == str(experiments.status().notice) == "No Dask scheduler responds."
    assert shown(experiments, found).stage is Stage.WAITING
    cluster.problem = None
    found = ended(experiments, found)
    assert found.notice is None
    assert stages(found) == "dddddd"


def test_a_scheduler_that_dies_costs_only_what_was_under_way(start):
    cluster, experiments, found = half_done(start)
    cluster.problem = "The Dask scheduler no longer responds."
    cluster.lose()
    until(lambda: str(shown(experiments, found).notice) == cluster.problem)
    assert stages(shown(experiments, found)) == "dddwww"
    cluster.problem = None
    cluster.release_all()
    assert stages(ended(experiments, found)) == "dddddd"
    assert len(cluster.submitted) == 3 + 2 + 3


def test_a_process_with_other_versions_stops_all_and_is_said(start):
    words = Sentence("A cluster process has tensorflow 1.")
    cluster = StandInCluster(lambda task: Failure(words))
    experiments = start(cluster)
    found = experiments.ask(MINE, QUESTION)
    until(lambda: shown(experiments, found).notice == words)
    until(lambda: len(cluster.submitted) > 6)
    assert shown(experiments, found).notice == words  # it stays while it is tried again
    assert stages(shown(experiments, found)).strip("ws") == ""
    cluster.outcome = made_up
    assert stages(ended(experiments, found)) == "dddddd"


def test_a_full_disk_stops_nothing(start, monkeypatch, tmp_path):
    experiments = start()
    whole = atomic_write.write

    def full(path, fill, durable=True):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(atomic_write, "write", full)
    found = ended(experiments, experiments.ask(MINE, QUESTION))
    assert stages(found) == "dddddd"
    assert "(No space left on device)" in str(experiments.status().warning)
    monkeypatch.setattr(atomic_write, "write", whole)
    until(lambda: experiments.status().warning is None)
    experiments.close()
    assert start().experiments(MINE)[0].runs == found.runs


# What cannot be.


@pytest.mark.parametrize(
    ("question", "words"),
    [
        (replace(QUESTION, seeds=()), "no seeds"),
        (replace(QUESTION, seeds=tuple(range(1_000))), f"1,000 seeds are too many; the maximum is {MOST_SEEDS}"),
        (replace(QUESTION, seeds=(1, 1)), "appears twice"),
        (replace(QUESTION, seeds=(-1,)), "seed is -1"),
        (replace(QUESTION, seeds=(APART,)), "seed is 1000000"),
        (replace(QUESTION, variants=(LINEAR,)), "number of designs is 1;"),
        (replace(QUESTION, variants=(LINEAR,) * 7), "number of designs is 7;"),
        (replace(QUESTION, variants=(LINEAR, SMALL) * 2, seeds=tuple(range(100))), "400 runs; the maximum is 300"),
        (replace(QUESTION, iterations=0), "iterations is 0"),
        (replace(QUESTION, iterations=1e3), "iterations is 1000.0"),
        (replace(QUESTION, worthwhile=0), "worthwhile is 0"),
    ],
)
def test_a_question_that_cannot_be(start, question, words):
    experiments = start()
    for verb in (lambda: experiments.ask(MINE, question), lambda: experiments.cost(question)):
        with pytest.raises(QuestionError, match=words):
            verb()
    assert experiments.experiments(MINE) == []


def test_other_things_that_cannot_be(start):
    experiments = start()
    with pytest.raises(SpecError, match="conv1: a kernel of 28"):
        experiments.ask(MINE, replace(QUESTION, variants=(LINEAR, Variant(NetworkSpec((Pool(), Conv(4, 28)))))))
    with pytest.raises(QuestionError, match="prediction is C; it must be one of A, B, same"):
        experiments.ask(MINE, QUESTION, "C")
    with pytest.raises(ExperimentError, match="workspace"):
        experiments.ask("../../etc", QUESTION)
    assert experiments.experiments("../../etc") == []
    for name in ("0123456789abcdef", "../x", "*", ""):
        with pytest.raises(ExperimentError, match="no longer exists"):
            experiments.resume(name)
    found = ended(experiments, experiments.ask(MINE, QUESTION, SAME))
    with pytest.raises(QuestionError, match="too many"):
        experiments.more(found.experiment_id, 100)
    for count in (0, -1, 10**9):
        with pytest.raises(QuestionError, match="whole number from 1"):
            experiments.more(found.experiment_id, count)
    assert shown(experiments, found).question == QUESTION


def test_there_is_a_limit(start, monkeypatch):
    monkeypatch.setattr("core.experiments.service.MOST_EXPERIMENTS", 2)
    experiments = start()
    assert MOST_EXPERIMENTS == 200
    for _ in range(2):
        experiments.ask(MINE, QUESTION)
    with pytest.raises(ExperimentError, match="There are already 2 experiments"):
        experiments.ask(MINE, QUESTION)


# Cost, and everything that was run.


def test_the_cost_is_measured_once_something_was(start):
    experiments = start()
    before = experiments.cost(QUESTION)
    assert (before.runs, before.known, before.seconds, before.processes) == (6, 0, None, 2)
    ended(experiments, experiments.ask(MINE, QUESTION))
    one_more = replace(QUESTION, seeds=(0, 1, 2, 3))
    until(lambda: experiments.cost(one_more).measured)  # the results may be seen before the scheduler's word of them
    more = experiments.cost(one_more)
    assert (more.runs, more.known, more.measured) == (8, 6, True)
    assert more.seconds == pytest.approx((2 * 1.5 + 2 * 50 * 0.01) / 2)
    other = experiments.cost(replace(QUESTION, variants=(LINEAR, Variant(spec.tutorial()))))
    assert not other.measured
    assert other.seconds > 0


def test_everything_that_was_run(start):
    experiments = start()
    ended(experiments, experiments.ask(MINE, QUESTION))
    ended(experiments, experiments.ask(workspace_token.new(), replace(QUESTION, seeds=(7,), iterations=60)))
    assert [(point.parameters, point.iterations, point.seeds) for point in experiments.points()] == [
        (SMALL.parameters, 50, 3), (SMALL.parameters, 60, 1), (7_850, 50, 3), (7_850, 60, 1),
    ]  # fmt: skip


# The search.


def test_a_search_chooses_on_the_validation_set_and_opens_the_test_set_once(start):
    cluster = StandInCluster()
    experiments = start(cluster)
    wish = architecture_search.Wish(0.93, 12, 300, TrainingSpec(learning_rate=1e-3, seed=4))
    found = ended(experiments, experiments.search(MINE, wish))
    *tried, last = cluster.submitted
    assert len(cluster.submitted) <= 12
    assert not any(task.tested for task in tried)
    assert last.tested
    assert {(task.settings, task.iterations) for task in cluster.submitted} == {(wish.settings, 300)}
    passed = [task for task in tried if made_up(task).validation_accuracy >= 0.93]
    assert last.network == min(passed, key=lambda task: Variant(task.network).parameters).network
    assert found.found.winner == last.network
    assert found.found.opened == made_up(last)
    assert [candidate.network for candidate in found.found.candidates] == [task.network for task in tried]
    assert all(candidate.run.result.test is None for candidate in found.found.candidates)
    assert len(experiments.points()) == 1


def test_a_search_goes_on_after_a_restart(start):
    cluster = StandInCluster(held=True)
    first = start(cluster)
    found = first.search(MINE, architecture_search.Wish(0.93, 12, 300))
    cluster.release(3)
    until(lambda: sum(run.stage is Stage.DONE for run in shown(first, found).runs) == 3)
    first.close()
    later = StandInCluster()
    done = ended(second := start(later), found)
    assert done.found.winner is not None
    assert len(done.runs) <= 12
    assert len({task.key for task in later.submitted}) == len(later.submitted) == len(done.runs) - 3
    with pytest.raises(ExperimentError, match="single seed"):
        second.more(found.experiment_id, 1)


def test_a_search_that_goes_on_chooses_again(start):
    """What was put aside may pass the second time."""
    bad = set()

    def outcome(task):
        if not bad:
            bad.add(task.network)
        return Failure(Sentence("It failed."), task=True) if task.network in bad else made_up(task)

    cluster = StandInCluster(outcome)
    experiments = start(cluster)
    found = ended(experiments, experiments.search(MINE, architecture_search.Wish(0.9, 8, 300)))
    winner = found.found.winner
    cluster.outcome = lambda task: replace(made_up(task), validation=4_999)
    experiments.resume(found.experiment_id)
    again = ended(experiments, found)
    passed = [candidate for candidate in again.found.candidates if candidate.run.result.validation_accuracy >= 0.9]
    assert again.found.winner == min(passed, key=lambda candidate: candidate.parameters).network
    assert again.found.opened is not None
    assert winner is not None


def test_a_search_that_finds_nothing(start):
    cluster = StandInCluster(lambda task: replace(made_up(task), validation=1_000))
    found = ended(experiments := start(cluster), experiments.search(MINE, architecture_search.Wish(0.99, 6, 100)))
    assert (found.stage, found.found.winner, found.found.opened) == (Stage.DONE, None, None)
    assert not any(task.tested for task in cluster.submitted)
    with pytest.raises(QuestionError):
        experiments.search(MINE, architecture_search.Wish(2.0, 6, 100))

"""Experiments of the program before its rooms, in `tests/files/before_rooms.tar.xz`: they open with their results, and nothing is
computed anew."""

from __future__ import annotations

import json
import shutil
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from core import spec
from core.experiments import provenance
from core.experiments.architecture_search import Wish
from core.experiments.question import Question, Variant
from core.experiments.service import Experiments
from core.experiments.view import DesignComparison, NetworkSearch, Stage
from core.spec import Conv, NetworkSpec, TrainingSpec
from tests.support.root import ROOT
from tests.support.stand_in_cluster import StandInCluster
from tests.support.waiting import until

# What computed them; whatever is installed here.
VERSIONS = (("tensorflow", "2.21.0"), ("numpy", "2.4.6"), (provenance.PROGRAM, "1"))
FIRST, SECOND = Conv(2, 5, 2), Conv(2, 3, 2, activation="sigmoid")


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("before")
    with tarfile.open(ROOT / "tests" / "files" / "before_rooms.tar.xz") as archive:
        archive.extractall(folder, filter="data")
    return folder


@pytest.fixture(scope="module")
def expected(unpacked) -> dict:
    return json.loads((unpacked / "expected.json").read_text())


@pytest.fixture
def folder(unpacked, tmp_path) -> Path:
    shutil.copytree(unpacked / "data" / "experiments", tmp_path / "experiments")
    return tmp_path


@pytest.fixture
def cluster() -> StandInCluster:
    return StandInCluster(held=True)


@pytest.fixture
def opened(folder, cluster, monkeypatch) -> Iterator[Experiments]:
    monkeypatch.setattr(provenance, "here", lambda: VERSIONS)
    experiments = Experiments(folder, cluster, days=1e6)  # without its thread: `turn` does everything
    yield experiments
    experiments.close()


def records(folder: Path) -> dict[str, list[str]]:
    """The names of the folders that experiments lie in → the experiments there."""
    parts = ("asked", "records")
    return {part: sorted(path.stem for path in folder.glob(f"experiments/{part}/*/*.json")) for part in parts}


def test_they_are_there_with_their_results(opened, expected):
    found = {each.experiment_id: each for each in opened.experiments(expected["workspace"])}
    assert set(found) == {expected["experiment"], expected["search"], expected["unfinished"]}
    comparison, search, unfinished = (found[expected[name]] for name in ("experiment", "search", "unfinished"))

    assert isinstance(comparison, DesignComparison)
    assert (comparison.stage, comparison.notice, comparison.prediction) == (Stage.DONE, None, "A")
    settings = TrainingSpec(learning_rate=1e-3)
    variants = tuple(Variant(NetworkSpec((layer,)), settings) for layer in (FIRST, SECOND))
    assert comparison.question == Question(variants, (0, 1, 2), 30)
    runs = [[run.variant, run.seed, run.result.test, run.result.validation] for run in comparison.runs]
    assert runs == expected["accuracies"]
    accuracies = [[row[2] / 10_000 for row in expected["accuracies"] if row[0] == variant] for variant in (0, 1)]
    assert [summary.accuracy for summary in comparison.summaries] == pytest.approx([sum(a) / 3 for a in accuracies])
    assert comparison.comparisons[0].paired.difference == pytest.approx(sum(accuracies[1]) / 3 - sum(accuracies[0]) / 3)

    assert isinstance(search, NetworkSearch)
    assert (search.stage, search.notice) == (Stage.DONE, None)
    assert search.found.wish == Wish(0.5, 5, 30, settings)
    assert search.found.winner == spec.from_json(expected["winner"])[0]
    assert len(search.found.candidates) == expected["candidates"]
    assert search.found.opened.accuracy is not None

    assert isinstance(unfinished, DesignComparison)
    assert unfinished.question == Question(variants, tuple(range(10)), 20_000)
    assert unfinished.prediction is None
    assert not unfinished.ended


def test_nothing_of_them_is_computed_anew(opened, expected, cluster):
    """Only what the unfinished one still lacks is begun; put again, the other questions are answered at once."""
    for each in opened.experiments(expected["workspace"]):  # the unfinished one is taken up
        if each.ended:
            assert opened.resume(each.experiment_id).ended
    opened.turn()
    assert {task.iterations for task in cluster.submitted} == {20_000}
    again = opened.ask(expected["workspace"], opened.experiments(expected["workspace"])[0].question)
    assert (again.stage, all(run.recalled for run in again.runs)) == (Stage.DONE, True)
    assert len(opened.points()) == 3  # two designs, and the winner of the search


def test_it_goes_on_as_if_nothing_had_been(folder, expected, cluster, monkeypatch):
    monkeypatch.setattr(provenance, "here", lambda: VERSIONS)
    cluster.release_all()
    experiments = Experiments(folder, cluster, days=1e6)
    experiments.start()
    until(lambda: all(each.ended for each in experiments.experiments(expected["workspace"])))
    experiments.close()
    assert len(cluster.submitted) == 20


def test_what_is_written_anew_goes_to_the_new_place(folder, opened, expected):
    ids = sorted(expected[name] for name in ("experiment", "search", "unfinished"))
    assert records(folder) == {"asked": ids, "records": []}
    opened.experiments(expected["workspace"])  # the unfinished one is taken up, which is written down
    opened.more(expected["experiment"], 1)
    assert records(folder) == {
        "asked": [expected["search"]],
        "records": sorted([expected["experiment"], expected["unfinished"]]),
    }
    assert len(opened.experiments(expected["workspace"])) == 3
    opened.delete(expected["search"])
    assert records(folder)["asked"] == []
    assert len(opened.experiments(expected["workspace"])) == 2


def test_what_was_recalled_or_put_aside_is_so_under_the_new_keys(folder, expected, request):
    """Both were noted by the keys of tasks, and in those the arithmetic was named otherwise."""
    (path,) = folder.glob(f"experiments/asked/*/{expected['experiment']}.json")
    of = {result.stem: _task(result) for result in folder.glob("experiments/results/*/*.json")}
    failed = next(key for key, (layers, seed, _) in of.items() if (layers, seed) == ((SECOND,), 1))
    values = json.loads(path.read_text()) | {"recalled": sorted(of), "failed": {failed: ["It failed.", {}]}}
    path.write_text(json.dumps(values))
    of[failed][2].unlink()
    opened = request.getfixturevalue("opened")
    found = next(each for each in opened.experiments(expected["workspace"]) if each.experiment_id == path.stem)
    assert [(run.variant, run.seed, str(run.reason)) for run in found.runs if run.stage is Stage.FAILED] == [
        (1, 1, "It failed.")
    ]
    assert [run.recalled for run in found.runs if run.stage is Stage.DONE] == [True] * 5


def _task(result: Path) -> tuple[tuple, int, Path]:
    """(layers, seed, file) of what was computed."""
    network, settings = spec.from_json(json.loads(result.read_text())["design"])
    return network.layers, settings.seed, result


def test_of_another_arithmetic_they_say_that_they_are_outdated(folder, expected, monkeypatch):
    monkeypatch.setattr(provenance, "here", lambda: (*VERSIONS[:2], (provenance.PROGRAM, "2")))
    experiments = Experiments(folder, StandInCluster(held=True), days=1e6)
    try:
        comparison = experiments.experiments(expected["workspace"])[0]
        assert comparison.stage is Stage.CANCELLED
        assert "has changed since" in str(comparison.notice)
    finally:
        experiments.close()

"""A run's plan, step by step: what it wants done at which iteration, and what it makes of the outcomes."""

from __future__ import annotations

import pickle

import numpy as np
import pytest

from core import spec
from core.messages import Sentence
from core.runs.errors import RunError
from core.runs.milestones import MAX_ITERATIONS, MILESTONES, MOST_STOPS
from core.runs.outcomes import Diverged, Tested, Trained, Validated
from core.runs.run import Run
from core.runs.snapshot import MAX_NAME, Checkpoint, Phase
from core.runs.steps import Step, TestStep, TrainingStep, ValidationStep
from core.training.history import Records
from core.training.train_state import TrainState

LABELS = np.arange(10_000) % 10


def state(iteration: int) -> TrainState:
    return TrainState(iteration, {"fc_out/bias": np.full(10, iteration, np.float32)}, {}, 0.01 * iteration)


def new() -> Run:
    return Run("mine", spec.tutorial(), spec.TrainingSpec())


def step_of(run: Run, seconds: float = 0.06) -> Step:
    found = run.next_step(seconds)
    assert found is not None
    return found


def outcome(run: Run, step: Step, pace: float = 0.01) -> None:
    """What the engine brings back from a step: right for as many images in ten as there are hundreds of iterations."""
    at = step.state or state(step.iteration if isinstance(step, TestStep) else 0)
    match step:
        case TrainingStep():
            reached = at.iteration + step.iterations
            loss = np.full(step.iterations, 1.0, np.float32)
            records = Records(np.arange(at.iteration + 1, reached + 1), loss, loss)
            run.take_in(Trained(step, state(reached), records, step.iterations * pace))
        case ValidationStep():
            run.take_in(Validated(at, 500, 1000))
        case TestStep():
            probabilities = np.eye(10, dtype=np.float32)[LABELS[step.images]]
            probabilities[: 10 * (at.iteration % 100)] = 0.1  # an even one names class 0: nine of ten are wrong
            run.take_in(Tested(step, at, probabilities, LABELS))


def slice_of(run: Run) -> TrainingStep:
    """Do what it wants until that is to be trained."""
    step = step_of(run)
    while not isinstance(step, TrainingStep):
        outcome(run, step)
        step = step_of(run)
    return step


KINDS = {TrainingStep: "train", ValidationStep: "validate", TestStep: "test"}


def drive(run: Run, until: int | None = None) -> list[tuple[str, int]]:
    """Do what it wants; gives (kind, iteration at which) with the pieces of one test as one."""
    done: list[tuple[str, int]] = []
    while run.busy and (until is None or run.iteration < until):
        step = step_of(run)
        entry = (KINDS[type(step)], run.iteration)
        if isinstance(step, TrainingStep) or entry not in done:
            done.append(entry)
        outcome(run, step)
    return done


def test_a_new_run_wants_nothing():
    run = new()
    assert run.next_step(1) is None
    shown = run.snapshot()
    assert (shown.phase, shown.iteration, shown.goal, shown.results, shown.latest) == (Phase.READY, 0, 0, (), None)
    assert (shown.tested, shown.notice, shown.images_per_second, shown.seconds) == (None, None, None, 0.0)


def test_each_milestone_is_tested_before_the_next_step():
    run = new()
    run.train(1000)
    done = drive(run)
    assert [at for kind, at in done if kind == "test"] == [0, 1, 100, 1000]
    assert [r.iteration for r in run.snapshot().results] == [0, 1, 100, 1000]
    # At each of them the whole test set in pieces, then the validation, and only then training.
    for milestone in (0, 1, 100):
        there = [kind for kind, at in done if at == milestone]
        assert there == ["test", "validate", "train"]
    assert done[0] == ("test", 0)
    assert run.phase is Phase.REACHED
    assert run.iteration == 1000
    assert not run.busy
    assert run.next_step(1) is None
    assert len(run.history) == 1000


def test_the_validations():
    run = new()
    run.train(2600)
    done = drive(run)
    expected = [0, 1, 2, 5, 10, 20, 50, 100, 200, 400, 600, 800, 1000, 1500, 2000, 2500]
    assert [at for kind, at in done if kind == "validate"] == expected
    assert [v.iteration for v in run.history.validations] == expected
    assert run.snapshot().validation == run.history.validations[-1]


def test_milestones_up_to_ten_thousand():
    run = new()
    run.train(10_000)
    drive(run)
    assert tuple(r.iteration for r in run.snapshot().results) == MILESTONES
    assert run.phase is Phase.REACHED


def test_slices_follow_the_pace():
    """A slice is as long as asked, whatever a step takes, and at least one step."""
    for pace, seconds, least, most in ((0.001, 0.06, 40, 80), (0.02, 0.12, 5, 7), (1.0, 0.06, 1, 1)):
        run = new()
        run.train(99_999)
        while run.iteration < 5000:
            outcome(run, step_of(run, seconds), pace)
        step = step_of(run, seconds)
        while not isinstance(step, TrainingStep):
            outcome(run, step, pace)
            step = step_of(run, seconds)
        assert least <= step.iterations <= most


def test_a_slice_never_crosses_the_goal():
    run = new()
    run.train(33)
    drive(run)
    assert (run.iteration, run.phase) == (33, Phase.REACHED)
    assert [r.iteration for r in run.snapshot().results] == [0, 1, 33]
    run.train(34)
    assert run.phase is Phase.TRAINING
    drive(run)
    assert run.iteration == 34


@pytest.mark.parametrize(
    "goal",
    [
        0,
        -1,
        MAX_ITERATIONS + 1,
        10**30,
        pytest.param(10**5000, id="thousands of digits"),
        1.0,
        "100",
        None,
        True,
        np.int64(5),
        float("nan"),
    ],
)
def test_goals_that_cannot_be(goal):
    run = new()
    with pytest.raises(RunError, match=r"^The goal is .{0,40}; it must be a whole number from 1 to 100,000\.$"):
        run.train(goal)
    assert run.phase is Phase.READY


def test_a_goal_behind_is_refused():
    run = new()
    run.train(1)
    drive(run)
    with pytest.raises(RunError, match="already at iteration 1; reset it to start over"):
        run.train(1)
    assert run.phase is Phase.REACHED
    run.train(MAX_ITERATIONS)


def test_every_stop_keeps_its_state_and_its_result():
    run = new()
    for goal in (50, 60, 100, 150, 170):
        run.train(goal)
        drive(run)
    assert sorted(run.results) == sorted(run.checkpoints.unsaved_tests) == [0, 1, 50, 60, 100, 150, 170]
    assert (
        sorted(run.checkpoints) == sorted(run.checkpoints.unsaved_states) == [0, 1, 2, 5, 10, 20, 50, 60, 100, 150, 170]
    )
    for iteration, kept in run.checkpoints.unsaved_states.items():
        assert kept.iteration == iteration
        assert (kept.weights["fc_out/bias"] == iteration).all()
    assert run.snapshot().latest.iteration == 170


def test_the_series_of_checkpoints():
    run = new()
    run.train(12_345)
    drive(run)
    series = [0, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000]
    assert run.snapshot().checkpoints == tuple(Checkpoint(i, pytest.approx(0.01 * i)) for i in [*series, 12_345])


def test_of_too_many_stops_the_oldest_go():
    run = new()
    for goal in range(101, 101 + MOST_STOPS + 5):
        run.train(goal)
        drive(run)
    stops = [i for i in run.checkpoints if i > 100]
    assert stops == list(range(106, 101 + MOST_STOPS + 5))
    assert not set(range(101, 106)) & (
        set(run.results) | set(run.checkpoints.unsaved_states) | set(run.checkpoints.unsaved_tests)
    )
    assert {0, 1, 100} <= set(run.results)


def test_a_checkpoint_is_tested_when_asked():
    run = new()
    run.train(100)
    drive(run)
    event = run.event
    run.test(20)
    assert run.snapshot().testing == 20
    assert {(kind, at) for kind, at in drive(run)} == {("test", 100)}  # the run itself stays where it is
    assert run.iteration == 100
    assert run.phase is Phase.REACHED
    assert run.event > event
    assert run.results[20].correct == 10_000 - 1_800  # nine of ten of the first 200 of each thousand are wrong
    run.test()
    drive(run)
    assert sorted(run.results) == sorted(run.checkpoints)
    run.test(20)
    assert not run.busy  # it was tested before
    for nothing in (3, 1000, "20", None.__class__):
        with pytest.raises(RunError, match=r"There is no checkpoint of iteration"):
            run.test(nothing)


def test_training_does_not_wait_for_tests_of_earlier_checkpoints():
    run = new()
    run.train(100)
    drive(run)
    run.test()
    assert run.snapshot().testing == 2
    run.train(101)
    assert run.snapshot().testing is None
    assert isinstance(step_of(run), TrainingStep)


def test_a_checkpoints_test_while_training_goes_on():
    run = new()
    run.train(1000)
    drive(run, until=200)
    run.test(50)
    drive(run)
    assert run.phase is Phase.REACHED
    assert sorted(run.results) == [0, 1, 50, 100, 1000]


def test_a_result_is_what_the_probabilities_say():
    run = new()
    run.train(50)
    drive(run)
    latest = run.snapshot().latest
    # At iteration 50 the first 500 of each piece of 1,000 name class 0: nine tenths of these are wrong.
    assert (latest.correct, latest.total, latest.accuracy) == (10_000 - 4_500, 10_000, 0.55)
    assert latest.seconds == pytest.approx(0.5)
    predicted = run.checkpoints.unsaved_tests[50].argmax(1)
    assert (predicted == LABELS).sum() == latest.correct
    assert latest.interval == pytest.approx((0.54023, 0.55973), abs=1e-4)  # by R: prop.test(5500, 10000, correct=FALSE)


def test_pause_tests_where_it_stands():
    run = new()
    run.train(1000)
    drive(run, until=30)
    at = run.iteration
    run.pause()
    assert run.phase is Phase.PAUSED
    assert run.snapshot().tested == 0
    assert {kind for kind, _ in drive(run)} == {"test"}
    assert run.snapshot().latest.iteration == at
    assert run.snapshot().tested is None
    assert run.phase is Phase.PAUSED
    assert run.next_step(1) is None
    run.train(1000)
    drive(run)
    assert (run.iteration, run.phase) == (1000, Phase.REACHED)
    assert sorted(run.results) == [0, 1, at, 100, 1000]
    assert run.history.rows.shape[0] == 1000


def test_pause_while_a_slice_is_under_way():
    """What comes in after the click still counts, and the test is of where it then stands."""
    for before in (30, 100):  # 100 is tested already when the slice begins
        run = new()
        run.train(1000)
        drive(run, until=before)
        step = slice_of(run)
        run.pause()
        assert run.snapshot().testing is not None
        outcome(run, step)
        assert run.phase is Phase.PAUSED
        assert run.iteration == step.state.iteration + step.iterations
        drive(run)
        assert run.snapshot().latest.iteration == run.iteration


def test_pause_of_what_does_not_train_changes_nothing():
    run = new()
    run.pause()
    assert (run.phase, run.event) == (Phase.READY, 0)
    run.train(1)
    drive(run)
    event = run.event
    run.pause()
    assert (run.phase, run.event) == (Phase.REACHED, event)


def test_going_on_gives_up_a_test_in_passing():
    run = new()
    run.train(1000)
    drive(run, until=30)
    run.pause()
    stale = step_of(run)
    outcome(run, stale)
    assert run.snapshot().tested == 1000
    run.train(1000)
    assert run.snapshot().tested is None
    outcome(run, stale)  # a piece that was still under way
    assert run.snapshot().tested is None
    assert 30 not in run.results
    drive(run)
    assert run.phase is Phase.REACHED


def test_a_milestones_test_is_not_given_up():
    run = new()
    run.train(500)
    drive(run, until=100)
    outcome(run, step_of(run))
    run.pause()
    run.train(500)
    assert run.snapshot().tested == 1000
    drive(run)
    assert sorted(run.results) == [0, 1, 100, 500]


def test_a_fork_has_the_course_in_common_and_goes_its_own_way():
    run = new()
    run.train(1000)
    drive(run)
    before = run.snapshot()
    fork = run.fork(run.checkpoints.unsaved_states[200], spec.TrainingSpec(seed=7), 5)
    assert (fork.iteration, fork.phase, fork.number) == (200, Phase.PAUSED, 5)
    assert (fork.origin.run_id, fork.origin.number, fork.origin.iteration) == (run.run_id, 1, 200)
    assert sorted(fork.checkpoints) == [0, 1, 2, 5, 10, 20, 50, 100, 200]
    assert sorted(fork.results) == [0, 1, 100]
    assert (fork.history.rows == run.history.rows[:200]).all()
    assert [v.iteration for v in fork.history.validations] == [0, 1, 2, 5, 10, 20, 50, 100, 200]
    fork.train(300)
    drive(fork)
    assert (fork.phase, fork.iteration, len(fork.history)) == (Phase.REACHED, 300, 300)
    assert run.snapshot() == before


@pytest.mark.parametrize(
    ("name", "becomes"),
    [("  my \n run ", "my run"), ("", ""), ("가" * MAX_NAME, "가" * MAX_NAME), ("a\ud800b", "ab"), ("<b>", "<b>")],
)
def test_a_name(name, becomes):
    run = new()
    event = run.event
    run.rename(name)
    assert run.snapshot().name == becomes
    assert run.event > event
    with pytest.raises(RunError, match=f"the maximum is {MAX_NAME} characters"):
        run.rename("x" * (MAX_NAME + 1))
    assert run.name == becomes


def test_a_deleted_run_stops_and_can_come_back():
    run = new()
    run.train(1000)
    drive(run, until=30)
    step = slice_of(run)
    run.delete()
    outcome(run, step)  # what was under way
    assert not run.busy
    assert run.phase is Phase.PAUSED
    assert run.deleted is not None
    run.restore()
    assert run.deleted is None
    run.train(1000)
    drive(run)
    assert run.phase is Phase.REACHED


def test_a_run_that_is_back_before_its_slice_is_tested_where_that_leads():
    run = new()
    run.train(1000)
    drive(run, until=30)
    step = slice_of(run)
    run.delete()
    run.restore()
    assert run.snapshot().testing == run.iteration
    outcome(run, step)
    drive(run)
    assert run.phase is Phase.PAUSED
    assert run.snapshot().latest.iteration == run.iteration == step.state.iteration + step.iterations


def test_a_part_that_was_judged_twice_counts_once():
    """A test was given up and wanted again while a part of it was under way."""
    run = new()
    run.train(100)
    drive(run)
    run.test(20)
    outcome(run, step_of(run))
    stale = step_of(run)
    run.train(101)
    run.pause()
    drive(run)
    run.test(20)
    outcome(run, stale)
    assert run.snapshot().tested == 0
    outcome(run, step_of(run))
    assert run.snapshot().tested == 1000
    drive(run)
    assert len(run.checkpoints.unsaved_tests[20]) == 10_000


def test_what_is_written_leaves_the_memory_and_what_is_not_stays():
    run = new()
    run.train(20)
    drive(run)
    unsaved = run.to_save()
    fault = Sentence("What is new cannot be kept.")
    event = run.event
    run.saved(unsaved, fault)
    assert run.snapshot().unsaved == fault
    assert run.event > event
    assert run.snapshot().saved_serial < run.snapshot().serial
    assert sorted(run.checkpoints.unsaved_states) == [0, 1, 2, 5, 10, 20]
    run.train(50)
    drive(run)
    run.saved(unsaved, None)  # what was written is older than what there is
    assert run.snapshot().unsaved is None
    assert sorted(run.checkpoints.unsaved_states) == [50]
    assert sorted(run.checkpoints.unsaved_tests) == [50]
    assert run.snapshot().saved_serial < run.snapshot().serial
    assert run.snapshot().saved_iteration == 20
    run.saved(run.to_save(), None)
    assert not run.checkpoints.unsaved_states
    assert not run.checkpoints.unsaved_tests
    assert run.snapshot().saved_serial == run.snapshot().serial
    assert sorted(run.checkpoints) == [0, 1, 2, 5, 10, 20, 50]


def test_divergence_keeps_the_last_good_state_and_tests_it():
    run = new()
    run.train(1000)
    drive(run, until=50)
    at = run.iteration
    loss = np.full(3, 9.0, np.float32)
    run.take_in(Diverged(state(at + 3), Records(np.arange(at + 1, at + 4), loss, loss), Sentence("Lost.")))
    assert (run.phase, run.iteration, len(run.history)) == (Phase.DIVERGED, at + 3, at + 3)
    assert str(run.snapshot().notice) == "Lost."
    drive(run)
    assert run.snapshot().latest.iteration == at + 3
    with pytest.raises(RunError, match="has diverged; reset it, or try a smaller learning rate"):
        run.train(1000)


def test_divergence_back_over_a_milestone_takes_its_result_along():
    """Where the state after iteration 100 was lost already, its test says nothing and must not stand as the latest."""
    run = new()
    run.train(1000)
    drive(run, until=100)
    slice_of(run)
    assert 100 in run.results
    assert run.snapshot().validation.iteration == 100
    nothing = np.empty(0, np.float32)
    run.take_in(Diverged(state(99), Records(np.empty(0, np.int64), nothing, nothing), Sentence("Lost.")))
    drive(run)
    assert [r.iteration for r in run.snapshot().results] == [0, 1, 99]
    assert sorted(run.checkpoints.unsaved_tests) == [0, 1, 99]
    assert len(run.history) == 99
    assert run.snapshot().validation.iteration == 50


def test_a_failure_is_a_phase_with_a_sentence_and_can_be_tried_again():
    run = new()
    run.train(100)
    drive(run, until=20)
    at = run.iteration
    run.failed(Sentence("It broke."))
    assert (run.phase, run.iteration, run.busy) == (Phase.FAILED, at, False)
    assert str(run.snapshot().notice) == "It broke."
    run.train(100)
    assert run.snapshot().notice is None
    drive(run)
    assert run.phase is Phase.REACHED


def test_versions_grow_with_everything_and_events_with_what_shows():
    run = new()
    run.train(100)
    drive(run, until=20)
    version, event = run.version, run.event
    step = slice_of(run)
    version = run.version
    outcome(run, step)
    assert run.version > version
    assert run.event == event
    run.pause()
    assert run.event > event
    event = run.event
    drive(run)
    assert run.event > event


def test_the_rate_is_images_a_second(monkeypatch):
    """Ten steps of 64 images every half second, waiting for others included."""
    now = [0.0]
    monkeypatch.setattr("core.runs.speed.time.monotonic", lambda: now[0])
    run = new()
    run.train(90_000)
    for _ in range(3000):
        step = step_of(run)
        now[0] += 0.05 * step.iterations if isinstance(step, TrainingStep) else 0.1
        outcome(run, step, pace=0.01)
        if run.iteration > 3000:
            break
    assert run.snapshot().images_per_second == pytest.approx(64 / 0.05, rel=1e-6)
    run.pause()
    assert run.snapshot().images_per_second is None


def test_ids_do_not_repeat():
    assert len({new().run_id for _ in range(1000)}) == 1000
    assert Run("w", spec.tutorial(), spec.TrainingSpec(), "mine").run_id == "mine"


def test_the_error_survives_the_way_between_processes():
    error = RunError(Sentence("The goal is {goal}.", goal="x"))
    back = pickle.loads(pickle.dumps(error))
    assert (type(back), back.sentence, str(back)) == (RunError, error.sentence, "The goal is x.")

"""What is said of a run, in writing: there and back, as it was at a checkpoint, and from other versions."""

from __future__ import annotations

import json
import math
from dataclasses import fields, replace

import pytest

from core import spec
from core.messages import Sentence
from core.runs.checkpoints import Checkpoints
from core.runs.milestones import MAX_ITERATIONS
from core.runs.record import Record
from core.runs.run import Run
from core.runs.snapshot import Checkpoint, Origin, Phase
from core.storage import record_json
from core.storage.errors import LaterVersion
from core.storage.record_json import SCHEMA
from tests.support import kept_runs


def full() -> Run:
    """One with something in every field."""
    run = kept_runs.train(kept_runs.new("작업 공간", seed=2**31 - 1, learning_rate=0.1 + 0.2), 120)
    run.rename("나의 첫 번째 신경망 – “α”\u2028\x00 🦊")
    run.origin = Origin("_-" * 8, 3, 50)
    run.say(Sentence("Kept {count} of “{name}”.", count=3, name="é\u0000"))
    run.deleted = 1_700_000_000.123456789
    return run


def test_there_and_back():
    record = full().record()
    assert all(getattr(record, field.name) for field in fields(Record))
    back = record_json.from_json(record_json.to_json(record))
    assert back == record
    assert str(back.notice) == str(record.notice)
    assert isinstance(back.phase, Phase)
    assert isinstance(back.checkpoints, tuple)
    assert isinstance(back.checkpoints[0], Checkpoint)
    assert back.created.hex() == record.created.hex()
    assert back.settings.learning_rate.hex() == (0.1 + 0.2).hex()
    assert record_json.to_json(back) == record_json.to_json(record)


@pytest.mark.parametrize("phase", list(Phase))
def test_every_phase(phase):
    record = replace(kept_runs.new().record(), phase=phase)
    assert record_json.from_json(record_json.to_json(record)).phase is phase


@pytest.mark.parametrize("seconds", [0.0, 5e-324, 1e300, 1.1])
def test_numbers_keep_their_bits(seconds):
    record = replace(kept_runs.new().record(), seconds=seconds, created=seconds, checkpoints=(Checkpoint(0, seconds),))
    back = record_json.from_json(record_json.to_json(record))
    assert [each.hex() for each in (back.seconds, back.created, back.checkpoints[0].seconds)] == [seconds.hex()] * 3


def test_the_longest_run_fits():
    """With all its checkpoints, and a name and a design of the longest."""
    run = kept_runs.new(network=spec.NetworkSpec((spec.Dropout(0.123456789),) * spec.MAX_LAYERS))
    run.rename("\U0001f98a" * 60)
    run.phase, run.goal = Phase.TRAINING, MAX_ITERATIONS
    run.checkpoints = Checkpoints(Checkpoint(at, math.pi) for at in range(0, MAX_ITERATIONS, 2500))
    text = record_json.to_json(run.record())
    assert len(text) < 8_000
    assert record_json.from_json(text) == run.record()


def test_as_it_was_at_a_checkpoint():
    run = full()
    record = run.record()
    then = record.at(kept_runs.state(run, 20))
    assert (then.phase, then.iteration, then.seconds, then.goal, then.notice) == (Phase.PAUSED, 20, 0.2, 0, None)
    assert [checkpoint.iteration for checkpoint in then.checkpoints] == [0, 1, 2, 5, 10, 20]
    assert [result.iteration for result in then.results] == [0, 1]
    assert [each.iteration for each in then.validations] == [0, 1, 2, 5, 10, 20]
    assert (then.name, then.number, then.origin, then.settings) == (
        record.name, record.number, record.origin, record.settings,
    )  # fmt: skip
    assert run.record() == record


def test_a_run_out_of_the_memory_is_shown_as_it_was():
    run = full()
    shown, expected = run.record().snapshot(), run.snapshot()
    for name in ("run_id", "workspace", "number", "name", "created", "origin", "network", "settings", "phase",
                 "iteration", "goal", "seconds", "checkpoints", "results", "validation", "notice", "event", "begun", "latest"):  # fmt: skip
        assert getattr(shown, name) == getattr(expected, name), name
    assert (shown.saved_serial >= shown.serial, shown.saved_iteration, shown.unsaved) == (True, 120, None)


def test_what_is_not_on_disk_yet_is_to_be_saved():
    run = full()
    unsaved = run.to_save()
    assert list(unsaved.states) == [0, 1, 2, 5, 10, 20, 50, 100, 120]
    assert list(unsaved.tests) == [0, 1, 100, 120]
    assert (unsaved.record, unsaved.serial, unsaved.version, unsaved.state) == (
        run.record(), run.serial, run.version, run.state,
    )  # fmt: skip
    run.saved(unsaved, None)
    assert not run.to_save().states
    kept_runs.train(run, 200)
    assert list(unsaved.states)[-1] == 120  # what was to be written does not change with the run
    assert list(run.to_save().states) == [200]


def test_what_the_first_version_wrote():
    """There checkpoints had another name."""
    record = full().record()
    values = json.loads(record_json.to_json(record))
    values |= {"schema": 1, "moments": values.pop("checkpoints")}
    assert record_json.from_json(json.dumps(values)) == record


# Not what was written.


@pytest.mark.parametrize("schema", [SCHEMA + 1, 999, 2**70])
def test_a_later_version(schema):
    """Whatever else may have changed by then."""
    with pytest.raises(LaterVersion, match="newer version"):
        record_json.from_json(json.dumps({"schema": schema, "anything": [1]}))


@pytest.mark.parametrize("schema", [0, -1, 1.0, 1.5, "2", None, True, [], {}, math.inf])
def test_a_schema_number_that_is_none(schema):
    values = json.loads(record_json.to_json(full().record())) | {"schema": schema}
    with pytest.raises(ValueError, match="schema number") as refused:
        record_json.from_json(json.dumps(values))
    assert not isinstance(refused.value, LaterVersion)


@pytest.mark.parametrize("name", [field.name for field in fields(Record)] + ["schema"])
def test_every_field_is_needed(name):
    values = json.loads(record_json.to_json(full().record()))
    values.pop({"network": "design", "settings": "design"}.get(name, name))
    with pytest.raises((ValueError, KeyError, TypeError)):
        record_json.from_json(json.dumps(values))


@pytest.mark.parametrize(
    "changed",
    [
        {"phase": "resting"}, {"checkpoints": 3}, {"checkpoints": [[1]]}, {"checkpoints": [[1, 2, 3]]}, {"results": [[1, 2]]},
        {"origin": [1]}, {"notice": ["x"]}, {"notice": "x"}, {"design": "{}"}, {"design": None}, {"more": 1},
    ],
)  # fmt: skip
def test_what_cannot_be(changed):
    values = json.loads(record_json.to_json(full().record())) | changed
    with pytest.raises((ValueError, LookupError, TypeError, AttributeError)):
        record_json.from_json(json.dumps(values))


@pytest.mark.parametrize("text", ["", "null", "[]", "7", '"x"', "{", "\x00", "{}", '{"schema": 1}'])
def test_what_is_no_record(text):
    with pytest.raises((ValueError, LookupError, TypeError, AttributeError)):
        record_json.from_json(text)

"""A run's record as text, there and back."""

from __future__ import annotations

import json
from dataclasses import fields

from core import spec
from core.fields.limits import shown
from core.messages import Sentence
from core.runs.record import Record
from core.runs.snapshot import Checkpoint, Origin, Phase, TestResult
from core.storage.errors import LaterVersion
from core.training.history import Validation

SCHEMA = 2  # later versions read earlier ones


def to_json(record: Record) -> str:
    values = {field.name: getattr(record, field.name) for field in fields(record)}
    design = spec.to_json(values.pop("network"), values.pop("settings"))
    values |= {
        "schema": SCHEMA,
        "design": design,
        "notice": record.notice and record.notice.as_json(),
        "origin": record.origin and [record.origin.run_id, record.origin.number, record.origin.iteration],
        "checkpoints": [[m.iteration, m.seconds] for m in record.checkpoints],
        "results": [[r.iteration, r.correct, r.total, r.seconds] for r in record.results],
        "validations": [[v.iteration, v.correct, v.total] for v in record.validations],
    }
    return json.dumps(values)


def from_json(text: str) -> Record:
    """What `to_json` wrote. Raises `LaterVersion`, or ValueError, LookupError, TypeError or AttributeError for anything else."""
    values = json.loads(text)
    schema = values.pop("schema")
    if type(schema) is not int or schema < 1:
        raise ValueError(f"its schema number is {shown(schema)}")
    if schema > SCHEMA:
        raise LaterVersion(
            Sentence("It was saved by a newer version of Layer Lab (schema {schema}).", schema=shown(schema))
        )
    if schema == 1:
        values["checkpoints"] = values.pop("moments")
    network, settings = spec.from_json(values.pop("design"))
    notice, origin = values.pop("notice"), values.pop("origin")
    return Record(
        **values
        | {
            "network": network,
            "settings": settings,
            "phase": Phase(values["phase"]),
            "notice": notice and Sentence.from_json(notice),
            "origin": origin and Origin(*origin),
            "checkpoints": tuple(Checkpoint(*entry) for entry in values["checkpoints"]),
            "results": tuple(TestResult(*entry) for entry in values["results"]),
            "validations": tuple(Validation(*entry) for entry in values["validations"]),
        }
    )

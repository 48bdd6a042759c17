"""What a Korean page hands out is Korean all through: the report, its plots, the headings of the tables, what stands in the code."""

from __future__ import annotations

import ast
import csv
import io
import json
import re
import subprocess
import sys
import tokenize
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest

from core import spec
from core.bundle import tables
from core.bundle.archive import pack
from core.bundle.contents import Contents
from core.listing import listings
from core.listing.script_code import INSTALL
from core.messages import Sentence
from core.runs.snapshot import TestResult
from core.spec import Conv, Dense, Dropout, NetworkSpec, Pool, TrainingSpec
from core.training.history import History, HistoryPart, Validation
from core.training.initial_weights import first_weights
from dashboard.i18n import text

KO = text("ko")
NETWORK = NetworkSpec((Conv(6, 3, activation="tanh"), Pool("average"), Dropout(0.25), Conv(8, 3, 2, "valid"), Dense(9)))
SETTINGS = TrainingSpec("momentum", 0.02, 32, 7)
LABELS = np.arange(600) % 10
HANGUL = re.compile("[가-힣]")
# Names that are written so in every language; what is left of a text without them must hold no two English words.
NAMES = re.compile(
    rf"TensorFlow Tutorial #03-B, Layers API|Layer Lab|Layers API|tensorboard --logdir tensorboard|{INSTALL}"
)
ENGLISH = re.compile(r"[A-Za-z]{2,}[;:]? [A-Za-z]{2,}")


def contents_of(
    iteration: int = 120, network: NetworkSpec = NETWORK, wrong: int = 50, origin: bool = False
) -> Contents:
    rows = np.random.default_rng(0).random((120, 5)).astype(np.float32)
    history = History("a key")
    history.join(HistoryPart("a key", 0, rows, (Validation(0, 9, 100), Validation(120, 90, 100))))
    probabilities = np.eye(10, dtype=np.float32)[(LABELS + (np.arange(600) < wrong)) % 10]
    return Contents(
        name="", network=network, settings=SETTINGS, iteration=iteration, weights=first_weights(network, 3), history=history,
        results=(TestResult(0, 61, 600, 0.0), TestResult(120, 550, 600, 5.5)) if wrong else (),
        probabilities=probabilities if iteration else None, labels=LABELS, images=np.zeros((600, 28, 28, 1), np.uint8),
        origin=(3, 20) if origin else None,
    )  # fmt: skip


CONTENTS = {
    "errors beyond those shown": contents_of(),
    "few errors": contents_of(wrong=3),
    "no errors": contents_of(wrong=0),
    "not trained": contents_of(0),
    "a fork's checkpoint": contents_of(50, origin=True),
    "the tutorial's": contents_of(network=spec.tutorial()),
}


def opened(contents: Contents) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(pack(contents, KO.say))) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


class Texts(HTMLParser):
    """What a reader of a page sees or hears: its texts and the alternatives of its pictures."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.within = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.within = tag
        self.found += [value for name, value in attrs if name in ("alt", "title", "aria-label") and value]

    def handle_data(self, data: str) -> None:
        if self.within != "style" and data.strip():
            self.found.append(data.strip())


TELLING = ("print", "print_accuracy", "parser.add_argument", "SystemExit")


def of_code(source: str) -> Iterator[str]:
    """Comments, docstrings, and what the program says as it runs."""
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT and "model.fit(" not in token.string:
            yield token.string
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef):
            yield ast.get_docstring(node) or ""
        if isinstance(node, ast.Call) and ast.unparse(node.func) in TELLING:
            yield from (
                each.value for each in ast.walk(node) if isinstance(each, ast.Constant) and isinstance(each.value, str)
            )


def texts(name: str, content: bytes) -> list[str]:
    """Everything in a file of a bundle that is to be read by a person; versions and settings are read by programs."""
    match name.rpartition(".")[2]:
        case "html":
            return Texts(content.decode()).found
        case "svg":
            return [
                each.text or "" for each in ElementTree.fromstring(content).iter("{http://www.w3.org/2000/svg}text")
            ]
        case "csv":
            return next(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
        case "py":
            return [*of_code(content.decode())]
        case "ipynb":
            cells = [(cell["cell_type"], "".join(cell["source"])) for cell in json.loads(content)["cells"]]
            return [part for kind, source in cells for part in ([source] if kind == "markdown" else of_code(source))]
    return []


@pytest.mark.parametrize("kind", CONTENTS)
def test_a_korean_bundle_has_no_english_sentence(kind):
    for name, content in opened(CONTENTS[kind]).items():
        found = texts(name, content)
        assert any(map(HANGUL.search, found)) == (
            name.rpartition(".")[2] not in ("json", "npz", "png", "keras", "layer-lab")
        ), name
        for each in found:
            assert not ENGLISH.search(NAMES.sub("", each)), f"{name}: {each}"


def test_this_would_see_an_english_sentence():
    assert all(map(ENGLISH.search, ("What differs", "loss: none", "This is new:")))
    english = pack(CONTENTS["few errors"])
    with zipfile.ZipFile(io.BytesIO(english)) as packed:
        for name in (
            "report.html",
            "code/script.py",
            "code/notebook.ipynb",
            "code/keras_model.py",
            "pictures/curves.svg",
        ):
            assert [each for each in texts(name, packed.read(name)) if ENGLISH.search(NAMES.sub("", each))], name


def test_every_heading_of_a_table_is_korean():
    found = opened(CONTENTS["few errors"]) | {"curves.csv": tables.histories_csv([("", History())], KO.say)}
    for name in ("history.csv", "validation.csv", "tests.csv", "predictions.csv", "confusion.csv", "curves.csv"):
        headings = texts(name, found[name])
        assert len(set(headings)) == len(headings)
        assert all(HANGUL.search(each) and not re.search("[A-Za-z]", each) for each in headings), headings


def test_the_report_says_which_language_it_is_in():
    assert b'<html lang="ko">' in opened(CONTENTS["few errors"])["report.html"]


def trained(*design: Any) -> str:
    return listings.script(*design, weights="weights.npz")


WRITERS = [listings.keras, listings.layers_api, listings.pretty_tensor, listings.script, trained]


@pytest.mark.parametrize("write", WRITERS)
@pytest.mark.parametrize("network", [spec.tutorial(), NETWORK])
def test_the_korean_code_is_the_same_code(write, network, tmp_path):
    """Docstrings and what is printed aside; and a formatter would change nothing."""

    def bare(source: str) -> str:
        tree = ast.parse(source)
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in told:
                node.value = ""
        return ast.dump(tree)

    korean, english = write(network, SETTINGS, KO.say), write(network, SETTINGS)
    told = {*of_code(korean), *of_code(english)}
    assert bare(korean) == bare(english)
    path = tmp_path / "program.py"
    path.write_text(korean, encoding="utf-8")
    for command in (("format", "--diff"), ("check", "--select", "E,F,W,I")):
        ruff = [sys.executable, "-m", "ruff", *command, "--isolated", "--no-cache", "--line-length", "100", str(path)]
        ended = subprocess.run(ruff, capture_output=True, text=True)
        assert not ended.returncode, ended.stdout + ended.stderr


def test_a_sentence_within_a_sentence_is_said_too():
    nested = Sentence("{layer}: {reason}", layer=Sentence("Kernels"), reason=1)
    assert KO.say(nested) == "커널: 1"

"""What comes from outside is shown as it is: in links, addresses, names and errors it is never markup."""

from __future__ import annotations

import ast
import base64
import json
import zlib

import pytest

from core import spec
from core.messages import Plural, Sentence
from core.processes.supervisor import Condition, Health
from dashboard.i18n import text
from dashboard.markdown import literal
from tests.support.app import button, open_app
from tests.support.hostile import HOSTILE
from tests.support.root import ROOT

MARKDOWN = ("markdown", "warning", "error", "info", "success", "caption", "title", "header", "subheader", "toast")
SEEN = "\N{WORD JOINER}"


def link_to(design: object) -> str:
    packed = zlib.compress(json.dumps(design).encode())
    return "1." + base64.urlsafe_b64encode(packed).decode().rstrip("=")


def said_as_markdown(app) -> list[str]:
    return [element.value for kind in MARKDOWN for element in app.get(kind)]


def expect_literal(app, *hostile: str) -> None:
    """The app says each, and as nothing but itself."""
    said = said_as_markdown(app)
    for each in hostile:
        assert any(literal(each) in one for one in said), (each, said)
        assert not any(each in one.replace(literal(each), "") for one in said), each


@pytest.mark.parametrize("ordinary", ["conv1", "leaky_relu", "1,234", "98.5 %", "5 × 5", "no space left on /tmp/a-b_c/d.txt", "'x'; it's", "3.5e-04", "한국어", "a - b", "x > y"])  # fmt: skip
def test_ordinary_words_stay_as_they_are(ordinary):
    assert literal(ordinary) == ordinary


@pytest.mark.parametrize("hostile", HOSTILE)
def test_nothing_is_lost(hostile):
    shown = literal(hostile).replace(SEEN, "")
    assert shown != hostile or SEEN in literal(hostile)
    unescaped = "".join(shown[i] for i in range(len(shown)) if not (shown[i] == "\\" and _escapes(shown, i)))
    assert unescaped == hostile


def _escapes(written: str, place: int) -> bool:
    before = len(written[:place]) - len(written[:place].rstrip("\\"))
    return before % 2 == 0 and place + 1 < len(written)


def test_a_value_is_one_line():
    assert literal("a\n\n- b\r\n    c") == "a - b c"


def test_values_are_literal_and_the_words_around_them_are_not():
    english = text("en")
    inner = Sentence("*{name}*", name="[x](y)")
    assert (
        english.marked(Sentence("**{a}** and {b}, {n:,}", a="_x_", b=inner, n=1234))
        == r"**\_x\_** and *\[x\]\(y\)*, 1,234"
    )
    assert english.marked(Plural("{count} of {x}", "{count} of {x}s", count=2, x="`a`")) == r"2 of \`a\`s"
    assert english.say(Sentence("{a}", a="_x_")) == "_x_"  # where nothing is markup


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_link_says_nothing_but_words(client, hostile):
    design = json.loads(spec.to_json(spec.tutorial(), spec.TrainingSpec()))
    design["layers"][0]["activation"] = hostile
    app = open_app("network", design=link_to(design))
    # The first page said it; a page says each thing once.
    assert not app.exception
    first = open_app(design=link_to(design))
    expect_literal(first, hostile)


def test_every_place_of_a_link(client):
    for at in ("type", "padding", "filters", "kernel"):
        design = json.loads(spec.to_json(spec.tutorial(), spec.TrainingSpec()))
        design["layers"][2][at] = HOSTILE[0]
        expect_literal(open_app(design=link_to(design)), HOSTILE[0])
    for at in ("optimizer", "precision", "learning_rate", "seed"):
        design = json.loads(spec.to_json(spec.tutorial(), spec.TrainingSpec()))
        design["training"][at] = HOSTILE[1]
        expect_literal(open_app(design=link_to(design)), HOSTILE[1])


@pytest.mark.parametrize("hostile", ["![](//evil.es/x)", "[x](//evil.es)", "<b>x</b>", "https://evil.es"])
def test_an_address_says_nothing_but_words(client, hostile):
    expect_literal(open_app(lang=hostile), hostile)
    app = open_app(w=hostile, run=hostile, at=hostile, experiment=hostile, design=hostile)
    assert not any(hostile in said for said in said_as_markdown(app))


def test_a_runs_name_is_no_markup_on_any_page(client):
    app = open_app()
    for hostile in HOSTILE[:2]:
        button(app, "to_1").click().run()
        client.work()
        client.rename(client.last_run().run_id, hostile)
        button(app, "new_seed").click().run()
    button(app, "to_1").click().run()
    client.work()
    for page in ("start", "train", "network", "inside", "test", "draw", "experiments", "data", "runs"):
        app.switch_page(f"views/{page}/page.py").run()
        assert not app.exception
        for said in said_as_markdown(app):
            assert not any(hostile in said for hostile in HOSTILE[:2]), (
                page,
                said,
            )  # `literal` of these has it nowhere
    app.segmented_control(key="runs_view").set_value("compared").run()
    assert any(literal(HOSTILE[0]) in said or literal(HOSTILE[1]) in said for said in said_as_markdown(app))


def test_what_a_system_says_is_no_markup(client):
    hostile = Sentence("The training process could not be started: {reason}.", reason=HOSTILE[0])
    client.condition = Condition(Health.DOWN, hostile, warning=hostile.filled(reason=HOSTILE[1]))
    app = open_app()
    expect_literal(app, *HOSTILE[:2])
    client.condition = Condition(Health.READY)
    button(app, "to_1").click().run()
    client.fail(HOSTILE[2])
    app.run()
    expect_literal(app, HOSTILE[2])


def test_sentences_reach_markdown_through_one_function():
    """What Streamlit reads as Markdown is said by `Text.marked`, never by `Text.say`."""
    found = []
    for path in sorted((ROOT / "dashboard").rglob("*.py")):
        for call in (node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)):
            if isinstance(call.func, ast.Attribute) and call.func.attr in MARKDOWN and _name(call.func.value) == "st":
                inner = [node for given in call.args for node in ast.walk(given)]
                if any(isinstance(node, ast.Attribute) and node.attr == "say" for node in inner):
                    found.append(f"{path.name}:{call.lineno}")
    assert found == []


def _name(node: ast.AST) -> str:
    return node.id if isinstance(node, ast.Name) else ""

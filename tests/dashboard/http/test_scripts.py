"""The components' scripts as files: what is served and what is not, and that all their imports lead somewhere."""

from __future__ import annotations

import posixpath
import re
from pathlib import PurePosixPath

import pytest
from starlette.requests import Request
from starlette.responses import Response

from dashboard.components import parts, scripts
from dashboard.components.scripts import Scripts
from dashboard.http import answers, curves, experiment_stream, inspection, novelty, run_stream, test_results
from dashboard.http import scripts as endpoint
from dashboard.http.index_page import EARLY
from tests.support.own_loop import outcome

OURS = scripts.scripts()
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)  # types are imported in comments
ANY_IMPORT = re.compile(r"""(?:from|import)\s*\(?\s*["']([^"']+\.js)["']""")


def get(path: str, digest: str = OURS.digest) -> Response:
    scope = {"type": "http", "method": "GET", "path_params": {"path": path, "digest": digest}, "headers": []}
    return outcome(endpoint.route.endpoint(Request(scope)))


@pytest.mark.parametrize("path", OURS.files)
def test_every_script_is_served_to_be_kept_for_good(path):
    answer = get(path)
    assert (answer.status_code, answer.body) == (200, (scripts.FOLDER / path).read_bytes())
    assert answer.headers["content-type"].startswith("text/javascript")
    assert "immutable" in answer.headers["cache-control"]


@pytest.mark.parametrize(
    "path", ["parts.py", "lens/lens.css", "browser/server.d.ts", "../app.py", "lens/../lens/lens.js", "/etc/passwd", ""]
)
def test_nothing_else_is_served(path):
    answer = get(path)
    assert (answer.status_code, answer.headers["cache-control"]) == (404, "no-store")


def test_scripts_of_another_version_are_not_there():
    assert get("lens/lens.js", digest="0" * len(OURS.digest)).status_code == 404


def test_the_route_leads_from_the_address_to_the_script():
    match, scope = endpoint.route.matches({"type": "http", "method": "GET", "path": f"{OURS.address}/lens/lens.js"})
    assert match.value == 2  # in full
    assert scope["path_params"] == {"digest": OURS.digest, "path": "lens/lens.js"}


def test_an_edited_script_has_another_address(tmp_path, monkeypatch):
    def address(**files: str) -> str:
        for name, text in files.items():
            (tmp_path / f"{name}.js").write_text(text)
        scripts.scripts.cache_clear()
        return scripts.scripts().address

    monkeypatch.setattr(scripts, "FOLDER", tmp_path)
    try:
        seen = [address(a="1", b="2"), address(a="12", b=""), address(a="1", b="2"), address(a="1", b="3")]
    finally:
        monkeypatch.undo()
        scripts.scripts.cache_clear()
    assert seen[0] == seen[2]
    assert len(set(seen)) == 3


@pytest.mark.parametrize("path", OURS.files)
def test_every_import_leads_to_a_script_and_is_asked_for(path):
    imports = ANY_IMPORT.findall(COMMENT.sub("", OURS.files[path].decode()))
    found = {posixpath.normpath(PurePosixPath(path).parent / name) for name in imports}
    assert found <= set(OURS.files)
    assert found <= set(OURS.needed_by(path))


def test_every_script_is_a_component_or_needed_by_one():
    assert {path for entry in [*OURS.entries, EARLY] for path in OURS.needed_by(entry)} == set(OURS.files)
    for entry in OURS.entries:
        assert b"\nexport default component(" in OURS.files[entry]


def test_all_that_is_imported_is_asked_for_once():
    files = {
        "a/a.js": b'import { b } from "./b.js";\nimport {\n  c,\n  d,\n} from "../c.js";\n',
        "a/b.js": b'import { c } from "../c.js";\nimport "./d.js";\n',
        "a/d.js": b'import { a } from "./a.js"; // not at the end of its line\n',
        "c.js": b"",
    }
    assert Scripts(files, "").needed_by("a/a.js") == ["a/a.js", "a/b.js", "c.js", "a/d.js"]


def test_a_component_loads_its_module_from_below_the_base_path(monkeypatch):
    declared = {}
    monkeypatch.setattr(parts, "base_path", lambda: "/lab")
    monkeypatch.setattr(parts.v2, "component", lambda name, **given: declared.update(given, name=name))
    parts.component(str(scripts.FOLDER / "progress_lines" / "progress_lines.py"), ("digit_gallery/waiting.css",))
    assert f'location.origin + "/lab{OURS.address}/"' in declared["js"]
    assert '["progress_lines/progress_lines.js", ' in declared["js"]
    assert ".ll-waiting" in declared["css"]
    assert ".ll-lines" in declared["css"]


def test_the_scripts_know_the_addresses_of_the_endpoints():
    text = OURS.files["browser/addresses.js"].decode()
    known = {*re.findall(r"\$\{base\}([\w/]+)", text)}
    paths = {
        inspection.PATH, inspection.ABLATION_PATH, inspection.CHECKPOINTS_PATH, test_results.PATH, novelty.PATH, answers.PATH,
        f"{run_stream.PATH}/", f"{experiment_stream.PATH}/", f"{curves.PATH}/", "/plotly",
    }  # fmt: skip
    assert {f"/{path}" for path in known} == paths
    assert f'NO_RUN = "{run_stream.NO_RUN}"' in text

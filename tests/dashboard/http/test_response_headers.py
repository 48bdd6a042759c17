"""What a page of ours may load, and who may show it in a frame."""

from __future__ import annotations

import base64
import hashlib

import pytest
import streamlit as st
from starlette.applications import Starlette
from starlette.middleware import Middleware

from core.storage.settings import SettingError
from dashboard.app import STREAMLITS_FILES
from dashboard.http import server_settings
from dashboard.http.known_hosts import KnownHosts
from dashboard.http.response_headers import ResponseHeaders, content_policy
from tests.support import asgi


def rules(policy: str) -> dict[str, list[str]]:
    return {name: sources for name, *sources in (rule.split() for rule in policy.split("; "))}


def test_scripts_come_from_here_alone():
    found = rules(content_policy("<p>", ()))
    assert found["script-src"] == ["'self'", "blob:"]
    assert found["default-src"] == ["'self'"]
    assert found["connect-src"] == ["'self'", "data:"]
    assert found["object-src"] == ["'none'"]
    assert not any("*" in source or source.startswith("http") for sources in found.values() for source in sources)
    assert not any("eval" in source for source in found["script-src"])


def test_the_script_within_streamlits_page_may_run_and_no_other():
    page = (STREAMLITS_FILES / "index.html").read_text(encoding="utf-8")
    inline = page.partition("<script>")[2].partition("</script>")[0]
    digest = base64.b64encode(hashlib.sha256(inline.encode()).digest()).decode()
    assert rules(content_policy(page, ()))["script-src"][2:] == [f"'sha256-{digest}'"]


def test_frames_are_a_setting():
    assert rules(content_policy("", server_settings.frames({})))["frame-ancestors"] == ["'self'"]
    sites = server_settings.frames({"LAYER_LAB_FRAMES": "https://lms.school.kr, https://*.uni.kr:8443"})
    assert rules(content_policy("", sites))["frame-ancestors"] == [
        "'self'",
        "https://lms.school.kr",
        "https://*.uni.kr:8443",
    ]
    assert rules(content_policy("", server_settings.frames({"LAYER_LAB_FRAMES": "*"})))["frame-ancestors"] == ["*"]
    for wrong in ("lms.school.kr", "https://lms.school.kr;script-src", "javascript:x", "https://a/b", "'none'"):
        with pytest.raises(SettingError, match="LAYER_LAB_FRAMES names"):
            server_settings.frames({"LAYER_LAB_FRAMES": wrong})


@pytest.mark.parametrize(("frames", "old"), [((), "SAMEORIGIN"), (("https://lms.school.kr",), None)])
@pytest.mark.parametrize("host", ["localhost", "evil.example"])
def test_they_stand_also_on_what_is_not_there_and_on_what_is_refused(frames, old, host):
    layers = [Middleware(ResponseHeaders, static=STREAMLITS_FILES, frames=frames), Middleware(KnownHosts, hosts=())]
    (answer,) = asgi.ask(Starlette(middleware=layers), asgi.Call("/nothing", method="GET", headers={"host": host}))
    assert answer.status in (403, 404)
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "frame-ancestors 'self'" in answer.headers["content-security-policy"]
    assert answer.headers.get("x-frame-options") == old


def test_streamlits_files_are_where_they_are_sought():
    assert st.__file__ is not None
    assert (STREAMLITS_FILES / "index.html").is_file()

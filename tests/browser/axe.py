"""axe-core on what the browser shows: WCAG 2.1 A and AA, and best practices. What Streamlit does itself is known by name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
ALL = {
    "runOnly": {"type": "tag", "values": TAGS},
    "rules": {"label-content-name-mismatch": {"enabled": True}},  # WCAG 2.1 A, but not among the rules by default
}
CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
RUN = """async ([within, options]) => {
  const found = await axe.run(within ?? document, options);
  return found.violations.flatMap(({ id, nodes }) => nodes.map(({ target, html, failureSummary }) =>
    [id, target.flat().join(" > "), html, failureSummary]));
}"""


@dataclass(frozen=True)
class Finding:
    """``element``: its beginning, as HTML. ``page``: where it was found, in words."""

    rule: str
    selector: str
    element: str
    why: str
    page: str

    def __str__(self) -> str:
        return f"{self.page}: {self.rule} at {self.selector}\n  {self.element}\n  {self.why}"


@dataclass(frozen=True)
class Known:
    """What Streamlit does in that way and we do not: a rule of axe's, a pattern in the element or its selector, and the reason."""

    rule: str
    pattern: str
    reason: str

    def is_it(self, finding: Finding) -> bool:
        return finding.rule == self.rule and bool(re.search(self.pattern, f"{finding.selector} {finding.element}"))


STREAMLITS = (
    Known(
        "presentation-role-conflict",
        'data-testid="stFileUploaderDropzone"',
        "the field for files is a section without a role, but with a name; what opens the files is the button in it",
    ),
)


def findings(page: Page, words: str, within: str | None = None, rules: dict[str, Any] = ALL) -> list[Finding]:
    """Of the page as it stands, or of a part of it; ``words``: what is shown."""
    if not page.evaluate("() => 'axe' in globalThis"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate(RUN, [within, rules | {"resultTypes": ["violations"]}])
    return [Finding(rule, selector, html[:300], why or "", words) for rule, selector, html, why in found]


def ours(found: Iterable[Finding]) -> list[Finding]:
    return [each for each in found if not any(known.is_it(each) for known in STREAMLITS)]


def expect_accessible(page: Page, words: str, within: str | None = None) -> None:
    """Nothing is found but what Streamlit does itself."""
    found = ours(findings(page, words, within))
    assert not found, "\n".join(map(str, found))

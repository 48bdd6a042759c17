"""At 200 % zoom, and on a telephone, nothing is lost: no page scrolls sideways, and no control is cut off."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from dashboard import i18n, navigation
from tests.browser.test_access import settle, show

pytestmark = pytest.mark.browser

WIDE = {"width": 1366, "height": 768}
SIZES = {"1366 × 768 at 200 %": (683, 384), "1280 × 1024 at 200 %": (640, 512), "a telephone": (360, 740)}
# What scrolls by itself may be wider than it shows; whatever else ends beyond the right edge is lost.
LOST = """() => {
  const edge = document.documentElement.clientWidth + 1;
  const scrolls = (each) => ["auto", "scroll"].includes(getComputedStyle(each).overflowX);
  const lost = [];
  const look = (root) => {
    for (const each of root.children ?? []) {
      const box = each.getBoundingClientRect(), style = getComputedStyle(each);
      if (style.visibility === "hidden" || style.display === "none" || box.width < 2) continue;
      if (box.right > edge && box.width > 0 && each.matches("button, input, a, label, canvas, h1, h2, p, th, td")) {
        lost.push(`${each.tagName} ${each.className} ${each.textContent.slice(0, 40)} ${Math.round(box.right)}`);
      }
      const wider = scrolls(each) && each.scrollWidth > each.clientWidth + 1;
      if (wider && each.matches("[role=radiogroup]")) lost.push(`options: ${each.ariaLabel}`);
      if (wider && !each.matches("[data-testid=stMain]")) continue;
      look(each.shadowRoot ?? each);
      if (each.shadowRoot) look(each);
    }
  };
  look(document.body);
  const main = document.querySelector("[data-testid=stMain]");
  if (main.scrollWidth > main.clientWidth + 1) lost.push(`the page: ${main.scrollWidth} of ${main.clientWidth}`);
  return lost;
}"""


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_nothing_is_lost(open_page, server, language):
    page = open_page(server.url, locale=language, viewport=WIDE)
    page.get_by_role("button", name="1", exact=True).click()
    expect(page.locator(".ll-status")).to_have_attribute("data-phase", "reached", timeout=90_000)
    lost = []
    for entry in navigation.PAGES:
        page.set_viewport_size(WIDE)
        show(page, entry, language)
        for name, (width, height) in SIZES.items():
            page.set_viewport_size({"width": width, "height": height})
            settle(page)
            lost += [f"{entry.name}, {name}: {each}" for each in page.evaluate(LOST)]
    assert lost == []

"""What of a page a person sees without scrolling: between what stays at its top and the window's lower edge."""

from __future__ import annotations

from playwright.sync_api import Locator, Page

from tests.support.waiting import until

# The parts that stay at the top while the page scrolls, however they are made: the navigation, and the head of a page with a run.
_HEAD = """() => {
  const ends = [0];
  for (const each of document.querySelectorAll('.stApp *')) {
    const { position } = getComputedStyle(each), { top, bottom, width } = each.getBoundingClientRect();
    const stays = position === 'sticky' || position === 'fixed';
    if (stays && top >= 0 && bottom < innerHeight / 2 && width > innerWidth / 2) ends.push(bottom);
  }
  return Math.max(...ends);
}"""
# Whether the element itself is what lies at its middle, and not something that covers it.
_UNCOVERED = """element => {
  if (!element.isConnected) return false;
  const { left, top, width, height } = element.getBoundingClientRect();
  const hit = element.getRootNode().elementFromPoint(left + width / 2, top + height / 2);
  return hit !== null && (element.contains(hit) || hit.contains(element));
}"""
SLACK = 1.5  # pixels


def head_of(page: Page) -> float:
    """Where what stays at the top ends."""
    return page.evaluate(_HEAD)


def is_in_sight(locator: Locator, whole: bool = True) -> bool:
    """All of it; or where it is not ``whole``, its upper left corner and a bit."""
    box = locator.bounding_box()
    if box is None:
        return False
    page, size = locator.page, locator.page.viewport_size
    bottom = box["y"] + (box["height"] if whole else min(box["height"], 60))
    inside = (
        head_of(page) - SLACK <= box["y"]
        and bottom <= size["height"] + SLACK
        and box["x"] >= -SLACK
        and box["x"] + box["width"] <= size["width"] + SLACK
    )
    return inside and (not whole or locator.evaluate(_UNCOVERED))


def expect_in_sight(*locators: Locator, whole: bool = True) -> None:
    """All of them at once, as soon as the page is at rest."""
    try:
        until(lambda: all(is_in_sight(each, whole) for each in locators), 90)
    except AssertionError:
        page = locators[0].page
        seen = [(str(each), each.bounding_box()) for each in locators if not is_in_sight(each, whole)]
        raise AssertionError(f"not in sight below {head_of(page):.0f} of {page.viewport_size}: {seen}") from None


def is_cut(locator: Locator) -> bool:
    """Whether its text is wider than it is."""
    return locator.evaluate("element => element.scrollWidth > element.clientWidth + 1")


def filled_share(gallery: Locator) -> float:
    """How much of a gallery's width its first row fills, from 0 to 1."""
    return gallery.evaluate(
        """gallery => {
          const boxes = [...gallery.querySelectorAll('figure canvas')].map((each) => each.getBoundingClientRect());
          const row = boxes.filter(({ top }) => Math.abs(top - boxes[0].top) < 2);
          const gap = parseFloat(getComputedStyle(gallery).columnGap) || 0;
          return (row.reduce((sum, { width }) => sum + width, 0) + gap * (row.length - 1)) / gallery.clientWidth;
        }"""
    )

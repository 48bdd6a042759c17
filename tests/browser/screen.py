"""What a person does and reads on the screen."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def phase(page: Page):
    return page.locator(".ll-phase .ll-value")


def iteration(page: Page) -> int:
    """Iterations done, as the training bar says."""
    return int(page.locator(".ll-iteration .ll-value").inner_text().split(" ")[0].replace(",", ""))


def expect_done(page: Page, at: int, seconds: float) -> None:
    """Wait until the run has reached ``at`` and was tested there."""
    expect(page.locator(".ll-iteration .ll-value")).to_have_text(f"{at:,}", timeout=seconds * 1000)
    expect(phase(page)).to_have_text("done", timeout=seconds * 1000)
    expect(page.locator(".ll-accuracy .ll-label")).to_have_text(f"Test at {at:,}", timeout=seconds * 1000)


def accuracy(page: Page) -> tuple[float, int]:
    """(per cent, correct) of the latest test."""
    cell = page.locator(".ll-accuracy .ll-value")
    expect(cell).to_contain_text("of 10,000")  # not while a test is under way
    text = cell.text_content()
    percent, correct = re.fullmatch(r"([\d.]+) % \(([\d,]+) of 10,000\)", text).groups()
    return float(percent), int(correct.replace(",", ""))


def go_to(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).click()
    expect(page.get_by_role("heading", name=name, exact=True)).to_be_attached()

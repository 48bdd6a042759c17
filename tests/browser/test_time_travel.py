"""Travelling through the checkpoints of a run of 1,000 iterations in a real browser: by dragging, by keys, as a film; and on from one."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.screen import accuracy, expect_done, go_to, phase, press
from tests.browser.test_draw import stroke
from tests.browser.test_inside import look, picture

pytestmark = pytest.mark.browser

HATCHING = [((0.12 + 0.09 * at), 0.15 + 0.7 * (at % 2)) for at in range(9)]
SEVEN = [(0.3, 0.25), (0.7, 0.25), (0.45, 0.8)]
CHECKPOINTS = ["0", "1", "2", "5", "10", "20", "50", "100", "200", "500", "1,000"]


@pytest.fixture(scope="module")
def address(browser, server) -> str:
    """Of a workspace whose run has done 1,000 iterations."""
    context = browser.new_context(locale="en-US")
    page = context.new_page()
    page.goto(server.url)
    press(page, "1,000")
    expect_done(page, 1_000, 180)
    found = page.url
    context.close()
    return found


@pytest.fixture
def travel(open_page, address) -> Page:
    """That run, live."""
    page = open_page(address)
    expect(page.locator(".ll-time input")).to_have_attribute("max", str(len(CHECKPOINTS)))
    return page


class Hand:
    """Holds the slider with the mouse."""

    def __init__(self, page: Page) -> None:
        self.page, self.slider = page, page.locator(".ll-time input")
        self.last = int(self.slider.get_attribute("max"))

    def take(self) -> Hand:
        self.page.mouse.move(*self._place(int(self.slider.input_value())))
        self.page.mouse.down()
        return self

    def drag(self, checkpoint: str) -> None:
        """Without letting go; "Live" for the end."""
        self.page.mouse.move(
            *self._place(self.last if checkpoint == "Live" else CHECKPOINTS.index(checkpoint)), steps=4
        )
        expect(self.page.locator(".ll-now b")).to_have_text(
            "Live" if checkpoint == "Live" else f"Iteration {checkpoint}"
        )

    def let_go(self) -> None:
        self.page.mouse.up()

    def _place(self, place: int) -> tuple[float, float]:
        box = self.slider.bounding_box()
        return box["x"] + 8 + (box["width"] - 16) * place / self.last, box["y"] + box["height"] / 2


def drawn(page: Page, selector: str, checkpoint: str) -> None:
    expect(page.locator(selector).first).to_have_attribute("data-checkpoint", checkpoint.replace(",", "").lower())


def choose(page: Page, checkpoint: str) -> None:
    """By the mouse, for good."""
    hand = Hand(page).take()
    hand.drag(checkpoint)
    hand.let_go()
    if checkpoint == "Live":
        expect(page).not_to_have_url(re.compile(r"[?&]at="))
    else:
        expect(page).to_have_url(re.compile(rf"[?&]at={checkpoint.replace(',', '')}(&|$)"))


def test_kernels_and_feature_maps_change_under_the_hand(travel):
    look(travel)
    travel.mouse.move(700, 700)
    travel.mouse.wheel(0, 600)  # what is out of sight is not drawn at once; the slider stays in sight
    expect(travel.locator(".ll-maps canvas").first).to_be_in_viewport(ratio=0.5)
    expect(travel.locator(".ll-time")).to_be_in_viewport(ratio=1)
    hand = Hand(travel).take()
    kernels, maps = set(), set()
    for checkpoint in ("1,000", "200", "50", "10", "0", "100", "Live"):
        hand.drag(checkpoint)
        drawn(travel, ".ll-lens", checkpoint)
        expect(travel.locator(".ll-when")).to_have_text(
            f"At iteration {'1,000' if checkpoint == 'Live' else checkpoint}."
        )
        kernels.add(picture(travel, ".ll-kernels canvas"))
        maps.add(picture(travel, ".ll-maps canvas"))
    assert len(kernels) == len(maps) == 6  # live is iteration 1,000
    assert "at=" not in travel.url  # nothing was let go yet
    hand.drag("20")
    hand.let_go()
    expect(travel).to_have_url(re.compile(r"[?&]at=20(&|$)"))
    expect(travel.locator(".ll-when")).to_have_text("At iteration 20.")


def test_filters_switched_off_are_measured_at_the_checkpoint(travel):
    look(travel)
    choose(travel, "100")
    travel.get_by_role("button", name="Filter 0", exact=True).click()
    expect(travel.locator(".ll-ablation")).to_contain_text("Test accuracy at iteration 100", timeout=60_000)
    choose(travel, "1,000")
    expect(travel.locator(".ll-ablation")).to_contain_text("Test accuracy at iteration 1,000", timeout=60_000)
    travel.get_by_role("button", name="Switch all on").click()


def test_the_flow_chart_changes_under_the_hand(travel):
    go_to(travel, "Network")
    drawn(travel, ".ll-flow", "Live")
    hand, seen = Hand(travel).take(), set()
    for checkpoint in ("500", "100", "20", "1", "0"):
        hand.drag(checkpoint)
        drawn(travel, ".ll-flow", checkpoint)
        seen.add(picture(travel, ".ll-card[data-layer=conv2] canvas"))
    assert len(seen) == 5
    expect(travel.locator(".ll-when")).to_contain_text("Not trained yet: these are the initial weights")
    hand.let_go()


def test_the_flow_charts_pictures_say_their_scale_and_can_share_one(travel):
    go_to(travel, "Network")
    drawn(travel, ".ll-flow", "Live")
    ranges = travel.locator(".ll-range:visible")
    expect(ranges).to_have_text([re.compile(r"^values −?[\d.]+ to [\d.]+$")] * 5)  # two convolutions, two poolings, fc1
    said, own = ranges.all_inner_texts(), picture(travel, ".ll-card[data-layer=conv1] canvas")
    expect(travel.locator(".ll-scales")).to_contain_text("Each picture has its own scale")
    press(travel, "Shared scale")
    largest = max(said, key=lambda words: float(words.split(" ")[-1])).split(" ")[-1]
    expect(travel.locator(".ll-scales")).to_contain_text(f"All pictures share one scale, which ends at {largest}:")
    assert picture(travel, ".ll-card[data-layer=conv1] canvas") != own
    assert ranges.all_inner_texts() == said
    press(travel, "Separate scales")
    assert picture(travel, ".ll-card[data-layer=conv1] canvas") == own


def test_how_far_softmax_values_can_be_relied_on_changes_under_the_hand(travel):
    go_to(travel, "Test")
    travel.get_by_text("Is it right as often as its softmax values say?").click()
    sentence, rows = travel.locator(".ll-reliability-sentence"), travel.locator(".ll-reliability tbody tr")
    expect(sentence).to_have_text(
        re.compile(
            r"^Where its softmax value was 0\.9 to 1\.0 \([\d,]+ images, on average 0\.9\d+\) it was right in 9\d\.\d %\. That is "
        )
    )
    expect(travel.locator(".ll-reliability circle")).to_have_count(rows.count() - 1)
    images = [int(each.replace(",", "")) for each in rows.locator("td:nth-of-type(1)").all_inner_texts()]
    assert images[-1] == sum(images[:-1]) == 10_000
    live = sentence.inner_text()
    hand = Hand(travel).take()
    hand.drag("100")
    drawn(travel, ".ll-reliability", "100")
    expect(sentence).not_to_have_text(live)
    hand.drag("Live")
    expect(sentence).to_have_text(live)
    hand.let_go()


def test_what_is_no_digit_is_warned_of(travel):
    go_to(travel, "Draw")
    stroke(travel, SEVEN)
    like, unlike = travel.locator(".ll-like"), travel.locator(".ll-unlike")
    expect(like).to_contain_text("Distance from the training images: farther than", timeout=60_000)
    expect(unlike).to_be_empty()
    press(travel, "Clear")
    expect(like).to_be_empty()
    stroke(travel, HATCHING)
    expect(unlike).to_contain_text("this may be no digit", timeout=60_000)
    expect(like).to_be_empty()
    press(travel, "Clear")
    expect(unlike).to_be_empty()


def test_the_answer_to_a_drawing_changes_under_the_hand(travel):
    go_to(travel, "Draw")
    stroke(travel, SEVEN)
    drawn(travel, ".ll-draw", "Live")
    expect(travel.locator(".ll-at")).to_have_text("The network at iteration 1,000")
    hand, seen = Hand(travel).take(), set()
    for checkpoint in ("500", "200", "50", "5"):
        hand.drag(checkpoint)
        drawn(travel, ".ll-draw", checkpoint)
        expect(travel.locator(".ll-at")).to_have_text(f"The network at iteration {checkpoint}")
        seen.add(" ".join(travel.locator(".ll-share").all_inner_texts()))
    assert len(seen) == 4
    hand.let_go()


def matrix(page: Page) -> list[int]:
    return [int(text.replace("·", "0")) for text in page.locator(".ll-confusion button").all_inner_texts()]


def shown(page: Page) -> tuple[str, tuple[int, ...], str]:
    """The headline, the matrix and the gallery's captions."""
    captions = "\n".join(page.locator(".ll-gallery figcaption").all_inner_texts())
    return page.locator(".ll-view-text").first.inner_text(), tuple(matrix(page)), captions


def test_errors_and_matrix_change_under_the_hand_and_stay_when_it_lets_go(travel):
    go_to(travel, "Test")
    expect(travel.locator(".ll-tick:not(.ll-tested)")).to_have_count(0, timeout=90_000)  # in the background
    expect(phase(travel)).to_have_text("done", timeout=60_000)
    live = shown(travel)
    hand, seen = Hand(travel).take(), {}
    for checkpoint in ("500", "100", "20", "2", "200"):
        hand.drag(checkpoint)
        for part in (".ll-view-text", ".ll-confusion", ".ll-gallery"):
            drawn(travel, part, checkpoint)
        headline, counts, captions = seen[checkpoint] = shown(travel)
        correct = int(re.search(r"classifies ([\d,]+) of 10,000", headline).group(1).replace(",", ""))
        assert headline.startswith(f"At iteration {checkpoint} ")
        assert (sum(counts), sum(counts[::11])) == (10_000, correct)
        expect(travel.get_by_text(f"1–9 of {10_000 - correct:,}")).to_be_visible()
        assert len(captions.splitlines()) == 27
    assert len({counts for _, counts, _ in [live, *seen.values()]}) == 6
    assert len({captions for *_, captions in [live, *seen.values()]}) == 6
    hand.let_go()
    expect(travel).to_have_url(re.compile(r"[?&]at=200(&|$)"))
    expect(travel.locator("[data-testid=stApp]")).to_have_attribute("data-test-script-state", "notRunning")
    assert shown(travel) == seen["200"]
    expect(travel.locator(".st-key-matrix_table")).not_to_have_class(re.compile("ll-stale"))
    travel.locator(".ll-gallery button").nth(3).click()
    expect(travel.get_by_role("heading", name="Look inside", exact=True)).to_be_visible()
    number = re.findall(r"Test image ([\d,]+)", seen["200"][2])[3]
    expect(travel.locator(".ll-caption b").first).to_contain_text(f"Test image {number}:")
    drawn(travel, ".ll-lens", "200")


def test_the_film_runs_through_all_checkpoints_to_live(travel):
    look(travel)
    choose(travel, "10")
    travel.evaluate(
        """() => {
          const now = document.querySelector(".st-key-time_travel *") && [...document.querySelectorAll("*")]
            .map((each) => each.shadowRoot?.querySelector(".ll-now b")).find(Boolean);
          globalThis.seen = [now.textContent];
          new MutationObserver(() => { if (globalThis.seen.at(-1) !== now.textContent) globalThis.seen.push(now.textContent); })
            .observe(now, { childList: true, characterData: true, subtree: true });
        }"""
    )
    press(travel, "Play back the training")
    press(travel, "Stop playback")
    expect(travel).to_have_url(re.compile(r"[?&]at=20(&|$)"))
    press(travel, "Play back the training")
    expect(travel.locator(".ll-now b")).to_have_text("Live", timeout=30_000)
    places = [f"Iteration {checkpoint}" for checkpoint in CHECKPOINTS[4:]]
    assert travel.evaluate("() => globalThis.seen") == [*places, "Live"]
    expect(travel).not_to_have_url(re.compile(r"[?&]at="))
    expect(travel.locator(".ll-when")).to_have_text("At iteration 1,000.")
    expect(travel.get_by_role("button", name="Play back the training")).to_be_visible()


def test_by_keyboard(travel):
    look(travel)
    slider = travel.locator(".ll-time input")
    slider.focus()
    slider.press("Home")
    drawn(travel, ".ll-lens", "0")
    for _ in range(3):
        slider.press("ArrowRight")
    drawn(travel, ".ll-lens", "5")
    expect(slider).to_have_attribute("aria-valuetext", re.compile("^Iteration 5, "))
    expect(travel).to_have_url(re.compile(r"[?&]at=5(&|$)"))
    slider.press("End")
    drawn(travel, ".ll-lens", "Live")
    expect(travel).not_to_have_url(re.compile(r"[?&]at="))
    for _ in range(2):
        press(travel, "Previous checkpoint")
    drawn(travel, ".ll-lens", "500")
    press(travel, "Next checkpoint")
    drawn(travel, ".ll-lens", "1,000")


def test_a_reload_and_another_page_keep_the_checkpoint(travel):
    choose(travel, "50")
    travel.reload()
    expect(travel.locator(".ll-now b")).to_have_text("Iteration 50")
    look(travel)
    drawn(travel, ".ll-lens", "50")
    expect(travel.locator(".ll-when")).to_have_text("At iteration 50.")
    choose(travel, "Live")


def test_since_when_the_answer_is_what_it_is(travel):
    look(travel)
    travel.locator(".ll-checkpoints summary").click()
    course = travel.locator(".ll-course").first
    expect(course.locator(".ll-checkpoint")).to_have_count(len(CHECKPOINTS))
    digits = course.locator(".ll-checkpoint b").all_inner_texts()
    assert digits[-1] == "7"
    last = max((place for place, digit in enumerate(digits) if digit != "7"), default=None)
    expect(course.locator(".ll-verdict")).to_have_text(
        "The answer is 7 at every checkpoint." if last is None
        else f"From iteration {CHECKPOINTS[last + 1]} to the last checkpoint the answer is 7 (at iteration {CHECKPOINTS[last]} it was {digits[last]})."
    )  # fmt: skip
    course.locator(".ll-checkpoint").nth(6).click()
    expect(travel.locator(".ll-now b")).to_have_text("Iteration 50")
    expect(course.locator(".ll-here")).to_have_accessible_name(re.compile("^At iteration 50: "))
    drawn(travel, ".ll-lens", "50")
    expect(travel).to_have_url(re.compile(r"[?&]at=50(&|$)"))
    travel.get_by_role("button", name="Next image").first.click()
    expect(course.locator(".ll-checkpoint b").last).to_have_text("2")
    choose(travel, "Live")


def test_going_on_from_a_checkpoint_leaves_the_first_run_untouched(travel, address):
    before = accuracy(travel)
    expect(travel.get_by_role("button", name="Continue from here")).to_be_disabled()
    choose(travel, "100")
    travel.get_by_role("button", name="Continue from here").click()
    travel.get_by_role("spinbutton", name="Seed").fill("5")
    press(travel, "Start the new run")
    expect(travel.get_by_role("button", name="Start the new run")).to_have_count(0)
    expect(travel.locator(".ll-now b")).to_have_text("Live")
    expect_done(travel, 1_000, 180)  # by itself: as far as the run that it comes from
    assert accuracy(travel) != before
    travel.goto(address)
    expect(travel.locator(".ll-accuracy .ll-value")).to_contain_text(f"{before[1]:,} of 10,000")
    expect(travel.locator(".ll-iteration .ll-value")).to_have_text("1,000")
    expect(travel.locator(".ll-time input")).to_have_attribute("max", str(len(CHECKPOINTS)))


def test_new_checkpoints_come_without_moving_the_chosen_one(page):
    press(page, "1")
    expect_done(page, 1, 60)
    look(page)
    press(page, "1,000")
    slider = page.locator(".ll-time input")
    expect(slider).to_have_attribute("max", re.compile("^([6-9]|1.)$"), timeout=60_000)
    slider.focus()
    slider.press("Home")
    for _ in range(2):
        slider.press("ArrowRight")
    drawn(page, ".ll-lens", "2")
    known = int(slider.get_attribute("max"))
    page.wait_for_function(
        "known => [...document.querySelectorAll('*')].some((e) => Number(e.shadowRoot?.querySelector('.ll-time input')?.max) > known + 1)",
        arg=known,
    )
    expect(page.locator(".ll-now b")).to_have_text("Iteration 2")
    expect(slider).to_have_value("2")
    expect(page.locator(".ll-when")).to_have_text("At iteration 2.")
    press(page, "Pause")
    expect(phase(page)).to_have_text("paused")
    expect(page.locator(".ll-now b")).to_have_text("Iteration 2")
    slider.press("End")
    expect(page.locator(".ll-when")).not_to_have_text("At iteration 2.")

"""What a control changes is in sight of the control: on every page, at both sizes of a screen, in both languages."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.screen import expect_done, phase, press
from tests.browser.sight import expect_in_sight, filled_share, head_of, is_cut, is_in_sight
from tests.support.waiting import until

pytestmark = pytest.mark.browser

SIZES = [(1366, 768), (1024, 768)]
LANGUAGES = ["en", "ko"]
SECONDS = 900_000  # milliseconds that no machine should need


@pytest.fixture(scope="module")
def workspace(browser, server) -> str:
    """The address of a workspace with two runs that were trained and tested."""
    page = browser.new_page(locale="en-US")
    page.set_default_timeout(60_000)
    page.goto(f"{server.url}/network")
    page.locator(".ll-status").wait_for(state="attached")
    press(page, "100")
    expect_done(page, 100, 900)
    press(page, "New seed")
    expect(phase(page)).to_have_text("not started")
    press(page, "100")
    expect_done(page, 100, 900)
    found = re.search(r"[?&](w=[^&]+)", page.url).group(1)
    page.close()
    return f"{server.url}/network?{found}"


@pytest.fixture(
    params=[(size, language) for size in SIZES for language in LANGUAGES], ids=lambda each: f"{each[0][0]}-{each[1]}"
)
def visit(request, open_page, workspace):
    """Opens a page of the app by its name in the address, at one size and in one language."""
    (width, height), language = request.param

    def visit_(name: str) -> Page:
        page = open_page(
            f"{workspace}&lang={language}", viewport={"width": width, "height": height}, reduced_motion="reduce"
        )
        page.locator(f"a[href$='/{name}'], a[href*='/{name}?']").first.click()
        expect(page).to_have_url(re.compile(f"/{name}"))
        return page

    return visit_


def choose(page: Page, key: str, place: int) -> None:
    """One of the choices that stand side by side."""
    page.locator(f".st-key-{key}").get_by_role("radio").nth(place).click()


def scrolled(page: Page) -> float:
    return page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop")


def active(page: Page) -> str:
    """What has the focus, seen into the components."""
    return page.evaluate(
        """() => {
          let found = document.activeElement;
          while (found?.shadowRoot?.activeElement) found = found.shadowRoot.activeElement;
          return found ? found.tagName + ' ' + (found.getAttribute('aria-label') ?? found.textContent) : '';
        }"""
    )


# Network


def test_a_layers_form_stands_beside_the_flow_chart(visit):
    page = visit("network")
    panel = page.locator(".st-key-design_panel")
    chosen = panel.locator("[class*=st-key-chosen_layer][data-stale=false]")  # the one before goes a moment later
    expect(page.locator(".ll-flow")).to_have_attribute("data-drawn", re.compile(r"\d"))
    expect_in_sight(page.locator(".ll-card[data-layer=conv1]"), chosen)
    assert scrolled(page) == 0
    for layer, field in (("conv1", "_filters"), ("fc1", "_units"), ("pool2", "_size")):
        card = page.locator(f".ll-card[data-layer={layer}]")
        card.click()
        expect(card).to_have_attribute("aria-pressed", "true")
        expect(chosen.locator("input").first).to_have_value(re.compile(f"^{layer} — "))
        expect_in_sight(chosen, panel.locator(f"[class*={field}]").first, panel.locator(".st-key-layer_actions"))
        assert not is_cut(chosen.locator("input").first)


def test_the_whole_form_of_a_layer_and_of_the_training_is_in_sight(visit):
    page = visit("network")
    panel = page.locator(".st-key-design_panel")
    expect_in_sight(panel.locator("[class*=_0_activation]"))
    panel.get_by_role("tab").nth(1).click()
    expect_in_sight(panel.locator("[class*=_optimizer]"), panel.locator("[class*=_seed]"))
    page.locator(".ll-card[data-layer=conv2]").click()  # leads back to the layers
    expect_in_sight(panel.locator("[class*=_2_activation]"))


def test_the_code_is_brought_into_sight(visit):
    page = visit("network")
    page.locator(".st-key-code_shown label").click()
    expect_in_sight(page.locator(".st-key-code_shown"))
    expect_in_sight(page.locator("[data-testid=stCode]").first, whole=False)


# Look inside


def inside(visit) -> Page:
    page = visit("inside")
    expect(page.locator(".ll-lens")).to_have_attribute("data-looks", re.compile(r"\d+"))
    return page


def test_the_layers_and_what_they_put_out_are_in_the_first_screen(visit):
    page = inside(visit)
    tabs, maps = page.locator(".ll-tabs"), page.locator(".ll-maps canvas")
    expect_in_sight(tabs, page.locator(".ll-bars").first, page.locator(".ll-bars").nth(1))
    expect_in_sight(maps.first, maps.nth(1), whole=False)
    page.locator(".ll-tabs button", has_text=re.compile("^conv2")).click()
    expect(page.locator(".ll-lens")).to_have_attribute("data-layer", "conv2")
    expect_in_sight(tabs)
    expect_in_sight(maps.first, maps.nth(1), page.locator(".ll-kernels canvas"), whole=False)
    assert scrolled(page) == 0


@pytest.mark.parametrize("layer", ["conv1", "conv2"])
def test_a_click_on_a_pixel_brings_what_it_comes_from_into_sight(visit, layer):
    page = inside(visit)
    page.locator(".ll-tabs button", has_text=re.compile(f"^{layer}")).click()
    expect(page.locator(".ll-lens")).to_have_attribute("data-layer", layer)
    page.locator(".ll-maps canvas").first.click(position={"x": 20, "y": 30})
    hand = page.locator(".ll-hand")
    expect_in_sight(hand.locator(".ll-controls"), hand.locator(".ll-hand-map canvas"), hand.locator(".ll-tables"))
    before = hand.locator(".ll-slider span").all_inner_texts()
    hand.locator(".ll-hand-map canvas").click(position={"x": 100, "y": 120})  # the next pixel, where it is larger
    expect(hand.locator(".ll-slider span")).not_to_have_text(before)
    expect_in_sight(hand.locator(".ll-hand-map canvas"), hand.locator(".ll-tables"))


def test_the_first_pixel_is_one_where_something_happens(visit):
    page = inside(visit)
    for layer in ("conv1", "conv2"):
        page.locator(".ll-tabs button", has_text=re.compile(f"^{layer}")).click()
        expect(page.locator(".ll-lens")).to_have_attribute("data-layer", layer)
        products = page.locator(".ll-tables table").nth(2).locator("td")
        expect(products).to_have_count(25)
        until(lambda found=products: any(float(each.replace("−", "-")) for each in found.all_inner_texts()))
        own = page.locator(".ll-own code")
        until(lambda found=own: float(found.inner_text().replace("−", "-")) > 0)


def test_the_answers_stand_beside_the_switches(visit):
    page = inside(visit)
    switches = page.locator(".ll-switches")
    chip = switches.locator("button[aria-pressed]").first
    chip.scroll_into_view_if_needed()
    answers = switches.locator(".ll-answers p")
    expect(answers).to_have_count(2)
    before = answers.all_inner_texts()
    chip.click()
    expect(answers).not_to_have_text(before)
    expect_in_sight(chip, answers.first, answers.nth(1))


# Test


def test_a_cell_of_the_matrix_says_what_is_chosen_shows_its_images_and_can_be_undone(visit):
    page = visit("test")
    cells = page.locator(".ll-confusion button")
    expect(cells).to_have_count(100)
    counts = [int(text) if text != "·" else 0 for text in cells.all_inner_texts()]
    place = max((at for at in range(100) if at // 10 != at % 10), key=lambda at: counts[at])
    undo = page.locator(".st-key-show_all_errors button")
    expect(undo).to_be_disabled()
    cell, said = cells.nth(place), page.locator(".st-key-chosen_cell .ll-view-text")
    expect_in_sight(cell, said, undo, page.locator(".ll-digits figure").first)
    cell.click()
    expect(cell).to_have_attribute("aria-pressed", "true")
    expect(said).to_contain_text(re.compile(rf"{place // 10}\D+{place % 10}\D+{counts[place]:,}"))
    expect_in_sight(cell, said, undo, page.locator(".ll-digits figure").first)
    undo.click()
    expect(undo).to_be_disabled()
    expect(cell).to_have_attribute("aria-pressed", "false")
    assert scrolled(page) == 0


def test_nothing_lies_on_the_cell_that_is_pointed_at(visit):
    page = visit("test")
    cell = page.locator(".ll-confusion button").nth(55)
    cell.hover()
    said = page.locator(".ll-confusion .ll-said")
    expect(said).to_contain_text("5")
    assert cell.get_attribute("title") is None
    expect(page.get_by_role("tooltip")).to_have_count(0)
    expect_in_sight(cell, said)


# Runs


def test_the_comparison_of_two_runs_comes_below_its_choice(visit):
    page = visit("runs")
    choose(page, "runs_view", 1)
    found = page.locator(".st-key-runs_view_shown")
    expect_in_sight(page.locator(".st-key-runs_view"), found.locator("table").first)
    fields = found.locator("[class*=st-key-compared_A_]")
    expect_in_sight(fields.first)


# Experiments


def new_question(page: Page):
    """The form of a question; gives its button."""
    run, new = page.locator(".st-key-ask button"), page.locator(".st-key-new_question button")
    run.or_(new).first.wait_for()
    if new.count():
        new.click()
    run.wait_for()
    return run


def test_the_form_with_its_button_and_then_the_progress_with_the_dots_are_in_sight(visit):
    page = visit("experiments")
    run = new_question(page)
    questions = page.locator(".st-key-question_choice")
    questions.locator("button").nth(1).click()  # ReLU or sigmoid?
    expected = page.locator("[class*=st-key-predicted_][data-stale=false]").first.get_by_role("radio")
    expect_in_sight(
        run, expected.first, page.locator(".st-key-experiment_iterations"), page.locator(".st-key-design_table")
    )
    assert scrolled(page) == 0
    assert page.locator("[data-testid=stBaseButton-primary]").count() == 1  # the one main action
    choose(page, "experiment_iterations", 0)
    expected.last.click()
    expect(run).to_be_enabled()
    run.click()
    cells = page.locator(".ll-cells .ll-cell")
    expect(cells).to_have_count(10)
    expect_in_sight(cells.first, cells.last, page.locator(".st-key-verdict"), page.locator(".ll-picture"))
    expect(page.locator(".ll-cells .ll-cell[data-stage=done]")).to_have_count(10, timeout=SECONDS)
    expect_in_sight(cells.first, page.locator(".ll-picture"))
    expect_in_sight(page.locator(".ll-dots .ll-dot").first, whole=False)  # others may lie on it


def test_every_ready_question_fits(visit):
    page = visit("experiments")
    new_question(page)
    for place in range(7):
        page.locator(".st-key-question_choice button").nth(place).click()
        expect(page.locator(".st-key-question_choice button").nth(place)).to_have_attribute("aria-checked", "true")
        expect_in_sight(
            page.locator(".st-key-ask button"), page.locator("[class*=st-key-predicted_][data-stale=false]").first
        )


# Data, Draw


def test_each_view_of_the_data_is_one_screen(visit):
    page = visit("data")
    views = page.locator(".st-key-data_view")
    expect(page.locator(".ll-digits canvas")).to_have_count(9)
    expect_in_sight(views, page.locator(".st-key-first_nine"), page.locator(".js-plotly-plot").first)
    choose(page, "data_view", 1)
    choose(page, "class", 4)
    expect(page.locator(".ll-digits canvas")).to_have_count(19)
    expect_in_sight(views, page.locator(".st-key-class"), page.locator(".ll-digits figure").first)
    expect_in_sight(page.locator(".ll-digits figure").last)
    choose(page, "data_view", 2)
    expect_in_sight(views, page.locator(".ll-pixels"), page.locator("[class*=st-key-image_number]"))


def test_the_pad_what_the_network_sees_and_what_it_says_are_in_sight_together(visit):
    page = visit("draw")
    expect_in_sight(
        page.locator(".ll-pad"), page.locator(".ll-picture"), page.locator(".ll-bars"), page.locator(".ll-tools")
    )


# Everywhere


def test_galleries_fill_their_column(visit):
    page = visit("test")
    expect(page.locator(".ll-digits figure")).to_have_count(9)
    assert filled_share(page.locator(".ll-digits")) > 0.9
    page.locator(".ll-confusion button").nth(49).click()
    expect(page.locator(".ll-confusion button").nth(49)).to_have_attribute("aria-pressed", "true")
    choose(page, "gallery_size", 1)
    page.locator(".st-key-show_all_errors button").click()
    expect(page.locator(".ll-digits figure")).to_have_count(36)
    assert filled_share(page.locator(".ll-digits")) > 0.8


def test_reduced_motion_is_obeyed_and_the_focus_stays(open_page, workspace):
    page = open_page(workspace, viewport={"width": 1024, "height": 768}, reduced_motion="reduce")
    page.locator("a[href*='/inside']").first.click()
    expect(page.locator(".ll-lens")).to_have_attribute("data-looks", re.compile(r"\d+"))
    page.evaluate(
        """() => {
          const own = Element.prototype.scrollTo;
          window.motions = [];
          Element.prototype.scrollTo = function (options) { window.motions.push(options.behavior); own.call(this, options); };
        }"""
    )
    page.locator(".ll-maps canvas").first.focus()
    before = active(page)
    page.locator(".ll-maps canvas").first.click(position={"x": 20, "y": 30})
    expect_in_sight(page.locator(".ll-hand .ll-tables"))
    assert set(page.evaluate("window.motions")) == {"instant"}
    assert active(page) == before
    assert head_of(page) > 0
    assert is_in_sight(page.locator(".ll-hand .ll-controls"))

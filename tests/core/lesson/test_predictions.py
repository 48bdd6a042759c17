"""The kinds of prediction: what each takes, how it is read, and how far it says a prediction was off."""

from __future__ import annotations

import math

import pytest

from core.lesson.choice import Choice
from core.lesson.digit_pair import PAIRS, DigitPair
from core.lesson.pixel import Pixel
from core.lesson.prediction import EXACT
from core.lesson.scale import Scale, Unit
from core.lesson.shape import Shape
from core.lesson.sketch import Sketch

NOTHING = (None, True, "3", [], {}, math.nan, math.inf, -math.inf, [[1]], b"1", 10**400)
KINDS = {
    "scale": (Scale(0, 10, 1), 3, 7.5),
    "choice": (Choice(("a", "b", "c")), 0, 2),
    "digit pair": (DigitPair(), [9, 4], PAIRS),
    "sketch": (Sketch((0, 1, 100)), [0, 10, 100], [9.8, 15.0, 70.0]),
    "shape": (Shape(3), [14, 14, 16], [14, 14, 36]),
    "pixel": (Pixel(28, 28), [0, 27], [3, 23]),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_prediction_is_taken_and_anything_odd_is_not(kind):
    prediction, right, _ = KINDS[kind]
    assert prediction.accepts(right)
    assert not any(prediction.accepts(odd) for odd in NOTHING)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_found_is_at_no_distance_from_itself(kind):
    prediction, mine, found = KINDS[kind]
    itself = list(found[0]) if kind == "digit pair" else found
    assert prediction.distance(itself, found) == 0
    assert prediction.how_far(itself, found) == EXACT
    assert prediction.distance(mine, found) > 0
    assert prediction.how_far(mine, found) != EXACT
    assert str(prediction.written(mine))


@pytest.mark.parametrize(
    ("prediction", "odd"),
    [
        (Scale(0, 10, 1), 10.5),
        (Scale(0, 10, 1), -1),
        (Choice(("a", "b")), 2),
        (Choice(("a", "b")), 1.0),
        (DigitPair(), [4, 4]),
        (DigitPair(), [4, 10]),
        (DigitPair(), [4, 9, 7]),
        (Sketch((0, 1, 100)), [0, 10]),
        (Sketch((0, 1, 100)), [0, 10, 101]),
        (Shape(3), [14, 14]),
        (Shape(3), [14, 14, 0]),
        (Pixel(28, 20), [0, 20]),
        (Pixel(20, 28), [20, 0]),
    ],
)
def test_what_is_beyond_the_limits_is_not_taken(prediction, odd):
    assert not prediction.accepts(odd)


def test_a_scale_says_how_far_and_in_which_direction():
    assert str(Scale(0, 70_000, 1_000).how_far(35_000, 55_000)) == "Your prediction was 20,000 too low."
    shares = Scale(0, 100, 1, Unit.PERCENT)
    assert str(shares.how_far(50, 9.84)) == "Your prediction was 40.2 percentage points too high."
    assert shares.written(9.84) == "9.8 %"
    values = Scale(0, 1, 0.01, Unit.VALUE)
    assert str(values.how_far(0.5, 0.0977)) == "Your prediction was 0.402 too high."
    assert values.how_far(0.1, 0.1000004) == EXACT  # as far as one reads


def test_the_place_of_a_pair_counts_from_one_and_either_way():
    found = [(4, 9), (2, 7), *(pair for pair in PAIRS if pair not in ((4, 9), (2, 7)))]
    kind = DigitPair()
    assert kind.place([9, 4], found) == 1
    assert str(kind.how_far([7, 2], found)) == "Your pair comes at place 2 of 45."
    assert str(kind.written(found)) == "4 and 9"
    assert str(kind.written([9, 4])) == "4 and 9"


def test_a_sketch_is_off_by_the_mean_of_its_points():
    assert Sketch((0, 1, 100)).distance([10, 20, 90], [10, 14, 75]) == pytest.approx(7)


def test_a_pixel_is_as_far_as_a_ruler_says():
    assert str(Pixel(28, 28).how_far([3, 4], [6, 8])) == "Your pixel is 5.0 pixels away."


def test_choices_without_an_order_have_no_distance_between_them():
    assert str(Choice(("a", "b", "c")).how_far(0, 2)) == "Your prediction was 2 steps away on the list."
    assert str(Choice(("a", "b", "c"), ordered=False).how_far(0, 2)) == "You predicted another one."


@pytest.mark.parametrize(
    "typed",
    ["14 × 14 × 16", "14x14x16", "14, 14, 16", "(14, 14, 16)", "14 14 16", " 14X14 X 16 ", "[14;14;16]", "14*14*16"],
)
def test_a_shape_is_read_as_people_write_it(typed):
    assert Shape(3).read(typed) == [14, 14, 16]


@pytest.mark.parametrize(
    "typed", ["", "14", "14 × 14", "14 × 14 × 16 × 1", "a × b × c", "14 × 14 × -1", "1" * 5_000, "٣ ٣ ٣"]
)
def test_what_is_no_shape_is_none(typed):
    assert Shape(3).read(typed) is None

"""Pictures: against MNIST itself, SciPy and hand arithmetic; and whatever a file can hold."""

from __future__ import annotations

import pickle

import numpy as np
import pytest
from PIL import Image
from scipy import ndimage

from core.pictures import PictureError, plain, prepare


def pen_drawing(digit: np.ndarray, side: int = 140, sharp: float = 4) -> np.ndarray:
    """A digit of MNIST as a pen would have drawn it: larger, with sharp edges."""
    large = np.asarray(Image.fromarray(digit).resize((side, side), Image.Resampling.BICUBIC), np.float64)
    return np.clip((large - 127) * sharp + 127, 0, 255).astype(np.uint8)


@pytest.fixture(scope="module")
def judge(tutorial_trainer, digits):
    """Classes that a network trained for 300 iterations gives images."""
    state, _ = tutorial_trainer.advance(tutorial_trainer.initial_state(), digits.train, 300)
    return lambda images: tutorial_trainer.predict(state.weights, np.ascontiguousarray(images)).argmax(axis=1)


def test_mnist_comes_out_as_it_went_in(digits, judge):
    images = digits.test.images[:1000]
    prepared = np.stack([prepare(image[..., 0]).image for image in images])
    difference = np.abs(prepared.astype(float) - images).mean(axis=(1, 2, 3))
    assert difference.mean() < 0.1  # of 255
    assert (difference == 0).mean() > 0.85
    assert (judge(prepared) == judge(images)).mean() > 0.998


def test_a_pen_drawing_of_a_digit_is_as_mnist(digits, judge):
    """Whatever its size on the pad and its place."""
    images, place = digits.test.images[:400], np.random.default_rng(1)
    prepared = []
    for image in images:
        side = int(place.integers(60, 140))
        pad = np.zeros((140, 140), np.uint8)
        top, left = place.integers(0, 140 - side + 1, 2)
        pad[top : top + side, left : left + side] = pen_drawing(image[..., 0], side)
        prepared.append(prepare(pad).image)
    prepared = np.stack(prepared)
    assert prepared[prepared > 0].mean() == pytest.approx(images[images > 0].mean(), rel=0.08)
    assert prepared.mean() == pytest.approx(images.mean(), rel=0.08)
    assert (prepared > 200).sum() == pytest.approx((images > 200).sum(), rel=0.12)
    labels, wanted = digits.test.labels[:400], judge(images)
    assert (judge(prepared) == labels).mean() > (wanted == labels).mean() - 0.03


def test_the_centre_of_mass_is_where_mnist_has_it(digits):
    """SciPy's centre, of MNIST and of scribbles: row and column 14, to the nearest pixel."""
    for image in digits.test.images[:200, ..., 0]:
        assert np.abs(np.subtract(ndimage.center_of_mass(image.astype(float)), 14)).max() <= 0.5
    strokes = np.random.default_rng(2)
    for _ in range(50):
        ink = np.zeros((140, 140), np.uint8)
        top, left = strokes.integers(0, 90, 2)
        ink[top : top + 45, left : left + 8] = 255
        ink[top : top + 8, left : left + int(strokes.integers(8, 45))] = 255
        image = prepare(ink).image[..., 0].astype(float)
        assert np.abs(np.subtract(ndimage.center_of_mass(image), 14)).max() <= 0.5 + 1e-9


def test_a_bar_by_hand():
    ink = np.zeros((140, 140), np.uint8)
    ink[10:110, 5:25] = 255  # 20 wide, 100 high → 4 × 20
    prepared = prepare(ink)
    expected = np.zeros((28, 28), np.uint8)
    expected[4:24, 12:16] = 255  # rows 4 … 23 have their centre at 13.5; halves go to the even number
    np.testing.assert_array_equal(prepared.image[..., 0], expected)
    placement = prepared.placement
    assert (placement.width, placement.height) == (20, 100)
    assert (placement.scaled_width, placement.scaled_height) == (4, 20)
    assert (placement.right, placement.down) == (0, 0)


def test_no_ink_is_cut_off_at_the_edge():
    """A heavy block with a long thin tail: its centre of mass would push the tail out of the picture."""
    ink = np.zeros((200, 200), np.uint8)
    ink[:40, :200] = 255
    ink[:, :4] = 255
    prepared = prepare(ink)
    image = prepared.image[..., 0]
    assert image[27, :].any()
    assert image[:8].sum() == 0
    assert prepared.placement.down == 4  # from rows 4 … 23 to rows 8 … 27
    assert (image > 0).sum() == 4 * 20 + 16  # each pixel is the mean of 10 × 10: the block's rows, then the tail's


@pytest.mark.parametrize(("shape", "scaled"), [((140, 1), (1, 20)), ((1, 140), (20, 1)), ((3, 3), (20, 20))])
def test_odd_boxes(shape, scaled):
    ink = np.zeros((140, 140), np.uint8)
    ink[: shape[0], : shape[1]] = 200
    placement = prepare(ink).placement
    assert (placement.scaled_width, placement.scaled_height) == scaled
    assert prepare(ink).image.max() == 200


def test_the_raw_picture_is_the_whole_pad():
    ink = np.zeros((140, 140), np.uint8)
    ink[:70, :70] = 255
    prepared = plain(ink)
    assert prepared.placement is None
    assert (prepared.image[:14, :14] == 255).all()
    assert prepared.image.sum() == 14 * 14 * 255
    wide = plain(np.full((56, 112), 255, np.uint8)).image[..., 0]
    assert (wide[7:21] == 255).all()
    assert wide[:7].sum() == wide[21:].sum() == 0
    small = np.random.default_rng(3).integers(0, 256, (28, 28), dtype=np.uint8)
    np.testing.assert_array_equal(plain(small).image[..., 0], small)


@pytest.mark.parametrize("make", [prepare, plain])
@pytest.mark.parametrize("shape", [(140, 140), (0, 0), (0, 5)])
def test_an_empty_drawing_is_one_sentence(make, shape):
    with pytest.raises(PictureError, match=r"^Nothing has been drawn yet\.$") as caught:
        make(np.zeros(shape, np.uint8))
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


@pytest.mark.parametrize("level", range(1, 20))
def test_faint_ink_is_ink(level):
    ink = np.zeros((50, 50), np.uint8)
    ink[10:20, 10:30] = level
    assert prepare(ink).image.max() == level

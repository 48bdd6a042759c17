"""Pictures: against MNIST itself, SciPy and hand arithmetic; and whatever a file can hold."""

from __future__ import annotations

import pickle

import numpy as np
import pytest
from PIL import Image
from scipy import ndimage

from core import pictures
from core.pictures import MOST_PIXELS, PictureError, plain, prepare, read
from tests.support.picture_files import REFUSED, as_file


def pen_drawing(digit: np.ndarray, side: int = 140, sharp: float = 4) -> np.ndarray:
    """A digit of MNIST as a pen would have drawn it: larger, with sharp edges."""
    large = np.asarray(Image.fromarray(digit).resize((side, side), Image.Resampling.BICUBIC), np.float64)
    return np.clip((large - 127) * sharp + 127, 0, 255).astype(np.uint8)


def photograph(digit: np.ndarray) -> np.ndarray:
    """Grey ink on paper that is lit from one corner, with grain; uint8 (600, 780)."""
    paper = 205 - np.add.outer(np.linspace(0, 60, 600), np.linspace(0, 45, 780))
    ink = np.zeros(paper.shape)
    ink[100:500, 300:700] = pen_drawing(digit, 400, 1.5) / 255
    grain = np.random.default_rng(0).normal(0, 5, paper.shape)
    return np.clip(paper * (1 - 0.7 * ink) + grain, 0, 255).astype(np.uint8)


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


# Files.


def near(picture: np.ndarray, digit: np.ndarray) -> float:
    return float(np.abs(prepare(picture).image[..., 0].astype(float) - digit).mean())


@pytest.mark.parametrize("dark_on_light", [True, False])
@pytest.mark.parametrize("number", range(12))
def test_a_digit_of_mnist_as_a_file(digits, number, dark_on_light):
    digit = digits.test.images[number, ..., 0]
    shown = 255 - digit if dark_on_light else digit
    ink = read(as_file(shown))
    assert ink.shape == (28, 28)
    assert ink.dtype == np.uint8
    assert np.abs(ink.astype(float) - digit).mean() < 1
    assert near(ink, digit) < 1


def test_a_photograph_of_a_digit(digits, judge):
    images = digits.test.images[:40]
    prepared = np.stack(
        [prepare(read(as_file(photograph(image[..., 0]), "JPEG", quality=75))).image for image in images]
    )
    assert (judge(prepared) == judge(images)).mean() >= 0.9
    assert prepared.mean() == pytest.approx(images.mean(), rel=0.15)


def shapes_of(digit: np.ndarray) -> dict[str, Image.Image]:
    """The same dark digit on light paper in every way that a file may hold it."""
    grey = Image.fromarray(255 - digit).resize((112, 112), Image.Resampling.BICUBIC)
    deep = Image.fromarray(np.asarray(grey).astype(np.uint16) * 257)
    clear = Image.merge("LA", (Image.new("L", grey.size, 0), Image.eval(grey, lambda value: 255 - value)))
    white = Image.merge("LA", (Image.new("L", grey.size, 255), Image.eval(grey, lambda value: 255 - value)))
    return {
        "grey": grey, "16 bit": deep, "colour": grey.convert("RGB"), "palette": grey.convert("P"),
        "one bit": grey.point(lambda value: 255 * (value > 127)).convert("1"), "on nothing": clear,
        "on nothing, in colour": clear.convert("RGBA"), "white on nothing": white,
    }  # fmt: skip


@pytest.mark.parametrize("way", shapes_of(np.zeros((28, 28), np.uint8)))
def test_every_kind_of_png_gives_the_same_digit(digits, way):
    digit = digits.test.images[0, ..., 0]
    assert near(read(as_file(shapes_of(digit)[way])), digit) < 13


@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
def test_every_kind_of_jpeg_gives_the_same_digit(digits, mode):
    digit = digits.test.images[0, ..., 0]
    assert near(read(as_file(shapes_of(digit)["grey"].convert(mode), "JPEG", quality=90)), digit) < 13


@pytest.mark.parametrize("turned", range(1, 9))
def test_a_camera_held_sideways(digits, turned):
    digit = digits.test.images[0, ..., 0]
    upright = shapes_of(digit)["grey"].convert("RGB")
    exif = Image.Exif()
    exif[pictures.ORIENTATION] = turned
    back = {5: 5, 6: 8, 7: 7, 8: 6}.get(turned, turned)  # the turn that undoes it
    stored = upright.transpose(pictures.UPRIGHT[back]) if turned > 1 else upright
    assert near(read(as_file(stored, "JPEG", quality=90, exif=exif)), digit) < 13


@pytest.mark.filterwarnings("ignore:Corrupt EXIF")
def test_a_broken_note_beside_the_picture_does_no_harm(digits):
    stored = as_file(
        shapes_of(digits.test.images[0, ..., 0])["grey"], "JPEG", exif=b"Exif\x00\x00II*\x00\xff\xff\xff\xff"
    )
    assert read(stored).any()


def test_a_large_picture_is_made_smaller():
    page = np.full((2000, 2000), 255, np.uint8)
    page[500:1500, 900:1100] = 0
    assert read(as_file(page)).shape == (400, 400)
    assert read(as_file(page[:, 800:1200])).shape == (400, 80)


@pytest.mark.parametrize("case", REFUSED)
def test_a_refusal_is_one_sentence(case):
    data, says = REFUSED[case]
    with pytest.raises(PictureError, match=says) as caught:
        read(data)
    assert str(caught.value).count(". ") == 0


def test_the_most_pixels_are_allowed():
    side = int(MOST_PIXELS**0.5)
    page = np.full((side, side), 255, np.uint8)
    page[:, side // 2 :][:, :100] = 0
    assert read(as_file(page)).any()


def seen(data: bytes) -> str:
    """How a file was taken; anything but an answer or a `PictureError` fails the test."""
    try:
        ink = read(data)
    except PictureError:
        return "refused"
    assert ink.dtype == np.uint8
    assert ink.ndim == 2
    return "empty" if not ink.any() else "read"


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_every_truncation(digits, kind):
    whole = as_file(255 - digits.test.images[0, ..., 0], kind)
    assert [seen(whole[:length]) for length in range(len(whole) // 2)] == ["refused"] * (len(whole) // 2)
    assert {seen(whole[:length]) for length in range(len(whole) // 2, len(whole))} <= {"refused", "read"}
    assert seen(whole) == "read"


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_flipped_bits(digits, kind):
    whole = bytearray(as_file(255 - digits.test.images[0, ..., 0], kind))
    chance = np.random.default_rng(5)
    for _ in range(1000):
        damaged = bytearray(whole)
        for place in chance.integers(0, len(whole), int(chance.integers(1, 4))):
            damaged[place] ^= 1 << int(chance.integers(0, 8))
        seen(bytes(damaged))


@pytest.mark.parametrize("start", list(pictures.READERS))
def test_random_bytes(start):
    chance = np.random.default_rng(6)
    for length in chance.integers(0, 600, 300):
        assert seen(start + chance.bytes(int(length))) == "refused"
        assert seen(chance.bytes(int(length))) == "refused"


@pytest.mark.parametrize("shape", [(1, 2), (2, 1), (2, 2), (1, 4_000), (3, 3), (7, 300)])
def test_small_and_narrow_pictures_get_an_answer_or_a_sentence(shape):
    chance = np.random.default_rng(7)
    for _ in range(20):
        seen(as_file(chance.integers(0, 256, shape, dtype=np.uint8)))

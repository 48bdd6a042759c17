"""Picture files: whatever a file can hold, and how it holds it."""

from __future__ import annotations

import threading

import numpy as np
import pytest
from PIL import Image

from core import pictures
from core.pictures import PictureError
from tests.support.picture_files import REFUSED, animation, as_file


def large(digit: np.ndarray) -> Image.Image:
    """A dark digit of MNIST on light paper."""
    return Image.fromarray(255 - digit).resize((112, 112), Image.Resampling.BICUBIC)


def near(data: bytes, digit: np.ndarray) -> float:
    """How far the only digit of a file is from one of MNIST: the mean difference of 255."""
    (found,) = pictures.digits(data)
    return float(np.abs(found.image[..., 0].astype(float) - digit).mean())


def ways(digit: np.ndarray) -> dict[str, Image.Image]:
    """The same dark digit on light paper in every way that a PNG may hold it."""
    grey = large(digit)
    clear = Image.merge("LA", (Image.new("L", grey.size, 0), Image.eval(grey, lambda value: 255 - value)))
    white = Image.merge("LA", (Image.new("L", grey.size, 255), Image.eval(grey, lambda value: 255 - value)))
    return {
        "grey": grey, "16 bit": Image.fromarray(np.asarray(grey).astype(np.uint16) * 257), "colour": grey.convert("RGB"),
        "palette": grey.convert("P"), "one bit": grey.point(lambda value: 255 * (value > 127)).convert("1"),
        "on nothing": clear, "on nothing, in colour": clear.convert("RGBA"), "white on nothing": white,
    }  # fmt: skip


@pytest.mark.parametrize("dark", [True, False])
@pytest.mark.parametrize("number", range(8))
def test_a_digit_of_mnist_as_a_file(digits, number, dark):
    digit = digits.test.images[number, ..., 0]
    assert near(as_file(255 - digit if dark else digit), digit) < 1  # it is in MNIST's form already


@pytest.mark.parametrize("way", ways(np.zeros((28, 28), np.uint8)))
def test_every_kind_of_png(digits, way):
    digit = digits.test.images[0, ..., 0]
    assert near(as_file(ways(digit)[way]), digit) < 16


@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "GIF", "BMP", "TIFF", "AVIF", "HEIF"])
def test_every_format(digits, kind):
    if kind == "HEIF":
        from pillow_heif import register_heif_opener

        register_heif_opener()
    digit = digits.test.images[0, ..., 0]
    assert near(as_file(large(digit).convert("RGB"), kind), digit) < 16


def test_print_colours(digits):
    digit = digits.test.images[0, ..., 0]
    assert near(as_file(large(digit).convert("CMYK"), "JPEG", quality=90), digit) < 16


@pytest.mark.parametrize("kind", ["JPEG", "TIFF", "WEBP"])
@pytest.mark.parametrize("turned", range(1, 9))
def test_a_camera_held_sideways(digits, turned, kind):
    from core.picture_reading.picture_file import ORIENTATION, UPRIGHT

    digit = digits.test.images[0, ..., 0]
    upright = Image.new("RGB", (160, 112), "white")
    upright.paste(large(digit), (40, 0))
    exif = Image.Exif()
    exif[ORIENTATION] = turned
    back = {5: 5, 6: 8, 7: 7, 8: 6}.get(turned, turned)  # the turn that undoes it
    stored = upright.transpose(UPRIGHT[back]) if turned > 1 else upright
    data = as_file(stored, kind, exif=exif)
    assert near(data, digit) < 16
    picture = pictures.opened(data)
    assert (picture.width, picture.height) == (160, 112)
    left, _, right, _ = pictures.digits(data)[0].box
    assert 40 <= left < right <= 152


@pytest.mark.filterwarnings("ignore:Corrupt EXIF")
def test_a_broken_note_beside_the_picture_does_no_harm(digits):
    digit = digits.test.images[0, ..., 0]
    assert near(as_file(large(digit), "JPEG", exif=b"Exif\x00\x00II*\x00\xff\xff\xff\xff"), digit) < 16


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP", "TIFF"])
def test_an_animation_shows_its_first_picture(digits, kind):
    first, second = (large(digits.test.images[number, ..., 0]).convert("RGB") for number in (0, 1))
    data = as_file(first, kind, save_all=True, append_images=[second])
    assert near(data, digits.test.images[0, ..., 0]) < 16
    assert pictures.opened(data).first_of_many
    assert not pictures.opened(as_file(first, kind)).first_of_many


@pytest.mark.parametrize("case", REFUSED)
def test_a_refusal_says_what_is_wrong(case):
    data, says = REFUSED[case]
    with pytest.raises(PictureError, match=says):
        pictures.digits(data)


def test_an_empty_animation_is_refused():
    with pytest.raises(PictureError):
        pictures.digits(animation("GIF"))


def test_fifty_megapixels_are_allowed():
    page = np.full((5000, 10_000), 255, np.uint8)
    page[1000:4000, 4800:5200] = 0
    (found,) = pictures.digits(as_file(page))
    assert np.abs(np.subtract(found.box, (4800, 1000, 5200, 4000))).max() < 40


def test_a_large_webp_is_the_same_picture(digits):
    """It is read in another way than a small one, with less memory."""
    page = Image.new("RGB", (2400, 1800), (250, 240, 225))
    page.paste(large(digits.test.images[0, ..., 0]).resize((900, 900)).convert("RGB"), (600, 500))
    plain = pictures.opened(as_file(page))
    for options in ({"lossless": True}, {"quality": 95}):
        data = as_file(page, "WEBP", **options)
        found = pictures.opened(data)
        assert (found.width, found.height, found.first_of_many) == (2400, 1800, False)
        assert found.colours.shape == plain.colours.shape
        assert np.abs(found.colours.astype(int) - plain.colours).mean() < 2
        assert seen(data[: len(data) // 2]) in ("read", "refused")  # as far as it goes
    clear = page.convert("RGBA")
    clear.putalpha(Image.new("L", page.size, 128))
    assert (
        pictures.opened(as_file(clear, "WEBP", lossless=True)).colours.mean() > plain.colours.mean()
    )  # on white paper


def seen(data: bytes) -> str:
    """How a file was taken; anything but digits or a `PictureError` fails the test."""
    try:
        return "read" if pictures.digits(data) else "empty"
    except PictureError:
        return "refused"


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF", "AVIF"])
def test_damaged_files(digits, kind):
    whole = as_file(large(digits.test.images[0, ..., 0]).convert("RGB"), kind)
    assert seen(whole) == "read"
    chance = np.random.default_rng(5)
    for length in chance.integers(0, len(whole), 20):
        seen(whole[: int(length)])
    for _ in range(30):
        damaged = bytearray(whole)
        for place in chance.integers(0, len(whole), int(chance.integers(1, 4))):
            damaged[place] ^= 1 << int(chance.integers(0, 8))
        seen(bytes(damaged))
    for _ in range(20):
        assert seen(whole[:12] + chance.bytes(300)) == "refused"


@pytest.mark.parametrize("shape", [(1, 2), (2, 1), (1, 4_000), (3, 3), (7, 300)])
def test_small_and_narrow_pictures(shape):
    chance = np.random.default_rng(7)
    for _ in range(5):
        seen(as_file(chance.integers(0, 256, shape, dtype=np.uint8)))


def test_an_app_that_reads_no_picture_loads_no_decoder():
    import subprocess
    import sys

    code = "import sys, core.pictures; sys.exit(any(name in sys.modules for name in ('cv2', 'pillow_heif')))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_several_at_once(digits):
    """Threads of several sessions."""
    data = as_file(large(digits.test.images[0, ..., 0]))
    found: list[int] = []
    threads = [threading.Thread(target=lambda: found.append(len(pictures.digits(data)))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [1] * 4


def test_a_box_by_hand(digits):
    page = Image.new("L", (300, 120), 255)
    for place, number in enumerate((0, 1)):
        page.paste(large(digits.test.images[number, ..., 0]), (10 + 150 * place, 4))
    picture = pictures.opened(as_file(page))
    both = pictures.digits_in(picture)
    assert len(both) == 2
    for digit in both:
        by_hand = pictures.digit_in(picture, (digit.box[0] - 5, digit.box[1] - 5, digit.box[2] + 5, digit.box[3] + 5))
        assert np.abs(by_hand.image.astype(float) - digit.image).mean() < 4
    with pytest.raises(PictureError, match="no ink in that box"):
        pictures.digit_in(picture, (0, 0, 8, 8))

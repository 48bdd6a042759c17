"""Pictures as people have them, kind by kind: how many digits a network reads of each, beside what it reads of plain paper.

`LAYER_LAB_TESTS=full python -m tests.core.picture_reading.test_kinds` makes the table of docs/pictures.md.
"""

from __future__ import annotations

import time

import numpy as np
import pytest

from core import data, pictures
from core.pictures import PictureError
from tests.support import digit_network
from tests.support.digit_pictures import KINDS, sheet
from tests.support.repetitions import repeated

FIRST, COUNT = 4000, repeated(40, 14)  # of MNIST's test images
LARGE = repeated(6, 3)  # where a picture has 12 megapixels
LEAST = 0.9  # of what is read of the plain picture


def right(kind: str, count: int) -> tuple[list[bool], float]:
    """Which pictures have exactly one digit that is read as what it is, and the longest time that one took."""
    test, found, longest = data.mnist().test, [], 0.0
    for number in range(FIRST, FIRST + count):
        file = KINDS[kind](test.images[number, ..., 0], np.random.default_rng(number))
        began = time.perf_counter()
        try:
            seen = [digit.image for digit in pictures.digits(file)]
        except PictureError:
            seen = []
        longest = max(longest, time.perf_counter() - began)
        found.append(len(seen) == 1 and digit_network.read(seen) == [int(test.labels[number])])
    return found, longest


@pytest.fixture(scope="module")
def plain() -> list[bool]:
    return right("plain", COUNT)[0]


def test_plain_paper_is_read_as_mnist_itself(plain):
    test = data.mnist().test
    own = digit_network.read(test.images[FIRST : FIRST + COUNT])
    assert sum(plain) >= sum(np.equal(own, test.labels[FIRST : FIRST + COUNT])) - 1


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "plain"])
def test_every_kind_is_read_nearly_as_well(plain, kind):
    count = LARGE if "megapixels" in kind else COUNT
    assert sum(right(kind, count)[0]) >= LEAST * sum(plain[:count])


@pytest.mark.parametrize(("count", "rows"), [(2, 1), (3, 1), (6, 2), (15, 3), (50, 5)])
def test_all_digits_of_a_sheet_in_reading_order(count, rows):
    test, chance = data.mnist().test, np.random.default_rng(count)
    numbers = chance.integers(FIRST, 9000, count)
    found = pictures.digits(sheet(test.images[numbers, ..., 0], rows, chance))
    assert len(found) == count
    agree = np.equal(digit_network.read([digit.image for digit in found]), test.labels[numbers])
    assert agree.mean() >= LEAST


def main() -> None:
    print(f"| Kind | Read of {COUNT} | Longest |\n| --- | --- | --- |")
    for kind in KINDS:
        count = LARGE if "megapixels" in kind else COUNT
        found, longest = right(kind, count)
        print(
            f"| {kind} | {sum(found)}{'' if count == COUNT else f' of {count}'} | {1000 * longest:.0f} ms |", flush=True
        )


if __name__ == "__main__":
    main()

"""MNIST against the checksums of LeCun's files; missing, damaged and unfit data."""

from __future__ import annotations

import hashlib
import pickle
import struct

import numpy as np
import pytest

from core import data
from core.data import DataError, Split
from core.messages import Sentence


def _idx(array: np.ndarray) -> bytes:
    """The array in the IDX format of the original files."""
    header = struct.pack(f">{array.ndim + 1}i", 0x800 + array.ndim, *array.shape)
    return header + array.astype(np.uint8).tobytes()


def _md5(array: np.ndarray) -> str:
    return hashlib.md5(_idx(array)).hexdigest()


def test_the_split_is_the_tutorials(digits):
    for split, count in ((digits.train, 55_000), (digits.validation, 5_000), (digits.test, 10_000)):
        assert split.images.shape == (count, 28, 28, 1)
        assert split.images.dtype == np.uint8
        assert split.labels.shape == (count,)
        assert split.labels.dtype == np.int64
        assert len(split) == count
    # The first labels of the test set and of the training set, from LeCun's page's files.
    assert digits.test.labels[:10].tolist() == [7, 2, 1, 0, 4, 1, 4, 9, 5, 9]
    assert digits.validation.labels[:10].tolist() == [5, 0, 4, 1, 9, 2, 1, 3, 1, 4]


def test_the_bytes_are_those_of_the_original_files(digits):
    """MD5 of the unpacked IDX files, published with many mirrors; the order proves that validation comes first."""
    images = np.concatenate([digits.validation.images, digits.train.images])[..., 0]
    labels = np.concatenate([digits.validation.labels, digits.train.labels])
    assert _md5(images) == "6bbc9ace898e44ae57da46a324031adb"
    assert _md5(labels) == "a25bea736e30d166cdddb491f175f624"
    assert _md5(digits.test.images[..., 0]) == "2646ac647ad5339dbf082846283269ea"
    assert _md5(digits.test.labels) == "27ae3e4e09519cfbb04c329615203637"


def test_the_data_cannot_be_changed(digits):
    for array in (digits.train.images, digits.train.labels, digits.validation.images, digits.test.labels):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1


def test_loaded_once(digits):
    assert data.mnist() is digits


def test_missing_file(tmp_path):
    with pytest.raises(DataError, match=r"assets/mnist\.npz is missing or cannot be read") as refused:
        data.mnist(tmp_path / "mnist.npz")
    assert str(refused.value.sentence) == str(refused.value)


def _flipped(packed: bytes) -> bytes:
    return packed[:5_000_000] + bytes([packed[5_000_000] ^ 1]) + packed[5_000_001:]


@pytest.mark.parametrize(
    "damage", [_flipped, lambda packed: packed[:-1], lambda packed: b"", lambda packed: packed + b"\0"]
)
def test_damaged_file(tmp_path, damage):
    path = tmp_path / "mnist.npz"
    path.write_bytes(damage(data.MNIST.read_bytes()))
    with pytest.raises(DataError, match=r"assets/mnist\.npz is damaged"):
        data.mnist(path)


def test_a_folder_in_place_of_the_file(tmp_path):
    (tmp_path / "mnist.npz").mkdir()
    with pytest.raises(DataError, match="cannot be read"):
        data.mnist(tmp_path / "mnist.npz")


IMAGES, LABELS = np.zeros((2, 28, 28, 1), np.uint8), np.zeros(2, np.int64)


@pytest.mark.parametrize(
    ("images", "labels", "sentence"),
    [
        (IMAGES[..., 0], LABELS, r"images are uint8 \(2, 28, 28\); they must be uint8 \(N, 28, 28, 1\)"),
        (IMAGES[0], LABELS, r"images are uint8 \(28, 28, 1\)"),
        (IMAGES[:, :27], LABELS, r"images are uint8 \(2, 27, 28, 1\)"),
        (IMAGES.astype(np.float32), LABELS, "images are float32"),
        (IMAGES.tolist(), LABELS, "images are list"),
        (None, LABELS, "images are NoneType"),
        (np.uint8(3), LABELS, "images are"),
        (IMAGES, LABELS[:1], r"labels are int64 \(1,\); they must be int64 \(2,\), one for each image"),
        (IMAGES, LABELS[:, np.newaxis], r"labels are int64 \(2, 1\)"),
        (IMAGES, LABELS.astype(np.uint8), "labels are uint8"),
        (IMAGES, [0, 0], "labels are list"),
        (IMAGES, None, "labels are NoneType"),
        (IMAGES, np.array([0, 10]), "digits from 0 to 9"),
        (IMAGES, np.array([-1, 0]), "digits from 0 to 9"),
    ],
)
def test_a_split_that_cannot_be(images, labels, sentence):
    with pytest.raises(DataError, match=sentence):
        Split(images, labels)


def test_an_empty_split_is_a_split():
    assert len(Split(IMAGES[:0].copy(), LABELS[:0].copy())) == 0


def test_the_error_survives_the_way_between_processes():
    error = DataError(Sentence("The labels must be {what}.", what="digits"))
    back = pickle.loads(pickle.dumps(error))
    assert isinstance(back, DataError)
    assert back.sentence == error.sentence
    assert str(back) == "The labels must be digits."

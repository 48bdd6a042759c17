"""Links: there and back, and whatever can happen to one on its way."""

from __future__ import annotations

import base64
import json
import pickle
import random
import string
import tracemalloc
import zlib
from urllib.parse import parse_qs, urlencode

import pytest

from core import spec
from core.design import presets, share_link
from core.design.share_link import LinkError, from_link, to_link
from core.spec import Conv, Dense, Dropout, NetworkSpec, Pool, SpecError, TrainingSpec

LETTERS = string.ascii_letters + string.digits + "-_"
LONGEST = (
    NetworkSpec(
        (
            *(Conv(n, 3, 1, "valid", "leaky_relu") for n in (101, 37, 53)),
            *(Pool("average", 3, stride) for stride in (2, 1)),
            *(Conv(n, k, 1, "same", "sigmoid") for n, k in ((29, 4), (31, 2))),
            *(Dropout(rate) for rate in (0.123456789012345, 0.0987654321098765)),
            *(Dense(n, "leaky_relu") for n in (97, 1013, 211)),
        )
    ),
    TrainingSpec("rmsprop", 0.000123456789012345, 1023, 2**31 - 1, "bfloat16"),
)
DESIGNS = {
    **{preset.key: (preset.network, preset.settings) for preset in presets.PRESETS},
    "longest": LONGEST,
    "twelve alike": (NetworkSpec((Dense(7, "tanh"),) * 12), TrainingSpec(seed=12345)),
}


def packed(content: bytes, level: int = 9) -> str:
    return "1." + base64.urlsafe_b64encode(zlib.compress(content, level)).decode().rstrip("=")


def refusal(text) -> str:
    with pytest.raises(LinkError) as refused:
        from_link(text)
    error = refused.value
    assert str(error) == str(error.sentence) == str(pickle.loads(pickle.dumps(error)))
    assert str(error).endswith(".")
    assert str(error).count(". ") == 0  # one sentence
    str(error).encode()
    return str(error)


@pytest.mark.parametrize("name", DESIGNS)
def test_there_and_back(name):
    link = to_link(*DESIGNS[name])
    assert from_link(link) == DESIGNS[name]
    assert urlencode({"design": link}) == f"design={link}"  # no letter needs escaping
    assert parse_qs(f"design={link}") == {"design": [link]}
    assert len(link) < 700 < share_link.MOST_CHARACTERS


# What version 1 wrote: every newer version has to read it.
WRITTEN = (
    "1.eNrFkNtqwzAMht9F12ak6YGSVxmjqLGyijq2kdWyLuTdqySwltL7Xcr_QZ88QMAbSYHmcwC9ZYIG2hSv4KDjoLOy2jk4k0QK0G"
    "wdFBX25ls5yOg9x2_LFOzJMtgqX1E5RXsTChcY3V9vTimY58zR29Tjjw2Ff02qH631U-AVZP1fIJ5imVovkXX6kHr_dsOXAxXkOJ"
    "MMkLJyb7ViBvTYW0EglEk-CKoVVx9VVRn-EbU9HRaE3cYYiPx8YhZquSw7upBQ1zWM4x2hx40x"
)


def test_a_link_says_what_it_says():
    assert from_link(WRITTEN) == (spec.tutorial(), TrainingSpec(seed=5))
    letters = to_link(spec.tutorial(), TrainingSpec(seed=5)).removeprefix("1.")
    content = zlib.decompress(base64.urlsafe_b64decode(letters + "=" * (-len(letters) % 4)))
    assert content.decode() == spec.to_json(spec.tutorial(), TrainingSpec(seed=5))
    assert json.loads(content)["training"]["seed"] == 5


def test_random_designs_come_back():
    chance = random.Random(0)
    for _ in range(300):
        layers = tuple(
            chance.choice(
                [
                    Conv(chance.randint(1, 8), chance.randint(1, 3), 1, "same", chance.choice(spec.ACTIVATIONS)),
                    Pool(chance.choice(("max", "average")), 1, 1),
                    Dropout(chance.random() * 0.9),
                ]
            )
            for _ in range(chance.randint(0, 12))
        )
        rate = 10 ** chance.uniform(-8, 3)
        design = NetworkSpec(layers), TrainingSpec("sgd", rate, chance.randint(1, 1024), chance.randrange(2**31))
        assert from_link(to_link(*design)) == design


def outcome(text: str) -> object:
    try:
        return from_link(text)
    except (LinkError, SpecError) as error:
        str(error.sentence)
        return None


@pytest.mark.parametrize("name", DESIGNS)
def test_no_changed_letter_leads_to_another_design(name):
    design = DESIGNS[name]
    link = to_link(*design)
    for place in range(len(link)):
        for letter in LETTERS + ".=+/ %\0\n\u00b5한\ud800":
            assert outcome(link[:place] + letter + link[place + 1 :]) in (None, design)
        assert outcome(link[:place] + "A" + link[place:]) in (None, design)
        assert outcome(link[:place] + link[place + 1 :]) in (None, design)


@pytest.mark.parametrize("name", DESIGNS)
def test_a_link_cut_short_is_refused(name):
    link = to_link(*DESIGNS[name])
    for length in range(1, len(link)):
        assert outcome(link[:length]) in (None, DESIGNS[name])
        assert "incomplete" in refusal(link[:length])
    assert refusal(link[1:])


def test_two_letters_changed():
    design = DESIGNS["tutorial"]
    link, chance = to_link(*design), random.Random(1)
    for _ in range(5_000):
        letters = list(link)
        for place in chance.sample(range(2, len(link)), 2):
            letters[place] = chance.choice(LETTERS)
        assert outcome("".join(letters)) in (None, design)


def test_refusals_say_why():
    link = to_link(*DESIGNS["tutorial"])
    assert refusal("") == "The link contains no design."
    for odd in (None, 5, b"1.eNq", ["1."], object()):
        assert refusal(odd) == "The link contains no design."
    assert refusal("1" * 4_001) == "The link has 4,001 characters; the maximum is 4,000."
    assert "newer version" in refusal("2" + link[1:])
    assert "format 12;" in refusal("12" + link[1:])
    for other in ("0" + link[1:], "x" + link[1:], link[2:], " " + link, "https://example.org/?design=" + link, "-1."):
        assert "does not start like one" in refusal(other)
    assert "altered" in refusal(link + "AAAA")
    assert "altered" in refusal(link[:10] + "한글" + link[12:])
    assert "altered" in refusal(link[:10] + "\0" + link[11:])
    assert "altered" in refusal(link + "\ud800")
    assert "does not start like one" in refusal("안녕하세요")
    assert "does not start like one" in refusal("\0")
    assert "does not start like one" in refusal("\udfff\ud800")
    assert "does not start like one" in refusal("١.eNq")  # a one, but no ASCII
    assert "newer version" in refusal("999999.")
    assert "does not start like one" in refusal("9" * 3_000 + ".")


def test_a_bomb_is_not_unpacked():
    bomb = zlib.compress(b" " * 2_900_000, 9)
    text = "1." + base64.urlsafe_b64encode(bomb).decode().rstrip("=")
    assert len(text) <= share_link.MOST_CHARACTERS
    tracemalloc.start()
    assert "more than 16,384 characters" in refusal(text)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 300_000
    assert "more than 16,384" in refusal(packed(b"[" * 20_000))


@pytest.mark.parametrize(
    "content",
    [b"", b"{}", b"null", b"[" * 16_000, b'{"layers":[],"training":{}}', b'{"layers":[{"type":"conv"}],"training":1}', b"1e999", b"\0" * 50, b"NaN", b"9" * 9_000],
)  # fmt: skip
def test_what_is_no_design_is_refused_by_the_design(content):
    with pytest.raises(SpecError) as refused:
        from_link(packed(content))
    assert str(refused.value) == "What the link holds is not a design; copy the whole link again."


def test_a_design_that_cannot_be_is_named():
    text = spec.to_json(spec.tutorial(), TrainingSpec()).replace('"filters":36', '"filters":9999')
    with pytest.raises(SpecError, match=r"conv2: filters is 9999; it must be a whole number from 1 to 512\."):
        from_link(packed(text.encode()))


def test_bytes_that_are_no_text():
    for content in ("한글".encode(), b"\xff\xfe", spec.to_json(*DESIGNS["linear"]).encode("utf-16")):
        assert "altered" in refusal(packed(content))


def test_the_unpacked_limit_is_the_designs_own():
    """One more would be refused by `spec.from_json` anyway; not one less is."""
    text = spec.to_json(*DESIGNS["linear"])
    design = from_link(packed(text.ljust(share_link.MOST_TEXT).encode()))
    assert design == DESIGNS["linear"]
    assert "16,384" in refusal(packed(text.ljust(share_link.MOST_TEXT + 1).encode()))
    with pytest.raises(SpecError, match="16,384"):
        spec.from_json(text.ljust(share_link.MOST_TEXT + 1))


def test_a_design_that_cannot_be_has_no_link():
    with pytest.raises(SpecError):
        to_link(NetworkSpec((Conv(9_999),)), TrainingSpec())

"""The verdict in words: every case comes out, and the words follow the numbers as they are shown."""

from __future__ import annotations

import re

import numpy as np
import pytest

from core.significance.verdict import LIMITS, Lost, verdict
from core.statistics import paired


def _pair(*differences, worthwhile=0.002, comparisons=1):
    """B − A, in images of 10,000."""
    return paired([0.95 + each / 10_000 for each in differences], [0.95] * len(differences), worthwhile, comparisons)


def _said(pair, **more):
    return [str(sentence) for sentence in verdict(pair, "B", "A", iterations=300, most_seeds=100, **more)]


CLEAR, UNSURE, WIDE, SAME = (38, 43, 30, 53, 33), (30, -20, 5, 10, -3), (38, 43, 3, 73, 3), (3, -4, 2, 0, 5)


@pytest.mark.parametrize(
    ("differences", "says"),
    [
        (
            CLEAR,
            [
                "A real difference after 300 iterations: B is better than A by 0.39 percentage points (0.28 to 0.51); chance alone rarely produces that.",
                "B was better with 5 of 5 seeds.",
            ],
        ),
        (
            tuple(-each for each in CLEAR),
            [
                "A real difference after 300 iterations: A is better than B by 0.39 percentage points (0.28 to 0.51); chance alone rarely produces that.",
                "A was better with 5 of 5 seeds.",
            ],
        ),
        (
            (22, 26, 14, 31, 11),
            [
                "A real difference after 300 iterations: B is better than A by 0.21 percentage points (0.11 to 0.31); chance alone rarely produces that.",
                "Whether it reaches the 0.2 percentage points that matter is open: the interval contains both smaller and larger differences.",
                "B was better with 5 of 5 seeds.",
            ],
        ),
        (
            (8, 9, 7, 8, 10),
            [
                "A real difference after 300 iterations, but a small one: B is better than A by 0.08 percentage points (0.07 to 0.10), less than the 0.2 that would matter.",
                "B was better with 5 of 5 seeds.",
            ],
        ),
        (
            UNSURE,
            [
                "Too small to tell yet: B is ahead of A by 0.04 percentage points after 300 iterations, but the interval of B − A is −0.18 to 0.27 percentage points. About 6 more seeds would settle whether the difference is as large as 0.2 percentage points.",
                "B was better with 3 of 5 seeds.",
            ],
        ),
        (
            WIDE,
            [
                "Too uncertain to tell yet: B is ahead of A by 0.32 percentage points after 300 iterations, but the interval of B − A is −0.05 to 0.69 percentage points. About 21 more seeds would settle whether the difference is as large as 0.2 percentage points.",
                "B was better with 5 of 5 seeds.",
            ],
        ),
        (
            tuple(-each for each in WIDE),
            [
                "Too uncertain to tell yet: A is ahead of B by 0.32 percentage points after 300 iterations, but the interval of B − A is −0.69 to 0.05 percentage points. About 21 more seeds would settle whether the difference is as large as 0.2 percentage points.",
                "A was better with 5 of 5 seeds.",
            ],
        ),
        (
            (18, -18, 1, 6, 6),
            [
                "No difference that matters: B is ahead of A by 0.03 percentage points after 300 iterations, and the interval of B − A, −0.14 to 0.19 percentage points, lies within ± 0.2.",
                "B was better with 4 of 5 seeds.",
            ],
        ),
        (
            SAME,
            [
                "No difference that matters: B is ahead of A by 0.01 percentage points after 300 iterations, and the interval of B − A, −0.03 to 0.05 percentage points, lies within ± 0.2.",
                "B was better with 3 of 5 seeds, and level with 1.",
            ],
        ),
        (
            (3, -3, 5, -5, 0),
            [
                "No difference that matters: A and B are level after 300 iterations, and the interval of B − A, −0.05 to 0.05 percentage points, lies "
                "within ± 0.2.",
                "B was better with 2 of 5 seeds, and level with 1.",
            ],
        ),
        (
            (0, 0, 0, 0, 0),
            ["No difference after 300 iterations: A and B have exactly the same accuracy with each of the 5 seeds."],
        ),
        (
            (-42, -42),
            [
                "A real difference after 300 iterations: A is better than B by 0.42 percentage points (0.42 to 0.42); chance alone rarely produces that.",
                "All 2 seeds gave exactly this difference.",
                "Only 2 seeds: too few to show how large luck is; 5 or more are better.",
            ],
        ),
        (
            (300, -100, 500),
            [
                "Too uncertain to tell yet: B is ahead of A by 2.33 percentage points after 300 iterations, but the interval of B − A is −5.26 to 9.92 percentage points. First of all, run at least 5 seeds: 3 are too few to show how large luck is.",
                "B was better with 2 of 3 seeds.",
            ],
        ),
        (
            (1000, -4000, 3000, 20, -20),
            [
                "Too small to tell yet: A and B are level after 300 iterations, but the interval of B − A is −31.66 to 31.66 percentage points. Settling whether the difference is as large as 0.2 percentage points would take thousands of seeds; an experiment can have at most 100.",
                "B was better with 3 of 5 seeds.",
            ],
        ),
        (
            (10,),
            [
                "One seed cannot tell: B is ahead of A by 0.10 percentage points after 300 iterations, but only several seeds show how much of that is luck; 5 are a good start."
            ],
        ),
        (
            (0,),
            [
                "One seed cannot tell: A and B are level after 300 iterations, but only several seeds show how much of that is luck; 5 "
                "are a good start."
            ],
        ),
    ],
)
def test_the_verdict_of_a_question(differences, says):
    assert _said(_pair(*differences)) == says


def test_one_more_seed():
    chance = np.random.default_rng(0)
    while (pair := _pair(*chance.integers(-30, 30, 14))).seeds_needed != 1:
        pass
    assert _said(pair)[0].endswith(
        "About 1 more seed would settle whether the difference is as large as 0.2 percentage points."
    )


def test_an_impossible_end_is_not_shown():
    """A difference of shares cannot be more than all of them."""
    assert "is −100.00 to 100.00 percentage points" in _said(_pair(4000, -4000))[0]


@pytest.mark.parametrize(
    ("differences", "says"),
    [
        (
            CLEAR,
            [
                "Luck that looks real: B is the same design as A, and yet B came out 0.39 percentage points better (0.28 to "
                "0.51) after 300 iterations. By luck alone, about 5 in 100 such experiments come out like this.",
                "This is how large luck can look: from seed to seed, the difference between two equal designs varies by about ± 0.091 percentage points.",
                "B was better with 5 of 5 seeds.",
            ],
        ),
        (
            UNSURE,
            [
                "Luck alone, and rightly not called real: B is the same design as A. B is ahead of A by 0.04 percentage points after 300 iterations; the "
                "interval of B − A is −0.18 to 0.27 percentage points.",
                "This is how large luck can look: from seed to seed, the difference between two equal designs varies by about ± 0.18 percentage points.",
                "B was better with 3 of 5 seeds.",
            ],
        ),
        (
            (0, 0, 0, 0, 0),
            [
                "No difference after 300 iterations: A and B have exactly the same accuracy with each of the 5 seeds.",
                "B is the same design as A: any difference between them is luck.",
            ],
        ),
        (
            (10,),
            [
                "One seed cannot tell: B is ahead of A by 0.10 percentage points after 300 iterations, but only several seeds show how much of that is luck; 5 are a good start.",
                "B is the same design as A: any difference between them is luck.",
            ],
        ),
    ],
)
def test_a_design_against_itself(differences, says):
    said = _said(_pair(*differences), itself=True)
    assert said == says
    assert "real difference" not in " ".join(said)
    assert "more seeds would" not in " ".join(said)


def test_nothing_yet():
    assert _said(None, pending=5) == [
        "No seed has finished for both B and A yet; the first difference will appear then."
    ]
    assert _said(None) == ["Nothing to compare: no seed has a result for both B and A."]
    lost = [Lost("A", 5, failed=1), Lost("B", 5, diverged=5)]
    assert _said(None, lost=lost, pending=2) == [
        "Nothing to compare: all runs of B diverged (5).",
        "Not in the comparison: 1 of the 5 runs of A, which failed.",
    ]


def test_no_verdict_while_seeds_are_to_come():
    """Else every seed would be a look."""
    for differences in (CLEAR[:3], SAME[:3], UNSURE[:1]):
        (said,) = _said(_pair(*differences), pending=5 - len(differences))
        assert said.startswith(f"So far, with {len(differences)} of 5 seeds: B is ahead of A by 0.")
        assert said.endswith("percentage points after 300 iterations. The verdict comes when all seeds have finished.")


def test_what_is_added():
    said = _said(
        _pair(*CLEAR, comparisons=3),
        looks=(2, 5, 8),
        cancelled=1,
        lost=[Lost("A", 8), Lost("B", 8, diverged=2, failed=1)],
    )
    assert said[0].startswith(
        "A real difference after 300 iterations: B is better than A by 0.39 percentage points (0.2"
    )
    assert said[1:] == [
        "B was better with 5 of 5 seeds.",
        "3 designs are compared with A, which gives luck 3 chances, so each interval is wider (98.33 % instead of "
        "95 %).",
        "Seeds were added after looking (2 → 5 → 8). Asking again until you like the answer mistakes luck for a "
        "difference more often than 5 times in 100. To be sure, ask again with 8 fresh seeds.",
        "It was cancelled with 5 of 6 seeds done. Stopping when the dots look right mistakes luck for a difference more "
        "often than 5 times in 100.",
        "Not in the comparison: 2 of the 8 runs of B, which diverged; that counts against B, whatever the other runs say.",
        "Not in the comparison: 1 of the 8 runs of B, which failed.",
    ]
    assert len(_said(_pair(*CLEAR), looks=(5,))) == 2
    assert len(_said(_pair(10, comparisons=3))) == 1


def test_several_looks_do_call_luck_real_more_often(monkeypatch):
    """What the warning says: looked at after 5, 10, 15, … seeds, a network against itself is called real in far more than 5 %."""
    monkeypatch.setattr("core.significance.paired_test.RESAMPLES", 2)
    chance, real = np.random.default_rng(0), 0
    for _ in range(300):
        images = chance.integers(-30, 31, 25)
        real += any(paired(images[:n] / 10_000, [0] * n).verdict == "real" for n in (5, 10, 15, 20, 25))
    assert real / 300 > 0.09


def test_two_that_say_the_same_are_equal():
    """A page says once what is true of several comparisons."""
    pair = _pair(*CLEAR[:4], comparisons=2)
    b, c = (verdict(pair, letter, "A", iterations=300, most_seeds=100, looks=(2, 4)) for letter in "BC")
    assert b[0] != c[0]
    assert b[-3:] == c[-3:]


def _number(text):
    return float(text.replace("−", "-"))


def test_words_follow_the_numbers_as_they_are_shown():
    chance = np.random.default_rng(0)
    for _ in range(1500):
        n = int(chance.integers(2, 8))
        differences = chance.normal(chance.choice([0, 0, 10, 20, -20, 60]), chance.choice([0.5, 3, 10, 40]), n).round()
        worthwhile = float(chance.choice([0.0005, 0.001, 0.002, 0.0029, 0.01]))
        pair = _pair(*differences, worthwhile=worthwhile)
        if not pair.deviation:
            continue
        headline, edge = _said(pair)[0], 100 * worthwhile
        if pair.verdict == "real":
            leader, size, near, far = re.match(
                r"A real difference.*: (.) is better than . by (\S+) percentage points \((\S+) to (\S+)\)", headline
            ).groups()
            assert leader == ("B" if pair.difference > 0 else "A")
            assert 0 < _number(near) <= _number(size) <= _number(far)
            assert ("but a small one" in headline) == (_number(far) < edge)
            unclear = any("Whether it reaches the" in said for said in _said(pair))
            assert unclear == (_number(near) < edge - 1e-12 < _number(far))
            continue
        low, high = map(
            _number, re.search(r"interval of B − A,? (?:is )?(\S+) to (\S+) percentage points", headline).groups()
        )
        assert low <= 0 <= high
        assert headline.startswith("No difference that matters") == (-edge - 1e-12 <= low and high <= edge + 1e-12)
        ahead = re.search(r"(.) is ahead of . by (\S+) percentage points", headline)
        assert (ahead is None) == (pair.difference == 0)
        if ahead:
            assert ahead[1] == ("B" if pair.difference > 0 else "A")
            assert _number(ahead[2]) > 0
            if pair.verdict == "open":
                assert headline.startswith("Too small") == (_number(ahead[2]) < edge - 1e-12)


def test_digits_are_added_where_two_would_hide_the_sign():
    """The low end is 0.0001 points above 0, and once 0.0004 points above what matters."""
    a, b = np.array([0.95, 0.9502]), np.array([0.95, 0.95])
    low = paired(a, b).interval[0]
    just = _said(paired(a - low + 0.000001, b))
    assert re.match(
        r"A real difference after 300 iterations: B is better than A by \d\.\d{4} percentage points \(0\.0001 to \d\.\d{4}\)",
        just[0],
    )
    more = _said(paired(a - low + 0.002004, b))
    assert re.match(
        r"A real difference after 300 iterations: B is better than A by \d\.\d{4} percentage points \(0\.2004 to \d\.\d{4}\)",
        more[0],
    )
    assert "is open" not in " ".join(more)


@pytest.mark.parametrize("itself", [False, True])
@pytest.mark.parametrize("differences", [CLEAR, UNSURE, WIDE, SAME, (8, 9, 7, 8, 10), (10,), (5, -5)])
def test_never_a_bare_p(differences, itself):
    said = " ".join(_said(_pair(*differences), itself=itself, looks=(2, 5))) + str(LIMITS)
    assert not re.search(r"\bp\b|p-value|signific|-\d", said)
    assert "{" not in said
    assert "nan" not in said
    assert "inf " not in said

"""Korean particles: the form follows from the sound that what was filled in ends with."""

from __future__ import annotations

import pytest

from dashboard import korean


def with_topic(value: object) -> str:
    return korean.template("{value}은(는)").format(value=value)


@pytest.mark.parametrize(
    ("number", "particle"),
    [
        (0, "은"), (1, "은"), (2, "는"), (3, "은"), (4, "는"), (5, "는"), (6, "은"), (7, "은"), (8, "은"), (9, "는"),
        (10, "은"), (20, "은"), (100, "은"), (42, "는"), ("1,000", "은"), ("10,000", "은"), ("100,000", "은"),
        ("1,000,000", "은"), (10**8, "은"), (10**12, "는"), ("9,521", "은"), ("0.25", "는"), ("0.10", "은"), ("1e-06", "은"),
        ("95.2 %", "는"), ("0.2%p", "는"),
    ],
)  # fmt: skip
def test_numbers_are_read_in_sino_korean(number, particle):
    assert with_topic(number) == f"{number}{particle}"


@pytest.mark.parametrize(
    ("word", "particle"),
    [
        ("나무", "는"), ("학습", "은"), ("커널", "은"),
        ("A", "는"), ("B", "는"), ("F", "는"), ("L", "은"), ("M", "은"), ("N", "은"), ("R", "은"), ("SGD", "는"), ("CNN", "은"),
        ("conv1", "은"), ("fc2", "는"), ("ReLU", "는"), ("Adam", "은"), ("TensorFlow", "는"), ("pooling", "은"),
        ("“나무”", "는"), ("**학습 3**", "은"), ("학습 2 (학습 1의 반복 100에서)", "는"), ("(3)", "은"), ("", "는"), ("!?", "는"),
    ],
)  # fmt: skip
def test_words_letters_and_signs(word, particle):
    assert with_topic(word) == f"{word}{particle}"


@pytest.mark.parametrize(
    ("text", "after_vowel", "after_consonant", "after_l"),
    [
        ("{value}이(가)", "5가", "3이", "8이"),
        ("{value}을(를)", "5를", "3을", "8을"),
        ("{value}과(와)", "5와", "3과", "8과"),
        ("{value}(으)로", "5로", "3으로", "8로"),
        ("{value}이었(였)습니다", "5였습니다", "3이었습니다", "8이었습니다"),
        ("{value}(이)라고", "5라고", "3이라고", "8이라고"),
    ],
)
def test_every_pair_of_forms(text, after_vowel, after_consonant, after_l):
    assert [korean.template(text).format(value=value) for value in (5, 3, 8)] == [after_vowel, after_consonant, after_l]


def test_each_particle_looks_at_what_stands_before_it():
    text = korean.template("{a}에서는 {b}이었(였)고 {c}을(를) {d}(으)로")
    assert text.format(a=5, b=1, c="정확도", d="서울") == "5에서는 1이었고 정확도를 서울로"


def test_a_text_without_particles_is_left_as_it_is():
    assert type(korean.template("{value}입니다")) is str
    assert korean.with_particles("학습은 나무는") == "학습은 나무는"

"""Sentences: English with its values apart; equal by what they say; the same after a journey."""

from __future__ import annotations

import json
import pickle

import pytest

from core.messages import Plural, Sentence, shown

SENTENCES = (
    Sentence("{layer}: {count:,} parameters", layer="conv1", count=1000),
    Plural("{count} seed is missing", "{count} seeds are missing", count=1),
    Plural("{count:,} seed", "{count:,} seeds", count=1000),
)


@pytest.mark.parametrize(("count", "said"), [(0, "0 seeds"), (1, "1 seed"), (2, "2 seeds"), (1000, "1,000 seeds")])
def test_the_words_follow_from_the_number(count, said):
    assert str(Plural("{count:,} seed", "{count:,} seeds", count=count)) == said


@pytest.mark.parametrize("sentence", SENTENCES)
def test_it_is_the_same_after_a_journey(sentence):
    for back in (pickle.loads(pickle.dumps(sentence)), Sentence.from_json(json.loads(json.dumps(sentence.as_json())))):
        assert back == sentence
        assert type(back) is type(sentence)
        assert hash(back) == hash(sentence)
        assert str(back) == str(sentence)


def test_a_plural_is_no_sentence_of_one_form():
    assert Plural("{count} seed", "{count} seeds", count=1) != Sentence("{count} seed", count=1)
    assert Plural("{count} seed", "{count} seeds", count=1) != Plural("{count} seed", "{count} more", count=1)


def test_a_field_can_be_left_open():
    assert str(Plural("{count} seed of {all}", "{count} seeds of {all}", all=5).filled(count=1)) == "1 seed of 5"
    with pytest.raises(TypeError, match="whole number"):
        str(Plural("{count} seed", "{count} seeds", count="1"))


def test_a_notice_of_an_earlier_version_is_read():
    assert Sentence.from_json(["Iteration {at}", {"at": 5}]) == Sentence("Iteration {at}", at=5)


def test_an_empty_value_is_to_be_seen():
    assert [shown(value) for value in ("", "  ", "x", None)] == ['""', '"  "', "x", "None"]

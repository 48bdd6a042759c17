"""A token is found again, and a slip in it is seen."""

from __future__ import annotations

import pytest

from core.storage import workspace_token


def test_new_tokens_are_tokens_and_never_the_same():
    made = {workspace_token.new() for _ in range(2000)}
    assert len(made) == 2000
    assert all(workspace_token.is_token(each) and len(each) == 22 for each in made)


def test_every_slip_is_seen():
    made = workspace_token.new()
    for place in range(22):
        for letter in "AZaz09_-":
            altered = made[:place] + letter + made[place + 1 :]
            assert workspace_token.is_token(altered) == (altered == made)
        assert not workspace_token.is_token(made[:place])
        assert not workspace_token.is_token(made[:place] + made[place + 1 :] + "A")


@pytest.mark.parametrize("odd", [None, 7, "", "A" * 22, "A" * 10_000, "../../etc/passwd", "가" * 22, "A" * 21 + "\n"])
def test_what_is_no_token(odd):
    assert not workspace_token.is_token(odd)

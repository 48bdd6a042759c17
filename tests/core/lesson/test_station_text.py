"""The text of a station: its sections, choices, fields and formulas."""

from __future__ import annotations

import pytest

from core.lesson import station_text
from core.lesson.station_text import StationTextError

WHOLE = """# Pooling
First line.

$$y = \\max( {size} )$$
## Predict
What?
- smaller
- larger, {size}
## Do
Look.
## Result
**{found}**
## Most people
Most.
## Question
Why?

- a
- b
## Because
So: $\\text{ true } = {found}$.
"""


def test_it_is_read():
    text = station_text.read(WHOLE)
    assert text.title == "Pooling"
    assert text["Text"].text.startswith("First line.")
    assert text["Predict"].choices == ("smaller", "larger, {size}")
    assert text["Question"].text == "Why?"
    assert station_text.fields(WHOLE) == ("size", "size", "found", "found")
    assert station_text.formulas(WHOLE) == ("$$y = \\max( {size} )$$", "$\\text{ true } = {found}$")


def test_fields_are_filled_in_formulas_too():
    filled = station_text.filled(station_text.read(WHOLE)["Because"].text, {"found": "3"})
    assert filled == "So: $\\text{ true } = 3$."
    with pytest.raises(KeyError):
        station_text.filled("{found}", {})


@pytest.mark.parametrize(
    "broken",
    [
        WHOLE.replace("# Pooling\n", "", 1),
        WHOLE.replace("## Do\n", "## Act\n"),
        WHOLE.replace("## Do\nLook.\n", ""),
        WHOLE.replace("Look.", ""),
        WHOLE.replace("Look.", "Look.\n- a\n- b"),
        WHOLE.replace("- b\n", ""),
        WHOLE.replace("- b\n", "- b\nmore\n"),
        WHOLE + "## More\nMore.\n",
    ],
)
def test_a_part_that_is_missing_or_too_many_is_said(broken):
    with pytest.raises(StationTextError):
        station_text.read(broken)

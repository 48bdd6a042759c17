"""Fields: what a person can choose in one place of a design.

A `Field` says what the value may be, how it is called and explained, how it is written, and which control of a form fits it.
The check, the form, the words and the table of presets read the same field. Uses `core.messages` alone.
"""

from core.fields.field import Choice, Control, Field, Number, Percent, Slider, Steps, chosen, fields_of, first_refusal
from core.fields.limits import Limit, OneOf, Real, Whole

__all__ = [
    "Choice",
    "Control",
    "Field",
    "Limit",
    "Number",
    "OneOf",
    "Percent",
    "Real",
    "Slider",
    "Steps",
    "Whole",
    "chosen",
    "fields_of",
    "first_refusal",
]

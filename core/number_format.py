"""How numbers are written, the same in all languages: 9,521 of 10,000, 95.2 %, ± 0.4, softmax 0.998.

One rule of rounding, here and in `dashboard/components/browser/numbers.js`: half away from zero, in decimal. 9,325 of 10,000 is
93.3 %, though the binary fraction nearest to 0.9325 is a little less. So that what arithmetic leaves behind does not count, a number
is first read to twelve significant digits. `tests/files/rounding.json` has cases for both sides.
"""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Context, Decimal

_DIGITS = 12  # significant ones; what lies beyond is the noise of binary arithmetic
_WIDE = Context(prec=400, rounding=ROUND_HALF_UP)  # any float fits
_MINUS = "\N{MINUS SIGN}"


def count(number: int) -> str:
    """10000 → 10,000."""
    return f"{number:,}"


def rounded(value: float, digits: int, power: int = 0) -> Decimal:
    """``value`` × 10 to that ``power``, with so many decimals; never −0."""
    if not math.isfinite(value):
        return Decimal(value)
    found = _read(value).scaleb(power, _WIDE).quantize(Decimal(1).scaleb(-digits), context=_WIDE)
    return found if found else abs(found)


def fixed(value: float, digits: int) -> str:
    """With so many decimals, and a true minus sign: 1234.56 → 1,234.6."""
    return _written(rounded(value, digits))


def exponential(value: float, digits: int) -> str:
    """0.000123 → 1.23e−04."""
    read = _read(value)
    found = _WIDE.create_decimal(read).quantize(Decimal(1).scaleb(read.adjusted() - digits), context=_WIDE)
    places = found.adjusted()
    power = f"{'-' if places < 0 else '+'}{abs(places):02d}"
    return f"{found.scaleb(-places, _WIDE):.{digits}f}e{power}".replace("-", _MINUS)


def percent(share: float, digits: int = 1) -> str:
    """0.9521 → 95.2 %. What is not all of it never reads 100 %: 0.99999 → > 99.9 %."""
    found = rounded(share, digits, 2)
    if share < 1 and found == 100:
        return f"> {_written(100 - Decimal(1).scaleb(-digits))} %"
    return f"{_written(found)} %"


def percentage(share: float, digits: int = 1) -> str:
    """A share in per cent where the sign stands elsewhere: 0.9521 → 95.2."""
    return _written(rounded(share, digits, 2))


def span(interval: tuple[float, float], digits: int = 1) -> str:
    """The ends of an interval in per cent: 94.7–95.6."""
    low, high = interval
    return f"{percentage(low, digits)}–{percentage(high, digits)}"


def points(share: float, digits: int = 2) -> str:
    """A difference of accuracies in percentage points, with its sign: 0.0021 → +0.21."""
    found = rounded(share, digits, 2)
    return f"{'+' if found > 0 else ''}{_written(found)}"


def softmax(value: float) -> str:
    """A softmax value: 0.998. What is not all of it never reads 1: 0.99999 → > 0.999."""
    text = fixed(value, 3)
    return "> 0.999" if value < 1 and text == "1.000" else text


def margin(interval: tuple[float, float]) -> str:
    """Half the width of an interval, in percentage points: ± 0.4."""
    low, high = interval
    return f"± {percentage((high - low) / 2)}"


def rate(learning_rate: float) -> str:
    """0.0001, 1e-06"""
    return f"{learning_rate:g}" if learning_rate < 1e-4 else f"{learning_rate:.8f}".rstrip("0").rstrip(".")


def _read(value: float) -> Decimal:
    return Decimal(f"{value:.{_DIGITS - 1}e}")


def _written(number: Decimal) -> str:
    return f"{number:,f}".replace("-", _MINUS)

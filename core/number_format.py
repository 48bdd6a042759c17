"""How numbers are written, the same in all languages: 9,521 of 10,000, 95.2 %, ± 0.4, softmax 0.998."""

from __future__ import annotations


def count(number: int) -> str:
    """10000 → 10,000."""
    return f"{number:,}"


def percent(share: float, digits: int = 1) -> str:
    """0.9521 → 95.2 %. What is not all of it never reads 100 %: 0.99999 → > 99.9 %."""
    text = f"{share:.{digits}%}"
    if share < 1 and text.startswith("100"):
        text = f"> {100 - 10**-digits:.{digits}f}%"
    return text.replace("%", " %")


def softmax(value: float) -> str:
    """A softmax value: 0.998. What is not all of it never reads 1: 0.99999 → > 0.999."""
    text = f"{value:.3f}"
    return "> 0.999" if value < 1 and text == "1.000" else text


def margin(interval: tuple[float, float]) -> str:
    """Half the width of an interval, in percentage points: ± 0.4."""
    return f"± {(interval[1] - interval[0]) * 50:.1f}"


def rate(learning_rate: float) -> str:
    """0.0001, 1e-06"""
    return f"{learning_rate:g}" if learning_rate < 1e-4 else f"{learning_rate:.8f}".rstrip("0").rstrip(".")

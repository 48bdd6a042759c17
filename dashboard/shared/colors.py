"""The colours of the charts: Okabe and Ito's, which the colour-blind can tell apart, and lighter ones on dark pages."""

from __future__ import annotations

BLUE, VERMILLION, GREEN = "#0072B2", "#D55E00", "#009E73"
LIVE_COLORS = {
    "light": {"batch": BLUE, "validation": GREEN, "loss": VERMILLION},
    "dark": {"batch": "#56B4E9", "validation": "#2FC79B", "loss": "#F08A4B"},
}
# A run's colour on every chart, by its number; where the colours begin anew, the line is broken otherwise.
RUN_COLORS = {
    "light": (BLUE, VERMILLION, GREEN, "#CC79A7", "#E69F00", "#56B4E9", "#000000"),
    "dark": ("#4BA3DB", "#F08A4B", "#2FC79B", "#E0A3C6", "#F2BC45", "#A5D8F5", "#FFFFFF"),
}
RUN_DASHES = ("solid", "dash", "dot")
# A design's colour in an experiment, by its place; it stands beside the letter A, B, …, never alone.
DESIGN_COLORS = {
    "light": (BLUE, VERMILLION, GREEN, "#CC79A7", "#E69F00", "#56B4E9"),
    "dark": ("#4BA3DB", "#F08A4B", "#2FC79B", "#E0A3C6", "#F2BC45", "#A5D8F5"),
}


def of_run(number: int) -> dict[str, str]:
    """{light, dark, dash}: how the run of that number, 1 or more, is drawn on a light and on a dark page."""
    round_, place = divmod(number - 1, len(RUN_COLORS["light"]))
    shades = {theme: colors[place] for theme, colors in RUN_COLORS.items()}
    return shades | {"dash": RUN_DASHES[round_ % len(RUN_DASHES)]}


def of_design(place: int) -> dict[str, str]:
    """{light, dark}: how the design at that place, 0 or more, is drawn on a light and on a dark page."""
    return {theme: colors[place % len(colors)] for theme, colors in DESIGN_COLORS.items()}

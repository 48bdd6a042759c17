"""The colours of the charts: Okabe and Ito's, which the colour-blind can tell apart, and lighter ones on dark pages."""

BLUE, VERMILLION, GREEN = "#0072B2", "#D55E00", "#009E73"
LIVE_COLORS = {
    "light": {"batch": BLUE, "validation": GREEN, "loss": VERMILLION},
    "dark": {"batch": "#56B4E9", "validation": "#2FC79B", "loss": "#F08A4B"},
}

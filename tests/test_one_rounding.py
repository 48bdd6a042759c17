"""Numbers for people are rounded in one place on each side: `core/number_format.py` and `dashboard/components/browser/numbers.js`.

Any other way to round is for what nobody reads as a number, and stands here by its file.
"""

from __future__ import annotations

import re

from tests.support.root import ROOT

PYTHON = re.compile(r"""[:"'][,+ ]*\.(?:\d|\{\w+\})[fe%]""")  # a format such as .1f or ,.2%
SCRIPT = re.compile(r"\.to(?:Fixed|Exponential|Precision)\(")
NUMBERS = {"core/number_format.py", "dashboard/components/browser/numbers.js"}
ELSEWHERE = {
    "core/bundle/plots.py": "the ticks of an axis",
    "core/bundle/report.py": "how strong a colour is",
    "core/bundle/tables.py": "the digits of a file",
    "core/picture_reading/picture_error.py": "how large a file is",
    "core/picture_reading/picture_file.py": "how large a picture is",
    "dashboard/http/test_results.py": "the edges of bins",
    "dashboard/views/data/class_chart.py": "the ticks of an axis",
    "dashboard/views/experiments/experiment_numbers.py": "the digits of a file",
    "dashboard/components/confusion/confusion_table.js": "how strong a colour is",
    "dashboard/components/experiment_dots/chosen_seed.js": "places in a picture",
    "dashboard/components/experiment_dots/marks.js": "places in a picture",
    "dashboard/components/experiment_dots/plot_axes.js": "the name of a tick",
    "dashboard/components/experiment_dots/plot_marks.js": "places in a picture",
    "dashboard/components/experiment_dots/strip.js": "how wide a bar is",
    "dashboard/components/lens/course_view.js": "how high a bar is",
    "dashboard/components/lens/image_panel.js": "how high a bar is",
    "dashboard/components/reliability/diagram.js": "the edges of bins",
    "dashboard/components/validation_curve/curve_shape.js": "places in a picture",
}


def test_numbers_for_people_are_rounded_in_one_place_on_each_side():
    found = set()
    for room in ("core", "dashboard"):
        for ending, pattern in (("py", PYTHON), ("js", SCRIPT)):
            for path in (ROOT / room).rglob(f"*.{ending}"):
                if pattern.search(path.read_text(encoding="utf-8")):
                    found.add(path.relative_to(ROOT).as_posix())
    assert found - NUMBERS == set(ELSEWHERE)

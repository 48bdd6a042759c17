"""Which versions of Python and of its packages a run was made with."""

from __future__ import annotations

import platform
from functools import cache
from importlib import metadata

PACKAGES = ("tensorflow", "keras", "numpy", "streamlit", "plotly", "scikit-learn", "pillow")


@cache
def versions() -> dict[str, str]:
    """Name → version; a package that is not installed is left out. None of them is imported for it."""
    found = {"python": platform.python_version()}
    for name in PACKAGES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found | {"system": platform.system(), "release": platform.release(), "machine": platform.machine()}

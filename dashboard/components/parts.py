"""How a component is made from the script and the style sheet that lie beside its Python."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from streamlit.components import v2

from dashboard.base_path import base_path
from dashboard.components.scripts import FOLDER, scripts

SHARED_STYLE = "browser/component.css"

# Streamlit loads a component's script as a blob, which has no address: from there only whole addresses lead to a module.
# All that it imports is asked for at once: a browser that finds one import after another would wait for each in turn.
_SCRIPT = """const [script] = await Promise.all({paths}.map((path) => import(location.origin + "{address}/" + path)));
export default script.default;
"""


def component(file: str, styles: tuple[str, ...] = (), isolate_styles: bool = True) -> Callable[..., Any]:
    """Declare the component of a Python ``file``: its script has the same name, and so has its style sheet, if there is one.

    ``styles``: paths of more style sheets. The result mounts it: ``mount(data, key, on_<event>_change=…)``, where ``data``
    can be written as JSON; it gives the component's state, with a value for each event.
    """
    path = Path(file).relative_to(FOLDER)
    own = path.with_suffix(".css")
    sheets = [FOLDER / each for each in (SHARED_STYLE, *styles)] + [FOLDER / own] * (FOLDER / own).exists()
    paths = scripts().needed_by(path.with_suffix(".js").as_posix())
    declared = v2.component(
        f"layer_lab_{path.stem}",
        css="\n".join(sheet.read_text(encoding="utf-8") for sheet in sheets),
        js=_SCRIPT.format(paths=json.dumps(paths), address=base_path() + scripts().address),
        isolate_styles=isolate_styles,
    )

    def mount(data: dict[str, Any], key: str, **events: Any) -> Any:
        # As a list: in a dictionary Streamlit looks for data frames, and imports pandas for it (70 MB, 0.7 s).
        return declared(data=[data], key=key, **events)

    return mount

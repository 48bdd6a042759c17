"""How often the network is right where its softmax value is so high."""

from __future__ import annotations

import streamlit as st

from core.evaluation import Evaluation
from dashboard import session
from dashboard.components.digit_gallery.viewed_checkpoint import ViewedCheckpoint
from dashboard.components.reliability.reliability_diagram import reliability_diagram
from dashboard.http import test_results


def reliability(judged: Evaluation | str, checkpoint: ViewedCheckpoint) -> None:
    """Behind a heading that opens it; ``judged``: or what is being waited for."""
    _ = session.current_text()
    with st.expander(_("Is it right as often as its softmax values say?"), key="reliability"):
        st.markdown(
            _(
                "Each dot stands for the test images whose predicted class has a softmax value in one tenth of the scale: the larger the dot, the more images. On the dashed line the network is right as often as the value says. Below it, it is wrong more often; above it, less often. The vertical lines are 95 % intervals."
            )
        )
        labels = {
            "across": _("Softmax value of the predicted class"),
            "up": _("Right"),
            "diagonal": _("right as often as the value says"),
            "dot": _("{range}: {total} images, on average {mean}, right in {share}"),
            "alt": _("Reliability diagram. {sentence}"),
            "table": _("The reliability diagram in numbers"),
            "range": _("Softmax value"), "images": _("Images"), "mean": _("On average"), "share": _("Right"),
            "interval": _("95 % interval (%)"), "all": _("All"),
        }  # fmt: skip
        view = {"waiting": judged} if isinstance(judged, str) else test_results.reliability(judged, _)
        reliability_diagram(checkpoint, view, labels, key="reliability_diagram")

"""Comments in listings: the one that opens each, and any other."""

from __future__ import annotations

from core import spec
from core.layers import KINDS
from core.layers.code import lines
from core.messages import Sentence, Translate


def header(network: spec.NetworkSpec, say: Translate = str) -> str:
    """What the network is made of, and how large it is."""
    parts = spec.summary(network)
    counts = {kind.type_name: sum(type(part.layer) is kind for part in parts) for kind in KINDS}
    counts = {name: count for name, count in counts.items() if count} | {"logits": spec.CLASSES}
    layers = ", ".join(say(Sentence("{count} {kind}", count=count, kind=name)) for name, count in counts.items())
    parameters = sum(part.parameters for part in parts)
    about = Sentence(
        "A network from Layer Lab: {layers}; {parameters:,} parameters", layers=layers, parameters=parameters
    )
    return lines(comment(about, say))


def comment(sentence: Sentence, say: Translate) -> str:
    return f"# {say(sentence)}"

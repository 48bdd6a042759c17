"""The comment that opens every listing."""

from __future__ import annotations

from core import spec
from core.layers import KINDS


def header(network: spec.NetworkSpec) -> str:
    """What the network is made of, and how large it is."""
    parts = spec.summary(network)
    counts = {kind.type_name: sum(type(part.layer) is kind for part in parts) for kind in KINDS}
    made_of = [f"{count} {name}" for name, count in counts.items() if count]
    parameters = sum(part.parameters for part in parts)
    return f"# The network of Layer Lab: {', '.join([*made_of, '10 logits'])}; {parameters:,} parameters\n"

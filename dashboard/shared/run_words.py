"""The words for a run: its name, and what of its design is not as in the tutorial."""

from __future__ import annotations

from collections.abc import Sequence

from core import number_format, spec
from core.design import design_diff
from core.design.design import Design
from core.design.design_diff import LayerDifference
from core.runs.snapshot import Snapshot
from core.spec import Layer
from dashboard.i18n import Text, count
from dashboard.shared.network_words import layer_title, value_name


def run_title(run: Snapshot, _: Text) -> str:
    """The name that it was given, else its number and where it was forked."""
    return run.name or number_title(run, _)


def number_title(run: Snapshot, _: Text) -> str:
    if run.origin is None:
        return _("Run {number}").format(number=run.number)
    return _("Run {number}, from run {origin} at {iteration}").format(
        number=run.number, origin=run.origin.number, iteration=count(run.origin.iteration)
    )


def titles(runs: Sequence[Snapshot], _: Text) -> dict[str, str]:
    """Run id → title, no two alike: a select box tells its options apart by what they say."""
    found = {run.run_id: run_title(run, _) for run in runs}
    said = list(found.values())
    numbers = {run.run_id: run.number for run in runs}
    return {
        key: _("{name} (run {number})").format(name=title, number=numbers[key]) if said.count(title) > 1 else title
        for key, title in found.items()
    }


def design_words(network: spec.NetworkSpec, settings: spec.TrainingSpec, _: Text) -> str:
    """What of a design is not as in the tutorial, in a few words, and its seed."""
    found = differences(network, settings, _) or [_("as in the tutorial")]
    return "; ".join([*found, _("seed {seed}").format(seed=settings.seed)])


def differences(
    network: spec.NetworkSpec, settings: spec.TrainingSpec, _: Text, base: Design | None = None
) -> list[str]:
    """One entry for each layer and setting that is not as in the base, by default the tutorial's; the seed is nobody's."""
    base_network, base_settings = base or (spec.tutorial(), spec.TrainingSpec())
    layers = design_diff.layers(network, base_network)
    everywhere = _common_activation(layers)
    found = (
        [_("{activation} everywhere").format(activation=value_name("activation", everywhere, _))] if everywhere else []
    )
    for each in layers:
        if each.was is None:
            found.append(f"+ {_named(each, _)}")
            continue
        changed = [name for name in each.changed if not (everywhere and name == "activation")]
        if changed:
            found.append(f"{each.name}: {', '.join(_own(each.layer, changed, _))}")
    missing = [layer_title(layer, _) for layer in design_diff.left_out(network, base_network)]
    for title in dict.fromkeys(missing):
        times = missing.count(title)
        found.append(f"− {title} (× {times})" if times > 1 else f"− {title}")
    changed = design_diff.settings(settings, base_settings)
    return found + [_setting(name, getattr(settings, name), _) for name in changed]


def _common_activation(layers: tuple[LayerDifference, ...]) -> str | None:
    """The activation that two layers or more have, all of them, instead of the base's."""
    chosen = [each.layer.activation for each in layers if hasattr(each.layer, "activation")]
    changed = [each for each in layers if "activation" in each.changed]
    return chosen[0] if len(changed) == len(chosen) > 1 and len(set(chosen)) == 1 else None


def _named(each: LayerDifference, _: Text) -> str:
    """A layer that the tutorial's network does not have."""
    title = layer_title(each.layer, _)
    return f"{title} ({_own(each.layer, ['units'], _)[0]})" if isinstance(each.layer, spec.Dense) else title


def _own(layer: Layer, names: list[str], _: Text) -> list[str]:
    """The values of these fields of a layer, each so that it can stand alone."""
    if isinstance(layer, spec.Pool) and "kind" in names:
        return [layer_title(layer, _), *_own(layer, [name for name in names if name == "stride"], _)]
    if isinstance(layer, spec.Dropout):
        return [layer_title(layer, _)]
    words = {
        "filters": _("{value} filters"), "units": _("{value} units"), "stride": _("stride {value}"),
        "kernel": _("kernel {value} × {value}"), "size": _("window {value} × {value}"), "padding": _("padding {value}"),
    }  # fmt: skip
    values = {name: getattr(layer, name) for name in names}
    return [
        words[name].format(value=value) if name in words else value_name(name, value, _)
        for name, value in values.items()
    ]


def _setting(name: str, value: object, _: Text) -> str:
    if name == "optimizer":
        return number_format.OPTIMIZERS[value]
    if name == "learning_rate":
        return _("learning rate {value}").format(value=number_format.rate(value))
    return _("batches of {value}").format(value=value) if name == "batch_size" else str(value)

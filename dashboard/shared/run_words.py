"""The words for a run: its name, and what of its design is not as in the tutorial."""

from __future__ import annotations

from collections.abc import Sequence

from core import spec
from core.design import design_diff
from core.design.design import Design
from core.design.design_diff import LayerDifference
from core.design.words import changes, layer_title, mention, value_alone, value_name
from core.runs.snapshot import Snapshot
from core.spec import Layer
from dashboard.i18n import Text, count


def run_title(run: Snapshot, _: Text) -> str:
    """The name that it was given, else its number and where it was forked."""
    return run.name or number_title(run, _)


def number_title(run: Snapshot, _: Text) -> str:
    if run.origin is None:
        return _("Run {number}").format(number=run.number)
    return _("Run {number}, fork of run {origin} at {iteration}").format(
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
    found = []
    if everywhere is not None:
        activation = value_name(type(everywhere), "activation", everywhere.activation_name, _.say)
        found.append(_("{activation} everywhere").format(activation=activation))
    for each in layers:
        if each.was is None:
            found.append(_("plus {layer}").format(layer=mention(each.layer, _.say)))
            continue
        changed = [name for name in each.changed if not (everywhere and name == "activation")]
        if changed:
            found.append(f"{each.name}: {', '.join(changes(each.layer, changed, _.say))}")
    missing = design_diff.left_out(network, base_network)
    found += [_("without {layer}").format(layer=title) for title in counted_titles(missing, _)]
    changed = design_diff.settings(settings, base_settings)
    return found + [value_alone(spec.TrainingSpec, name, getattr(settings, name), _.say) for name in changed]


def counted_titles(layers: Sequence[Layer], _: Text) -> list[str]:
    """Their titles, each once; one that several have with their number: Max-pooling 2 × 2 (2 layers)."""
    titles = [layer_title(layer, _.say) for layer in layers]
    return [_counted(title, titles.count(title), _) for title in dict.fromkeys(titles)]


def _counted(title: str, times: int, _: Text) -> str:
    if times == 1:
        return title
    return _.ngettext("{title} ({count} layer)", "{title} ({count} layers)", times).format(title=title, count=times)


def _common_activation(layers: tuple[LayerDifference, ...]) -> Layer | None:
    """One of two layers or more that all have another activation than the base's, and the same; None where it is not so."""
    chosen = [each.layer for each in layers if each.layer.activation_name is not None]
    changed = [each for each in layers if "activation" in each.changed]
    alike = len({layer.activation_name for layer in chosen}) == 1
    return chosen[0] if len(changed) == len(chosen) > 1 and alike else None

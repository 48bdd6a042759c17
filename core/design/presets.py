"""Designs to begin with: the tutorial's network, variants of it that its exercises ask for, and two famous ones."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.messages import Sentence
from core.spec import Conv, Dense, Dropout, GlobalPool, NetworkSpec, Pool, TrainingSpec, tutorial

_TUTORIALS = TrainingSpec()


@dataclass(frozen=True)
class Preset:
    """A design with its ``title`` and what there is to know of it."""

    key: str
    title: Sentence
    about: Sentence
    network: NetworkSpec
    settings: TrainingSpec = _TUTORIALS

    def settings_for(self, chosen: TrainingSpec) -> TrainingSpec:
        """Its settings, with the seed and the precision that a person has chosen."""
        return replace(self.settings, seed=chosen.seed, precision=chosen.precision)


PRESETS: tuple[Preset, ...] = (
    Preset(
        "tutorial",
        Sentence("The tutorial's network"),
        Sentence(
            "Two convolutions, each followed by max-pooling, and one fully connected layer, as in Tutorial #03-B."
        ),
        tutorial(),
    ),
    Preset(
        "strides",
        Sentence("Stride 2 instead of pooling"),
        Sentence(
            "The convolutions halve the image themselves, for less than a third of the computation. Does that cost accuracy?"
        ),
        NetworkSpec((Conv(16, 5, stride=2), Conv(36, 5, stride=2), Dense(128))),
    ),
    Preset(
        "sigmoid",
        Sentence("Sigmoid everywhere"),
        Sentence(
            "The tutorial's network with the activation function that was standard before ReLU. It learns more slowly."
        ),
        NetworkSpec(
            (
                Conv(16, 5, activation="sigmoid"),
                Pool(),
                Conv(36, 5, activation="sigmoid"),
                Pool(),
                Dense(128, "sigmoid"),
            )
        ),
    ),
    Preset(
        "dropout",
        Sentence("With dropout"),
        Sentence(
            "During training, about half of the fully connected layer's outputs are set to zero at random, different ones for every batch."
        ),
        NetworkSpec((*tutorial().layers, Dropout(0.5))),
    ),
    Preset(
        "average",
        Sentence("Average pooling"),
        Sentence("The tutorial's network, with the mean of each window instead of its largest value."),
        NetworkSpec((Conv(16, 5), Pool("average"), Conv(36, 5), Pool("average"), Dense(128))),
    ),
    Preset(
        "small",
        Sentence("The smallest that still performs well"),
        Sentence(
            "{parameters:,} parameters. Measured with seed 0 and Adam at a learning rate of 0.001: {accuracy} of the test images correct after 10,000 iterations.",
            parameters=2_202,
            accuracy="97.85 %",
        ),
        NetworkSpec((Conv(4, 5), Pool(), Conv(8, 5), Pool("max", 3, 3))),
        TrainingSpec(learning_rate=1e-3),
    ),
    Preset(
        "global",
        Sentence("Global average pooling"),
        Sentence(
            "No fully connected layer: the mean of each feature map goes straight to the ten classes. {parameters:,} parameters; with seed 0 and Adam at a learning rate of 0.002, {accuracy} of the test images are correct after 10,000 iterations.",
            parameters=27_542,
            accuracy="98.96 %",
        ),
        NetworkSpec((Conv(16, 3), Pool(), Conv(32, 3), Pool(), Conv(48, 3), Conv(20, 3), GlobalPool())),
        TrainingSpec(learning_rate=2e-3),
    ),
    Preset(
        "lenet5",
        Sentence("LeNet-5"),
        Sentence(
            "By Yann LeCun and others (1998), with today's layers: tanh, average pooling, three fully connected layers."
        ),
        NetworkSpec(
            (
                Conv(6, 5, activation="tanh"),
                Pool("average"),
                Conv(16, 5, padding="valid", activation="tanh"),
                Pool("average"),
                Dense(120, "tanh"),
                Dense(84, "tanh"),
            )
        ),
    ),
    Preset(
        "linear",
        Sentence("No hidden layers"),
        Sentence(
            "The linear classifier of Tutorial #01: every pixel has one weight per class. About 92 % is the best it can do."
        ),
        NetworkSpec(),
    ),
)


def find(network: NetworkSpec, settings: TrainingSpec) -> Preset | None:
    """The preset that this design is, whatever its seed and precision; None where it is none."""
    for preset in PRESETS:
        if preset.network == network and preset.settings_for(settings) == settings:
            return preset
    return None

"""What the stations find, each against an oracle of its own, for two networks; and where a network does not fit."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.signal import correlate2d
from scipy.special import softmax as scipys_softmax
from sklearn.metrics import accuracy_score, confusion_matrix

from core import data, spec
from core.lesson import station_text
from core.lesson.prediction import Prediction
from core.listing import listings
from core.storage import workspace_token
from core.trainer import Trainer
from dashboard import i18n
from dashboard.lesson.facts import Facts
from dashboard.lesson.station import Found, Station
from dashboard.lesson.stations import STATIONS
from dashboard.lesson.stations.filters import COMPLETELY, HARDLY
from dashboard.lesson.stations.step import STEPS
from dashboard.lesson.texts import station_texts
from tests.support.keras_twin import model

_ = i18n.text("en")
SMALL = spec.NetworkSpec((spec.Conv(3, 5, stride=2), spec.Pool("average", 2, 2), spec.Dense(12)))
DESIGNS = {
    "tutorial": (spec.tutorial(), spec.TrainingSpec(), 1),
    "small": (SMALL, spec.TrainingSpec("rmsprop", 1e-3, seed=3), 1_000),
}
PREDICTIONS = {"shapes": [1, 1, 1], "convolution": [0, 0], "hundred": [0, 0, 0], "confusion": [1, 7]}


class PlainFacts(Facts):
    """Outside a session nothing is kept."""

    def once(self, name, about, compute):
        return compute()


def station(name: str) -> Station:
    return next(each for each in STATIONS if each.name == name)


def found(name: str, facts: Facts) -> Found | None:
    return station(name).found(facts, PREDICTIONS.get(name, 0), _)


def kind(name: str, facts: Facts) -> Prediction:
    return station(name).asks(facts, station_texts("en")[name]["Predict"].choices)


@pytest.fixture(params=DESIGNS)
def design(request):
    return DESIGNS[request.param]


@pytest.fixture
def trained(client, design):
    """A run as far as its design says, and a trainer of the same design beside it."""
    network, settings, goal = design
    run = client.create(workspace_token.new(), network, settings)
    client.train(run.run_id, goal)
    client.work()
    return PlainFacts(client.snapshot(run.run_id), network, settings, 0), Trainer(network, settings)


@pytest.fixture
def untrained(design):
    network, settings, _goal = design
    return PlainFacts(None, network, settings, 0), Trainer(network, settings)


def test_the_data():
    facts = PlainFacts(None, *DESIGNS["tutorial"][:2], 0)
    with np.load(data.MNIST) as archive:
        images = sum(len(archive[name]) for name in archive.files if archive[name].ndim > 1)
    assert found("data", facts).value == 55_000  # as the tutorial prints
    assert facts.image.tolist() == data.mnist().test.images[0].tolist()
    assert station("data").fields(facts, _)["total"] == "70,000" == f"{images:,}"
    assert found("pixels", facts).value == sum(value == 0 for value in facts.image.ravel().tolist())


def test_shapes_and_pooling_against_tensorflow(untrained):
    facts, trainer = untrained
    outputs = trainer.forward(trainer.initial_state().weights, facts.image[np.newaxis])
    assert found("shapes", facts).value == list(outputs["pool1"].shape[1:])
    before, after = outputs["conv1"].mean(), outputs["pool1"].mean()
    expected = 1 if np.isclose(before, after, rtol=1e-5) else 2 if after > before else 0
    assert found("pooling", facts).value == expected
    assert found("pooling", facts).fields["mean_after"] == i18n.fixed(float(after), 4)


def test_the_strongest_place_against_scipy(untrained):
    facts, trainer = untrained
    weights = trainer.initial_state().weights
    conv = facts.network.layers[0]
    picture = facts.image[..., 0] / 255
    fields = station("convolution").fields(facts, _)
    kernel = weights["conv1/kernel"][:, :, 0, int(fields["filter"])]
    whole = correlate2d(picture, kernel, mode="same")  # the middle of each patch
    row, column = found("convolution", facts).value
    if conv.stride == 1:
        assert (row, column) == np.unravel_index(whole.argmax(), whole.shape)
    places = whole[(row % conv.stride) :: conv.stride, (column % conv.stride) :: conv.stride]
    assert whole[row, column] == pytest.approx(places.max(), abs=1e-6)
    assert found("convolution", facts).fields["value"] == i18n.fixed(float(whole[row, column]), 3)


def test_the_parameters_against_keras(design):
    network, settings, _goal = design
    twin = model(network)
    dense = next(layer for layer in twin.layers if type(layer).__name__ == "Dense")
    share = found("logits", PlainFacts(None, network, settings, 0)).value
    assert share == pytest.approx(100 * dense.count_params() / twin.count_params())


def test_softmax_and_loss_against_scipy(untrained):
    facts, trainer = untrained
    logits = trainer.forward(trainer.initial_state().weights, facts.image[np.newaxis])["fc_out"][0].astype(np.float64)
    value = scipys_softmax(logits)[facts.label]
    assert found("softmax", facts).value == pytest.approx(value, rel=1e-4)
    assert found("softmax", facts).fields["loss"] == i18n.fixed(-np.log(value), 3)


def test_before_training_what_needs_it_is_not_found(untrained):
    facts, _trainer = untrained
    for each in STATIONS:
        assert (found(each.name, facts) is None) == (each.goal is not None)


def test_one_step_against_the_trainer(trained):
    facts, trainer = trained
    before = trainer.initial_state()
    after, _records = trainer.advance(before, data.mnist().train, 1)
    away = np.concatenate([np.abs(after.weights[name] - before.weights[name]).ravel() for name in before.weights])
    nearest = int(np.abs(np.log10(np.median(away)) - np.log10(STEPS)).argmin())
    assert found("step", facts).value == nearest
    assert found("step", facts).fields["moved"] == f"{np.count_nonzero(away):,}"
    choices = station_texts("en")["step"]["Predict"].choices
    assert [float(each.removeprefix("about ").replace(" ", "")) for each in choices] == list(STEPS)


def test_accuracies_and_mistakes_against_scikit_learn(trained):
    facts, trainer = trained
    test, state, accuracies = data.mnist().test, trainer.initial_state(), []
    for iteration in (0, 1, 100, 1_000):
        if iteration > facts.run.iteration:
            continue
        state, _records = (
            trainer.advance(state, data.mnist().train, iteration - state.iteration) if iteration else (state, None)
        )
        predicted = trainer.predict(state.weights, test.images).argmax(axis=1)
        accuracies.append(100 * accuracy_score(test.labels, predicted))
    assert found("untrained", facts).value == pytest.approx(accuracies[0])
    if facts.run.iteration < 1_000:
        assert found("hundred", facts) is None
        assert found("thousand", facts) is None
        assert found("confusion", facts) is None
        return
    assert found("hundred", facts).value == pytest.approx(accuracies[:3])
    assert found("thousand", facts).value == pytest.approx(accuracies[3])
    matrix = confusion_matrix(test.labels, predicted)
    both = {(a, b): matrix[a, b] + matrix[b, a] for a in range(10) for b in range(a + 1, 10)}
    pairs = found("confusion", facts).value
    assert sorted(pairs) == sorted(both)
    assert [both[pair] for pair in pairs] == sorted(both.values(), reverse=True)
    first, now = trainer.initial_state().weights["conv1/kernel"], state.weights["conv1/kernel"]
    share = np.linalg.norm((now - first).ravel()) / np.linalg.norm(first.ravel())
    assert found("filters", facts).value == (0 if share < HARDLY else 1 if share <= COMPLETELY else 2)
    assert found("filters", facts).fields["turned"] == f"{int((first * now < 0).sum()):,}"


def test_the_longest_program(design):
    network, settings, _goal = design
    lengths = [
        write(network, settings).count("\n") for write in (listings.keras, listings.layers_api, listings.pretty_tensor)
    ]
    assert found("apis", PlainFacts(None, network, settings, 0)).value == lengths.index(max(lengths))


def test_another_seed_and_another_iteration_say_something_else(client):
    values = set()
    for seed in range(3):
        facts = PlainFacts(None, spec.tutorial(), spec.TrainingSpec(seed=seed), 0)
        values.add(found("softmax", facts).value)
    assert len(values) == 3


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_all_fields_of_the_texts_are_there_and_are_used(trained, language):
    facts, _trainer = trained
    say = i18n.text(language)
    for each in STATIONS:
        text = station_texts(language)[each.name]
        known = each.fields(facts, say)
        first = {
            name
            for part in ("Text", "Predict", "Do")
            for piece in text[part].parts
            for name in station_text.fields(piece)
        }
        assert first <= set(known), each.name
        got = each.found(facts, PREDICTIONS.get(each.name, 0), say)
        if got is None:
            continue
        whole = {name for part in text.sections.values() for piece in part.parts for name in station_text.fields(piece)}
        assert whole == set(known) | set(got.fields) | {"predicted", "found", "how_far"}, each.name
        assert 0 <= got.right < len(text["Question"].choices)


def test_what_does_not_fit_is_said():
    plain = PlainFacts(None, spec.NetworkSpec((spec.Dense(8),)), spec.TrainingSpec(), 0)
    assert [each.name for each in STATIONS if each.unfit(plain)] == ["shapes", "convolution", "pooling", "filters"]
    tutorial = PlainFacts(None, *DESIGNS["tutorial"][:2], 0)
    assert not any(each.unfit(tutorial) for each in STATIONS)
    linear = PlainFacts(None, spec.NetworkSpec(), spec.TrainingSpec(), 0)
    assert found("logits", linear).value == 100


@pytest.mark.parametrize("name", [each.name for each in STATIONS])
def test_what_is_found_could_have_been_predicted(trained, name):
    facts, _trainer = trained
    got = found(name, facts)
    if got is not None:
        value = list(got.value[0]) if name == "confusion" else got.value
        assert kind(name, facts).accepts(value)
        assert kind(name, facts).distance(value, got.value) == 0

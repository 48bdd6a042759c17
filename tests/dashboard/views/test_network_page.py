"""The Network page, run by AppTest over an engine that is stepped by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from core import spec
from core.design import presets
from core.design.draft import Draft
from core.messages import Sentence
from core.runs.snapshot import Phase, Snapshot
from core.spec import Conv, Dense, Dropout, NetworkSpec, Pool, TrainingSpec
from core.storage.errors import StoreError
from dashboard import backends
from dashboard.views.network.draft_actions import first_goal
from tests.support.app import button, mains, mounted, open_app, words
from tests.support.stepped_client import SteppedClient

DESIGN = (spec.tutorial(), TrainingSpec())


@pytest.fixture
def client(tmp_path, monkeypatch) -> SteppedClient:
    stepped = SteppedClient(tmp_path)
    monkeypatch.setattr(backends, "training", lambda: stepped)
    return stepped


@pytest.fixture
def app(client) -> AppTest:
    return open_app("network")


def draft(app: AppTest) -> Draft:
    return app.session_state["draft"]


def widget(app: AppTest, kind: str, ending: str):
    """The one widget of that kind whose key, without what changes when the draft does, is this."""
    return next(each for each in app.get(kind) if each.key and each.key.endswith(ending))


def begun(app: AppTest, start: str):
    return next(each for each in app.selectbox if each.key.startswith(start))


def choose_layer(app: AppTest, position: int) -> None:
    begun(app, "chosen_layer").set_value(position).run()


def press(app: AppTest, key: str) -> None:
    button(app, key).click().run()
    assert not app.exception


def test_the_draft_begins_as_the_tutorials_network(app):
    assert draft(app).design == DESIGN
    assert mains(app) == ["to_1"]  # of the bar: nothing else trains
    assert "**242,062** parameters" in words(app)
    assert "This layer is the same as in the tutorial." in words(app)


@pytest.mark.parametrize("preset", presets.PRESETS, ids=lambda preset: preset.key)
def test_a_preset_becomes_the_draft(app, preset):
    begun(app, "preset_").set_value(preset.key).run()
    assert not app.exception
    assert draft(app).design == (preset.network, preset.settings)
    assert str(preset.about) in words(app)
    total = sum(part.parameters for part in spec.summary(preset.network))
    assert f"**{total:,}** parameters" in words(app)


@pytest.mark.parametrize(
    ("position", "kind", "name", "value", "expected"),
    [
        (0, "slider", "filters", 64, Conv(64, 5)),
        (0, "slider", "kernel", 11, Conv(16, 11)),
        (0, "slider", "stride", 3, Conv(16, 5, 3)),
        (0, "segmented_control", "padding", "valid", Conv(16, 5, padding="valid")),
        (0, "segmented_control", "activation", "sigmoid", Conv(16, 5, activation="sigmoid")),
        (1, "segmented_control", "kind", "average", Pool("average")),
        (1, "slider", "size", 4, Pool("max", 4)),
        (1, "slider", "stride", 3, Pool("max", 2, 3)),
        (4, "number_input", "units", 32, Dense(32)),
        (4, "segmented_control", "activation", "tanh", Dense(128, "tanh")),
    ],
)
def test_each_widget_of_a_layer_changes_it(app, position, kind, name, value, expected):
    choose_layer(app, position)
    widget(app, kind, f"_{position}_{name}").set_value(value).run()
    assert not app.exception
    assert draft(app).layers == (*DESIGN[0].layers[:position], expected, *DESIGN[0].layers[position + 1 :])
    assert "In the tutorial:" in words(app)
    assert not button(app, "train_draft").disabled


@pytest.mark.parametrize(
    ("kind", "name", "value"),
    [
        ("segmented_control", "optimizer", "momentum"),
        ("segmented_control", "precision", "bfloat16"),
        ("select_slider", "learning_rate", 0.02),
        ("select_slider", "batch_size", 256),
        ("number_input", "seed", 7),
    ],
)
def test_each_widget_of_the_training_changes_it(app, kind, name, value):
    widget(app, kind, f"training_0_{name}").set_value(value).run()
    assert getattr(draft(app).settings, name) == value
    assert draft(app).network == spec.tutorial()


def test_the_rate_of_dropout(app):
    begun(app, "preset_").set_value("dropout").run()
    choose_layer(app, 5)
    widget(app, "slider", "_5_rate").set_value(20).run()
    assert draft(app).layers[5] == Dropout(0.2)


def test_a_value_beyond_a_slider_is_shown_and_kept(client):
    app = open_app()
    network, settings = NetworkSpec((Conv(100, 13, stride=4),)), TrainingSpec(learning_rate=3e-7, batch_size=100)
    app.session_state["draft"] = Draft.of(DESIGN).replaced(network, settings)
    app.switch_page("views/network/page.py").run()
    assert not app.exception
    sliders = {slider.label: slider for slider in app.slider}
    assert [sliders[label].value for label in ("Filters", "Kernel", "Stride")] == [100, 13, 4]
    assert draft(app).design == (network, settings)
    for filters in (90, 64, 63):  # the slider grows shorter, then it is as long as it always is
        next(slider for slider in app.slider if slider.label == "Filters").set_value(filters).run()
        assert next(slider for slider in app.slider if slider.label == "Filters").value == filters
        assert draft(app).layers == (Conv(filters, 13, stride=4),)


def test_a_kernel_larger_than_its_input_is_refused_at_the_layer(app):
    begun(app, "preset_").set_value("lenet5").run()
    choose_layer(app, 1)
    widget(app, "slider", "_1_size").set_value(7).run()
    widget(app, "slider", "_1_stride").set_value(3).run()  # 28 → 8
    valid = draft(app).valid
    choose_layer(app, 2)
    widget(app, "slider", "_2_kernel").set_value(9).run()
    assert [each.value for each in app.error] == [
        "conv2: a kernel of 9 does not fit its 8 × 8 input; the largest that fits is 8."
    ]
    assert draft(app).valid == valid
    assert draft(app).layers[2] == Conv(16, 9, padding="valid", activation="tanh")
    assert button(app, "train_draft").disabled
    total = sum(part.parameters for part in spec.summary(valid[0]))
    assert f"**{total:,}** parameters" in words(app)
    widget(app, "slider", "_2_kernel").set_value(5).run()
    assert not app.error
    assert not button(app, "train_draft").disabled


@pytest.mark.parametrize(
    ("key", "value", "says"),
    [
        ("_4_units", 0, "fc1: units is 0; it must be a whole number from 1 to 4096."),
        ("_4_units", 99_999, "fc1: units is 99999; it must be a whole number from 1 to 4096."),
        ("_seed", -1, "training: seed is -1; it must be a whole number from 0 to 2147483647."),
    ],
)
def test_a_number_beyond_its_limits_is_refused_in_words(app, key, value, says):
    choose_layer(app, 4)
    widget(app, "number_input", key).set_value(value).run()
    assert [each.value for each in app.error] == [says]
    assert draft(app).valid == DESIGN
    assert button(app, "train_draft").disabled


def test_too_many_parameters_are_refused(app):
    choose_layer(app, 4)
    widget(app, "number_input", "_4_units").set_value(4096).run()
    assert "the maximum is 5,000,000" in app.error[0].value


def test_add_duplicate_move_and_remove(app):
    first = DESIGN[0].layers
    press(app, "add_dropout")
    assert draft(app).layers == (first[0], Dropout(0.5), *first[1:])
    assert draft(app).selected == 1
    press(app, "duplicate")
    assert draft(app).layers == (first[0], Dropout(0.5), Dropout(0.5), *first[1:])
    press(app, "move_right")
    assert draft(app).layers[:4] == (first[0], Dropout(0.5), first[1], Dropout(0.5))
    press(app, "move_left")
    press(app, "move_left")
    press(app, "move_left")
    assert draft(app).layers[:3] == (Dropout(0.5), first[0], Dropout(0.5))
    assert button(app, "move_left").disabled
    press(app, "remove")
    assert draft(app).layers == (first[0], Dropout(0.5), *first[1:])


def test_a_dense_layer_before_a_convolution_is_refused(app):
    choose_layer(app, 4)
    for _ in range(2):
        press(app, "move_left")
    assert "conv2: this layer needs an image, but it receives a row of values" in app.error[0].value
    assert draft(app).valid == DESIGN
    press(app, "discard")
    assert not app.error
    assert draft(app).design == DESIGN


def test_twelve_layers_are_the_most(app):
    for _ in range(7):
        press(app, "duplicate")
    assert len(draft(app).layers) == 12
    assert button(app, "duplicate").disabled
    assert not app.error


def test_every_layer_can_be_removed_and_one_added_again(app):
    for _ in range(5):
        press(app, "remove")
    assert draft(app).layers == ()
    assert "There are no layers to choose from" in words(app)
    press(app, "add_conv")
    assert draft(app).layers == (Conv(),)


def test_all_activations_at_once(app):
    begun(app, "activations_").set_value("sigmoid").run()
    assert draft(app).network == next(each.network for each in presets.PRESETS if each.key == "sigmoid")
    assert widget(app, "segmented_control", "_0_activation").value == "sigmoid"
    widget(app, "segmented_control", "_0_activation").set_value("relu").run()
    assert begun(app, "activations_").value is None


def test_moving_sliders_makes_no_run_and_the_main_button_trains_one(client, app):
    widget(app, "slider", "_0_filters").set_value(8).run()
    assert client.in_memory == []
    assert "A new run trains this network to iteration 100." in words(app)
    assert mains(app) == ["train_draft"]  # one, and it trains what is shown
    press(app, "train_draft")
    run = client.last_run()
    assert (run.network.layers[0], run.phase, run.goal) == (Conv(8, 5), Phase.TRAINING, 100)
    assert not draft(app).edited
    assert mains(app) == ["play"]  # Pause
    client.work()
    app.run()
    assert mains(app) == ["to_1000"]


# What is on the screen is what the buttons act on.

SIGMOID = next(each.network for each in presets.PRESETS if each.key == "sigmoid")


def edited(client: SteppedClient, app: AppTest) -> Snapshot:
    """A run of the tutorial's network at iteration 1, and another network on the page; gives the run."""
    press(app, "step")
    client.work()
    app.run()
    begun(app, "preset_").set_value("sigmoid").run()
    return client.last_run()


@pytest.mark.parametrize(
    ("key", "goal"), [("to_1", 1), ("to_100", 100), ("to_10000", 10_000), ("step", 1), ("train_draft", 100)]
)
def test_the_bar_trains_the_network_that_the_page_shows(client, app, key, goal):
    old = edited(client, app)
    press(app, key)
    new = client.last_run()
    assert (new.number, new.network, new.phase, new.goal) == (old.number + 1, SIGMOID, Phase.TRAINING, goal)
    assert client.open(old.run_id) == old
    assert app.session_state["run_id"] == new.run_id
    assert "This network is trained as Run 2; Run 1 is kept." in words(app)
    assert len(client.in_memory) == 2


def test_another_number_of_iterations_counts_from_the_draft(client, app):
    edited(client, app)
    app.slider(key="more_iterations").set_value(30)
    press(app, "train_more")
    assert (client.last_run().network, client.last_run().goal) == (SIGMOID, 30)
    client.work()
    app.run()
    press(app, "train_more")
    assert client.last_run().goal == 60


def test_what_was_typed_just_before_the_press_counts(client, app):
    choose_layer(app, 4)
    widget(app, "number_input", "_4_units").set_value(48)
    press(app, "to_100")
    assert client.last_run().network.layers[4] == Dense(48)
    assert len(client.in_memory) == 1


def test_what_cannot_be_is_not_trained_and_the_bar_says_why(client, app):
    old = edited(client, app)
    choose_layer(app, 4)
    widget(app, "number_input", "_4_units").set_value(0).run()
    why = "fc1: units is 0; it must be a whole number from 1 to 4096."
    for key in ("to_1", "to_100", "to_1000", "to_10000", "step", "play", "train_draft"):
        assert button(app, key).disabled, key
    assert button(app, "to_100").help == why
    widget(app, "number_input", "_4_units").set_value(64).run()
    widget(app, "number_input", "_4_units").set_value(0)  # and pressed before the page has answered
    press(app, "to_100")
    assert client.last_run() == old
    assert why in words(app)


def test_a_draft_trains_nothing_where_it_is_not_shown(client, app):
    old = edited(client, app)
    app.switch_page("views/train/page.py").run()
    press(app, "to_100")
    assert client.last_run().run_id == old.run_id
    assert client.last_run().goal == 100
    assert draft(app).network == SIGMOID
    client.work()
    app.switch_page("views/network/page.py").run()
    assert mains(app) == ["train_draft"]
    assert "A new run trains this network to iteration 100; Run 1 is kept." in words(app)


def test_a_new_seed_is_the_drafts_where_that_is_shown(client, app):
    old = edited(client, app)
    press(app, "new_seed")
    assert (draft(app).settings.seed, draft(app).network) == (1, SIGMOID)
    assert widget(app, "number_input", "_seed").value == 1
    assert client.last_run() == old
    press(app, "discard")
    press(app, "new_seed")
    assert (client.last_run().settings.seed, client.last_run().network) == (1, spec.tutorial())


def test_the_chart_shows_the_weights_that_training_begins_with(client, app):
    """With another learning rate the run is another one, from its initial weights on."""
    old = edited(client, app)
    press(app, "discard")
    assert mounted(app, "source")[0]["source"]["run"] == old.run_id
    widget(app, "select_slider", "_learning_rate").set_value(0.02).run()
    assert mounted(app, "source")[0]["source"]["run"] is None


@pytest.mark.parametrize(
    ("done", "goal"), [(None, 100), (0, 100), (99, 100), (100, 100), (999, 100), (1_000, 1_000), (50_000, 1_000)]
)
def test_a_new_network_is_trained_as_far_as_the_run_beside_it_by_the_tutorials_steps(client, done, goal):
    run = client.create("w", *DESIGN)
    assert first_goal(None if done is None else replace(run, iteration=done)) == goal


def test_the_sentence_about_the_former_run_goes_with_it(client, app):
    edited(client, app)
    press(app, "train_draft")
    assert "Run 1 is kept" in words(app)
    client.work()
    app.run()
    press(app, "new_seed")
    assert "Run 1 is kept" not in words(app)


def test_the_old_run_is_paused_stays_and_can_be_picked_again(client, app):
    press(app, "to_100")
    client.work(until=lambda: client.last_run().iteration >= 5)
    app.run()
    old = client.last_run()
    begun(app, "preset_").set_value("linear").run()
    assert "A new run trains this network to iteration 100; Run 1 is paused and kept." in words(app)
    press(app, "train_draft")
    assert "This network is trained as Run 2; Run 1 is paused and kept." in words(app)
    phases = {run.run_id: run.phase for run in (each.snapshot() for each in client.in_memory)}
    assert len(phases) == 2
    assert phases.pop(old.run_id) is Phase.PAUSED
    assert app.session_state["run_id"] in phases
    picker = begun(app, "run_")
    assert picker.options == ["Run 2", "Run 1"]
    picker.set_value(old.run_id).run()
    assert not app.exception
    assert app.session_state["run_id"] == old.run_id
    assert draft(app).design == DESIGN
    press(app, "step")
    assert client.run(old.run_id).phase is Phase.TRAINING


def test_where_no_run_can_begin_the_present_one_goes_on(client, app, monkeypatch):
    def refuse(*_: object) -> None:
        raise StoreError(Sentence("No room."))

    press(app, "to_100")
    client.work(until=lambda: client.last_run().iteration >= 5)
    app.run()
    begun(app, "preset_").set_value("linear").run()
    monkeypatch.setattr(client, "create", refuse)
    press(app, "train_draft")
    assert "No room." in words(app)
    assert [(run.phase, run.run_id) for run in client.in_memory] == [(Phase.TRAINING, app.session_state["run_id"])]
    assert draft(app).edited


def test_the_seconds_are_an_estimate_until_measured(client, app):
    assert "not measured yet" in words(app)
    press(app, "to_100")
    client.work()
    app.run()
    assert "measured on this machine" in words(app)
    begun(app, "preset_").set_value("strides").run()
    assert "(estimate)" in words(app)


def test_a_new_seed_by_the_training_bar_reaches_the_draft(client, app):
    press(app, "step")
    client.work()
    widget(app, "slider", "_0_filters").set_value(8).run()
    press(app, "new_seed")
    assert draft(app).settings.seed == 1
    assert draft(app).layers[0] == Conv(8, 5)


def test_the_draft_outlives_a_change_of_page(app):
    widget(app, "slider", "_0_filters").set_value(8).run()
    app.switch_page("views/data/page.py").run()
    app.switch_page("views/network/page.py").run()
    assert widget(app, "slider", "_0_filters").value == 8


def test_the_network_as_code_follows_every_change(app):
    assert not app.code
    app.toggle(key="code_shown").set_value(True).run()
    assert not app.exception
    assert [("Conv2D(16" in each.value, "conv2d" in each.value) for each in app.code][:1] == [(True, False)]
    assert len(app.code) == 3
    widget(app, "slider", "_0_filters").set_value(9).run()
    assert "Conv2D(9" in app.code[0].value
    assert "filters=9" in app.code[1].value


def test_the_page_speaks_korean(client):
    app = open_app("network", lang="ko")
    assert app.title[0].value == "신경망"
    begun(app, "preset_").set_value("small").run()
    assert not app.exception

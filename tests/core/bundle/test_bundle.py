"""The bundle: every file of it read back by somebody else, its pictures pixel by pixel, its page as a browser reads it."""

from __future__ import annotations

import codecs
import csv
import io
import json
import platform
import re
import subprocess
import sys
import threading
import zipfile
from dataclasses import replace
from html.parser import HTMLParser
from importlib import metadata
from types import SimpleNamespace
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import numpy as np
import pytest
from PIL import Image
from scipy.stats import binomtest
from sklearn.metrics import confusion_matrix

from core import spec
from core.bundle import colours, plots, report, tables, versions
from core.bundle import pictures as bundle_pictures
from core.bundle.archive import keras_network, pack, pack_events
from core.bundle.contents import Contents
from core.bundle.keras_file import keras_file
from core.bundle.tensorboard_events import event_file
from core.evaluation import Evaluation
from core.layers.activations import ACTIVATIONS
from core.listing import listings
from core.messages import Translate
from core.optimizers import OPTIMIZERS
from core.runs.snapshot import TestResult
from core.spec import Conv, Dense, Dropout, NetworkSpec, Pool, TrainingSpec
from core.training.history import History, HistoryPart, Validation
from core.training.initial_weights import first_weights
from tests.support.root import ROOT

NETWORK = NetworkSpec(
    (Conv(6, 3, activation="tanh"), Pool("average"), Dropout(0.25), Conv(20, 5, 2, "valid"), Dense(9))
)
SETTINGS = TrainingSpec("momentum", 0.02, 32, 7, "float32")


def history_of(count: int, validations: tuple[Validation, ...] = ()) -> History:
    rows = np.random.default_rng(count).random((count, 5)).astype(np.float32)
    rows[:, 4] = np.linspace(0.1, 9.7, count)
    history = History("a key")
    history.join(HistoryPart("a key", 0, rows, validations))
    return history


def contents_of(**changes) -> Contents:
    chance = np.random.default_rng(1)
    labels = chance.integers(0, 10, 600)
    logits = chance.normal(size=(600, 10)) * 2
    logits[np.arange(600), labels] += 4
    probabilities = (np.exp(logits) / np.exp(logits).sum(1, keepdims=True)).astype(np.float32)
    network = changes.get("network", NETWORK)
    given = dict(
        name="Run <b>&\"'", network=network, settings=SETTINGS, iteration=120,
        weights={name: w + chance.normal(0, 0.01, w.shape).astype(np.float32) for name, w in first_weights(network, 3).items()},
        history=history_of(120, (Validation(0, 90, 1000), Validation(50, 801, 1000), Validation(120, 1000, 1000))),
        results=(TestResult(0, 61, 600, 0.0), TestResult(100, 412, 600, 4.25), TestResult(120, 600, 600, 5.5)),
        created=1_790_000_000.25, probabilities=probabilities, labels=labels, images=chance.integers(0, 256, (600, 28, 28, 1), np.uint8),
    )  # fmt: skip
    return Contents(**(given | changes))


CONTENTS = contents_of()
FOLDERS = {"pictures/", "tensorboard/"}  # named as a whole on the page


def opened(contents: Contents, say: Translate = str) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(pack(contents, say))) as packed:
        assert packed.testzip() is None
        return {name: packed.read(name) for name in packed.namelist()}


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return opened(CONTENTS)


def columns(table: bytes) -> dict[str, list[str]]:
    head, *rows = csv.reader(io.StringIO(table.decode("utf-8-sig")))
    assert all(len(row) == len(head) for row in rows)
    return {name: [row[at] for row in rows] for at, name in enumerate(head)}


def picture(content: bytes) -> np.ndarray:
    opened_picture = Image.open(io.BytesIO(content))
    assert opened_picture.format == "PNG"
    return np.asarray(opened_picture.convert("RGB"))


def test_what_is_in_it(files):
    assert next(iter(files)) == "report.html"
    assert set(files) == {
        "report.html", "settings.json", "history.csv", "validation.csv", "tests.csv", "predictions.csv", "confusion.csv",
        "weights.npz", "network.keras", "tensorboard/events.out.tfevents.1790000000.layer-lab", "code/keras_model.py", "code/script.py", "code/notebook.ipynb", "code/layers_api.py", "versions.json",
        "pictures/curves.svg", "pictures/kernels-conv1.png", "pictures/kernels-conv2.png", "pictures/confusion.svg",
        "pictures/errors.png",
    }  # fmt: skip


def test_the_same_contents_give_the_same_bytes():
    packed = pack(CONTENTS)
    assert pack(contents_of()) == packed
    assert pack(contents_of(name="another")) != packed
    for about in zipfile.ZipFile(io.BytesIO(packed)).infolist():
        assert about.date_time == (1980, 1, 1, 0, 0, 0)
        assert about.external_attr >> 16 == 0o644


# The tables, read back.


def test_history_reads_back(files):
    found = columns(files["history.csv"])
    assert list(found) == ["iteration", "loss", "accuracy", "smooth_loss", "smooth_accuracy", "seconds"]
    assert found.pop("iteration") == [str(number) for number in range(1, 121)]
    assert np.array_equal(np.array(list(found.values()), np.float32).T, CONTENTS.history.rows)
    with_numpy = np.genfromtxt(io.BytesIO(files["history.csv"]), delimiter=",", names=True, encoding="utf-8-sig")
    np.testing.assert_allclose(with_numpy["smooth_loss"], CONTENTS.history.rows[:, 2], rtol=1e-7)
    assert tables.history_csv(CONTENTS.history) == files["history.csv"]


def test_a_history_of_nothing_is_a_head():
    head = "iteration,loss,accuracy,smooth_loss,smooth_accuracy,seconds\n"
    assert tables.history_csv(History()).decode("utf-8-sig") == head
    assert tables.histories_csv([]).decode("utf-8-sig") == "run," + head


def test_the_histories_of_several_runs_stand_in_one_table():
    histories = {'one, "two"': history_of(3), "한글": history_of(2)}
    told = columns(tables.histories_csv(list(histories.items())))
    assert told.pop("run") == ['one, "two"'] * 3 + ["한글"] * 2
    assert told.pop("iteration") == ["1", "2", "3", "1", "2"]
    rows = np.concatenate([history.rows for history in histories.values()])
    assert np.array_equal(np.array(list(told.values()), np.float32).T, rows)


def test_every_table_begins_with_a_byte_order_mark_and_has_headings_in_the_readers_language():
    """Without the mark a spreadsheet takes Hangul for the letters of some other alphabet."""
    found = opened(CONTENTS, lambda sentence: f"가 {sentence}")
    english = opened(CONTENTS)
    told = [name for name in found if name.endswith(".csv")]
    assert len(told) == 5
    for name in told:
        for table in (found[name], english[name]):
            assert table.startswith(codecs.BOM_UTF8)
            assert table.count(codecs.BOM_UTF8) == 1
        assert list(columns(found[name])) == [f"가 {head}" for head in columns(english[name])]
        assert found[name].partition(b"\n")[2] == english[name].partition(b"\n")[2]


def test_odd_numbers_in_a_history_are_told():
    rows = np.array([[np.inf, 0.1, 1e-30, 3e38, 1e5]], np.float32)
    history = History()
    history.join(HistoryPart("k", 0, rows, ()))
    line = tables.history_csv(history).decode().splitlines()[1].split(",")
    assert np.array_equal(np.array(line[1:], np.float32), rows[0])
    assert line[1:3] == ["inf", "0.1"]


@pytest.mark.parametrize("name", ["validation.csv", "tests.csv"])
def test_accuracies_and_intervals(files, name):
    told = columns(files[name])
    done = CONTENTS.history.validations if name == "validation.csv" else CONTENTS.results
    assert [int(n) for n in told["iteration"]] == [each.iteration for each in done]
    assert [int(n) for n in told["correct"]] == [each.correct for each in done]
    assert [int(n) for n in told["total"]] == [each.total for each in done]
    for each, accuracy, low, high in zip(done, told["accuracy"], told["low"], told["high"], strict=True):
        interval = binomtest(each.correct, each.total).proportion_ci(method="wilson")
        assert float(accuracy) == each.correct / each.total
        assert (float(low), float(high)) == pytest.approx((interval.low, interval.high), abs=6e-7)
    if name == "tests.csv":
        assert [float(s) for s in told["seconds"]] == [0.0, 4.25, 5.5]


def test_predictions_read_back(files):
    told = columns(files["predictions.csv"])
    assert list(told) == ["image", "true", "predicted", *(f"p{n}" for n in range(10))]
    assert told["image"] == [str(n) for n in range(600)]
    assert np.array_equal(np.array(told["true"], int), CONTENTS.labels)
    shares = np.array([told[f"p{n}"] for n in range(10)], np.float32).T
    assert np.array_equal(shares, CONTENTS.probabilities)
    assert np.array_equal(np.array(told["predicted"], int), shares.argmax(1))


def test_confusion_is_scikit_learns(files):
    told = columns(files["confusion.csv"])
    assert told.pop("true") == [str(n) for n in range(10)]
    found = np.array(list(told.values()), int).T
    assert (found == confusion_matrix(CONTENTS.labels, CONTENTS.probabilities.argmax(1), labels=range(10))).all()
    assert list(told) == [f"predicted_{n}" for n in range(10)]


def test_weights_read_back(files):
    with np.load(io.BytesIO(files["weights.npz"]), allow_pickle=False) as found:
        assert list(found) == list(CONTENTS.weights)
        for name, weight in CONTENTS.weights.items():
            assert found[name].dtype == weight.dtype == np.float32
            assert np.array_equal(found[name], weight)


def test_settings_code_and_versions(files):
    assert spec.from_json(files["settings.json"].decode()) == (NETWORK, SETTINGS)
    assert files["settings.json"].count(b"\n") > 20  # to be read
    assert files["code/keras_model.py"].decode() == listings.keras(NETWORK, SETTINGS, weights="weights.npz")
    assert files["code/script.py"].decode() == listings.script(NETWORK, SETTINGS, weights="weights.npz")
    assert files["code/layers_api.py"].decode() == listings.layers_api(NETWORK, SETTINGS)
    notebook = listings.notebook(NETWORK, SETTINGS, weights="weights.npz")
    assert files["code/notebook.ipynb"].decode() == notebook
    told = json.loads(files["versions.json"])
    assert told["python"] == platform.python_version()
    for package in ("tensorflow", "keras", "numpy", "streamlit"):
        assert told[package] == metadata.version(package)


def test_the_versions_told_are_of_the_packages_required():
    required = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    assert set(versions.PACKAGES) <= set(re.findall(r"^[\w-]+", required, re.MULTILINE))


def test_nothing_heavy_is_imported_before_a_bundle_is_packed():
    """The page that packs one runs in the server."""
    program = (
        "import sys; from core.bundle import archive, tables; print(*{name.partition('.')[0] for name in sys.modules})"
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, check=True)
    assert "PIL" in ended.stdout.split()
    assert not {"tensorflow", "keras", "matplotlib", "streamlit", "h5py", "tensorboard"} & set(ended.stdout.split())


# What Keras and TensorBoard open; their own tests are beside this one.


def test_the_files_for_keras_and_tensorboard(files):
    assert files["network.keras"] == keras_file(NETWORK, SETTINGS, CONTENTS.weights) == keras_network(CONTENTS)
    (events,) = (content for name, content in files.items() if name.startswith("tensorboard/"))
    assert events == event_file(CONTENTS)
    assert 'href="network.keras"' in files["report.html"].decode()
    assert 'href="tensorboard/"' in files["report.html"].decode()
    with zipfile.ZipFile(io.BytesIO(pack_events(CONTENTS, "my-run"))) as packed:
        assert packed.namelist() == ["my-run/events.out.tfevents.1790000000.layer-lab"]
        assert packed.read(packed.namelist()[0]) == events


# The pictures, pixel by pixel.

RED, BLUE, WHITE = (178, 24, 43), (33, 102, 172), (255, 255, 255)


def test_red_is_positive_and_blue_negative():
    """Kernels of 2 × 2, each weight 28 × 28 pixels large."""
    kernel = np.zeros((2, 2, 2, 3), np.float32)
    kernel[0, 0, 0, 0], kernel[0, 1, 0, 0], kernel[1, 0, 0, 0] = 0.5, -0.5, 0.25
    kernel[1, 1, 1, 2] = -0.5  # of another input channel
    drawn = np.asarray(bundle_pictures.kernels(kernel))

    def block(row: int, column: int, tile: int) -> set[tuple[int, ...]]:
        top, left = 12 + 28 * row, 12 + 68 * tile + 28 * column
        return {tuple(pixel) for pixel in drawn[top : top + 28, left : left + 28].reshape(-1, 3).tolist()}

    assert block(0, 0, 0) == {RED}
    assert block(0, 1, 0) == {BLUE}
    assert block(1, 0, 0) == {(216, 140, 149)}  # half way from white to red
    assert block(1, 1, 0) == block(0, 0, 1) == block(1, 1, 2) == {WHITE}
    assert tuple(np.asarray(bundle_pictures.kernels(kernel, channel=1))[12 + 28, 12 + 136 + 28]) == BLUE


def test_one_scale_for_all_channels():
    """The largest weight sets it, whichever channel it is in."""
    kernel = np.zeros((1, 1, 2, 2), np.float32)
    kernel[0, 0, 0, 0], kernel[0, 0, 1, 1] = 1, -2
    assert np.asarray(bundle_pictures.kernels(kernel))[40, 40].tolist() == [216, 140, 149]


def test_colours_of_what_is_no_number():
    with np.errstate(all="raise"):
        drawn = colours.signed(np.array([np.nan, np.inf, -np.inf, 0], np.float32), 1.0)
        assert drawn.tolist() == [[255] * 3, list(RED), list(BLUE), [255] * 3]
        assert (colours.signed(np.zeros((2, 2), np.float32), 0.0) == 255).all()
    assert bundle_pictures.peak(np.array([np.nan, np.inf, -3.0])) == 3
    assert bundle_pictures.peak(np.array([np.nan])) == 0


@pytest.mark.parametrize(("size", "count"), [(1, 1), (28, 2), (5, 16), (5, 36), (3, 512), (10, 73), (7, 72)])
def test_any_kernels_fit(size, count):
    drawn = bundle_pictures.kernels(np.full((size, size, 1, count), -0.5, np.float32))
    assert drawn.width <= 900
    assert drawn.height <= 2_000
    assert (np.asarray(drawn) == BLUE).all(2).sum() >= count * size * size  # every weight is drawn


def test_errors_are_the_most_confident_ones(files):
    evaluation = Evaluation(CONTENTS.probabilities, CONTENTS.labels)
    wrong = [n for n in range(600) if CONTENTS.probabilities[n].argmax() != CONTENTS.labels[n]]
    wrong.sort(key=lambda n: (-CONTENTS.probabilities[n].max(), n))
    shown = bundle_pictures.most_confident(evaluation)
    assert len(wrong) > 36
    assert shown.tolist() == wrong[:36]
    drawn = picture(files["pictures/errors.png"])
    for position, number in enumerate(shown):
        left, top = bundle_pictures.error_place(position)
        tile = drawn[top : top + 112, left : left + 112]
        large = Image.fromarray(255 - CONTENTS.images[number, :, :, 0]).resize((112, 112), Image.Resampling.NEAREST)
        assert (tile[1:-1, 1:-1] == np.asarray(large)[1:-1, 1:-1, np.newaxis]).all()
        below = drawn[top + 113 : top + 112 + 38, left : left + 112]
        assert (below < 128).any()  # a caption


# The plots, read back.

SVG = "{http://www.w3.org/2000/svg}"


def part(drawing: Element, name: str) -> Element:
    (found,) = (each for each in drawing.iter() if each.get("id") == name)
    return found


def path(drawing: Element, name: str) -> np.ndarray:
    """The corners of a line, on the paper: (N, 2)."""
    line = part(drawing, name).find(f"{SVG}path")
    corners = re.findall(r"[ML] (\S+) (\S+)", line.get("d")) if line is not None else []
    return np.array(corners, float).reshape(-1, 2)


def scale(drawing: Element, number: int, across: bool) -> tuple[float, float]:
    """Slope and start of an axis, as its own ticks and the numbers beside them say: 1 and 2 are x and y of the accuracy."""
    places, values = [], []
    for tick in part(drawing, f"matplotlib.axis_{number}"):
        mark, label = tick.find(f".//{SVG}use"), tick.find(f".//{SVG}text")
        if tick.get("id", "").startswith(("xtick", "ytick")) and mark is not None and label is not None:
            value = label.text.replace(",", "").replace("\N{MINUS SIGN}", "-")
            values.append(float(value.removesuffix(" %")) / (100 if value.endswith("%") else 1))
            places.append(float(mark.get("x" if across else "y")))
    assert len(places) >= 2
    slope, start = np.polyfit(places, values, 1)
    return float(slope), float(start)


def curve_of(svg: bytes, name: str) -> np.ndarray:
    """A line of the curves as (iteration, value) by the axes' own numbers: (N, 2)."""
    drawing = ElementTree.fromstring(svg)
    (across, left), (up, bottom) = scale(drawing, 3, True), scale(drawing, 4 if name.endswith("loss") else 2, False)
    return path(drawing, name) * (across, up) + (left, bottom)


def style_of(svg: bytes, name: str, kind: str = "stroke") -> str | None:
    """A property of a line or a cell; None where it is the usual one."""
    style = part(ElementTree.fromstring(svg), name).find(f"{SVG}path").get("style")
    found = re.search(rf"(?:^|; ){kind}: ([^;]+)", style)
    return found and found[1]


@pytest.mark.parametrize("count", [2, 7, 120, 400, 401, 5_000])
def test_the_curves_go_where_the_numbers_are(count):
    done = (Validation(0, 1, 10), Validation(count // 2, 7, 10), Validation(count, 9, 10))
    history = history_of(count, done)
    svg = plots.curves(history).content
    curve = history.curve(history.bin_width(400))
    assert len(curve.iteration) <= 400
    for column, name in enumerate(("loss", "accuracy", "smooth_loss", "smooth_accuracy")):
        expected = np.column_stack([curve.iteration, curve.values[:, column]])
        np.testing.assert_allclose(curve_of(svg, name), expected, atol=1e-4 * count)
        np.testing.assert_allclose(curve_of(svg, name)[:, 1], expected[:, 1], atol=1e-5)
    expected = [[each.iteration, each.correct / each.total] for each in done]
    np.testing.assert_allclose(curve_of(svg, "validation"), expected, atol=1e-4 * count)
    colours = {"accuracy": "#0072b2", "loss": "#d55e00", "validation": "#009e73"}  # as on the Train page
    assert {name: style_of(svg, name) for name in colours} == colours
    assert style_of(svg, "smooth_accuracy") == style_of(svg, "accuracy")
    assert style_of(svg, "smooth_loss") == style_of(svg, "loss")
    for name in ("accuracy", "loss"):
        assert float(style_of(svg, name, "stroke-opacity")) < 0.5
        assert style_of(svg, f"smooth_{name}", "stroke-opacity") is None
        assert float(style_of(svg, f"smooth_{name}", "stroke-width")) > 2


def test_a_single_iteration_is_a_mark():
    """A line needs two points."""
    drawing = ElementTree.fromstring(plots.curves(history_of(1)).content)
    for name in ("accuracy", "smooth_accuracy", "loss", "smooth_loss"):
        assert len(part(drawing, name).findall(f".//{SVG}use")) == 1


def test_the_checkpoint_is_a_vertical_line():
    history = history_of(100)
    drawing = ElementTree.fromstring(plots.curves(history, 25).content)
    slope, left = scale(drawing, 3, True)
    for panel in ("accuracy", "loss"):
        line, frame = path(drawing, f"checkpoint_{panel}"), path(drawing, f"panel_{panel}")
        assert line[:, 0] * slope + left == pytest.approx([25, 25], abs=1e-3)
        assert sorted(line[:, 1]) == pytest.approx([frame[:, 1].min(), frame[:, 1].max()])
    assert b"checkpoint" not in plots.curves(history).content


@pytest.mark.parametrize("loss", [0.0, 1e-30, 3e38, np.nan, np.inf])
def test_curves_of_odd_losses(loss):
    rows = np.array([[loss, 0.5, loss, 0.5, 0.1], [1e-3, 0.5, 1e-3, 0.5, 0.2]], np.float32)
    history = History()
    history.join(HistoryPart("k", 0, rows, ()))
    drawing = ElementTree.fromstring(plots.curves(history).content)
    marks, frame = path(drawing, "loss"), path(drawing, "panel_loss")
    assert len(marks) == (2 if np.isfinite(loss) else 1)
    assert (frame.min(0) - 0.01 <= marks).all()
    assert (marks <= frame.max(0) + 0.01).all()


def test_the_confusion_picture_shades_each_cell(files):
    svg = files["pictures/confusion.svg"]
    matrix = Evaluation(CONTENTS.probabilities, CONTENTS.labels).confusion
    shares = matrix / matrix.sum(1, keepdims=True)
    drawing = ElementTree.fromstring(svg)
    middles = np.array(
        [[path(drawing, f"cell-{true}-{predicted}").mean(0) for predicted in range(10)] for true in range(10)]
    )
    assert (np.ptp(middles[:, :, 0], axis=0) < 0.01).all()  # columns
    assert (np.ptp(middles[:, :, 1], axis=1) < 0.01).all()  # rows
    assert (np.diff(middles[0, :, 0]) > 20).all()
    assert (np.diff(middles[:, 0, 1]) > 20).all()
    for true in range(10):
        for predicted in range(10):
            colour = np.array([*bytes.fromhex(style_of(svg, f"cell-{true}-{predicted}", "fill")[1:])])
            share = shares[true, predicted]
            end = np.array((0, 114, 178) if true == predicted else (213, 94, 0))
            strength = 0.08 + 0.85 * (share if true == predicted else share**0.5) if share else 0
            assert np.abs(colour - (255 + (end - 255) * strength)).max() <= 0.51
    told = [each.text for each in drawing.iter(f"{SVG}text") if re.fullmatch(r"\d+", each.text)]
    assert sorted(told, key=int) == sorted(
        [*map(str, matrix.ravel()), *map(str, range(10)), *map(str, range(10))], key=int
    )


def test_the_words_of_a_plot_stay_words_in_any_script():
    """No warning of a letter that Matplotlib's fonts lack, which here would be an error; and nothing is left out."""
    words = {
        "Accuracy": "정확도",
        "Loss": "손실",
        "Iteration": "반복 👍",
        "Predicted class": "예측 <&>",
        "True class": "실제",
    }
    svg = plots.curves(history_of(9), 3, lambda sentence: words.get(str(sentence), str(sentence))).content
    told = [each.text for each in ElementTree.fromstring(svg).iter(f"{SVG}text")]
    assert {"정확도", "손실", "반복 👍"} <= set(told)
    svg = plots.confusion(np.eye(10, dtype=int), lambda sentence: words[str(sentence)]).content
    told = [each.text for each in ElementTree.fromstring(svg).iter(f"{SVG}text")]
    assert {"예측 <&>", "실제"} <= set(told)


def test_plots_drawn_at_once_are_those_drawn_one_after_another():
    """The server draws in as many threads as there are learners who ask."""
    wanted = [plots.curves(history_of(count)) for count in (5, 50, 500)]
    before, found = dict(plots.matplotlib.rcParams), {}

    def draw(place: int, count: int) -> None:
        found[place] = plots.curves(history_of(count))

    threads = [threading.Thread(target=draw, args=(place, count)) for place, count in enumerate((5, 50, 500) * 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [found[place] for place in range(6)] == wanted * 2
    assert dict(plots.matplotlib.rcParams) == before


# The page.


class Page(HTMLParser):
    """Elements in order, each with its attributes and its text; complains where one is not closed."""

    VOID = frozenset({"meta", "img", "br", "hr", "link"})

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[SimpleNamespace] = []
        self.row: list[SimpleNamespace] = []
        self.texts: list[str] = []  # what is read, in order
        self.feed(text)
        self.close()
        assert not self.row, self.row[-1]

    def handle_starttag(self, tag, attrs):
        assert len(dict(attrs)) == len(attrs)
        found = SimpleNamespace(tag=tag, attributes=dict(attrs), text="")
        self.elements.append(found)
        if tag not in self.VOID:
            self.row.append(found)

    def handle_endtag(self, tag):
        assert self.row.pop().tag == tag

    def handle_data(self, data):
        for each in self.row:
            each.text += data
        if data.strip() and self.row[-1].tag != "style":
            self.texts.append(data.strip())

    def all(self, tag: str) -> list[SimpleNamespace]:
        return [each for each in self.elements if each.tag == tag]

    @property
    def text(self) -> str:
        return self.all("main")[0].text


def page_of(contents: Contents) -> Page:
    return Page(opened(contents)["report.html"].decode())


def test_the_page_is_well_formed_and_finds_its_files(files):
    text = files["report.html"].decode()
    page = Page(text)
    assert text.startswith('<!DOCTYPE html>\n<html lang="en">')
    pictures = {each.attributes["src"] for each in page.all("img")}
    links = {each.attributes["href"] for each in page.all("a")}
    assert {name for name in links if name.startswith("http")} == {report.TUTORIAL}
    for name in (pictures | links) - {report.TUTORIAL, *FOLDERS}:
        assert name in files
    named = pictures | links
    assert {name for name in files if name not in named and not name.startswith("tensorboard/")} == {"report.html"}
    assert all(each.attributes["alt"].strip() for each in page.all("img"))
    assert not page.all("script")
    assert not re.search(r"\bon\w+=|javascript:|@import|url\(", text)


def test_the_page_says_what_the_network_is_and_how_well_it_does(files):
    page = Page(files["report.html"].decode())
    accuracy = Evaluation(CONTENTS.probabilities, CONTENTS.labels)
    assert page.all("h1")[0].text == page.all("title")[0].text == "Run <b>&\"'"
    text = page.text.replace("\N{NO-BREAK SPACE}", " ")
    assert f"At iteration 120 the network classifies {accuracy.correct} of 600 test images correctly" in text
    assert f"{sum(part.parameters for part in spec.summary(NETWORK)):,} parameters" in text
    assert "Convolution 3 × 3, 6 filters, stride 1, padding same, tanh" in text
    assert "tutorial: 16 filters, kernel 5 × 5, ReLU" in text
    assert "not in the tutorial" in text
    assert "Left out, compared with the tutorial: Max-pooling 2 × 2, stride 2." in text
    assert "tutorial: Adam" in text
    interval = binomtest(412, 600).proportion_ci(method="wilson")
    assert f"68.7 % ({100 * interval.low:.1f}–{100 * interval.high:.1f})" in text
    assert "100.0 % (99.4–100.0)" in text
    assert len([each for each in page.all("img") if each.attributes["src"] == "pictures/errors.png"]) == 36
    cells = [each.text for each in page.all("td") if "background" in each.attributes.get("style", "")]
    assert [0 if cell == "·" else int(cell) for cell in cells] == accuracy.confusion.ravel().tolist()


def test_the_tutorials_network_has_no_differences():
    network = spec.tutorial()
    page = page_of(contents_of(network=network, weights=first_weights(network, 0), settings=TrainingSpec(seed=3)))
    assert "This is the tutorial's network." in page.text
    assert "What differs" not in page.text
    assert "tutorial:" not in page.text


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("\"><img src=x onerror=alert(1)>", "\"><img src=x onerror=alert(1)>"),
        ("</title></h1><script>", "</title></h1><script>"),
        ("&lt;b&gt; &amp;", "&lt;b&gt; &amp;"),
        ("나의 첫 신경망 🙂", "나의 첫 신경망 🙂"),
        ("a\0b\x1bc\nd\u202ee\ud800f", "a b c d e f"),
        ("  ", "A network trained on MNIST"),
        ("x" * 10_000, "x" * 10_000),
        ("{iteration} %s", "{iteration} %s"),
        ("{{7*7}} {% raw %} {# x #}", "{{7*7}} {% raw %} {# x #}"),
    ],
)  # fmt: skip
def test_a_name_is_only_a_name(name, shown):
    page = page_of(contents_of(name=name, probabilities=None))
    assert page.all("h1")[0].text == page.all("title")[0].text == shown
    assert not page.all("script")
    assert {each.attributes["src"].partition("/")[0] for each in page.all("img")} == {"pictures"}


# Every kind of run, and every word.

RIGHT = np.eye(10, dtype=np.float32)[CONTENTS.labels]
FEW_WRONG = np.concatenate([np.roll(RIGHT[:3], 1, axis=1), RIGHT[3:]])
LINEAR = NetworkSpec()
KINDS = {
    "all": CONTENTS,
    "fresh": contents_of(network=LINEAR, iteration=0, history=History(), results=(), probabilities=None),
    "untested": contents_of(iteration=77, probabilities=None),
    "tested elsewhere": contents_of(iteration=100, probabilities=None),
    "checkpoint": contents_of(iteration=50, origin=(3, 20)),
    "all right": contents_of(probabilities=RIGHT),
    "few wrong": contents_of(probabilities=FEW_WRONG),
    "tutorial": contents_of(network=spec.tutorial()),
    "twelve layers": contents_of(network=NetworkSpec((Conv(2, 3, activation="none"), Pool("max", 2, 1)) * 4 + (Dense(4, "none"), Dropout(0.1)) * 2)),
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_run_packs(kind):
    found = opened(KINDS[kind])
    page = Page(found["report.html"].decode())
    named = {each.attributes.get("src") or each.attributes.get("href") for each in [*page.all("img"), *page.all("a")]}
    events = {name for name in found if name.startswith("tensorboard/")}
    assert len(events) == 1
    assert named - {report.TUTORIAL, *FOLDERS} == set(found) - {"report.html"} - events
    assert ("predictions.csv" in found) == (KINDS[kind].probabilities is not None)
    for name, content in found.items():
        if name.endswith(".png"):
            picture(content)
        if name.endswith(".svg"):
            assert ElementTree.fromstring(content).tag == f"{SVG}svg"


def test_what_the_kinds_of_runs_say():
    pages = {kind: page_of(contents) for kind, contents in KINDS.items()}
    assert "it was not tested there" in pages["fresh"].text
    assert "initial weights, drawn at random" in pages["fresh"].text
    assert "This network has not been tested." in pages["fresh"].text
    assert "At iteration 100 the network classifies 412 of 600" in pages["tested elsewhere"].text
    assert "it was not tested there" in pages["untested"].text
    assert "forked from run 3 at iteration 20" in pages["checkpoint"].text
    assert "The vertical line marks iteration 50" in pages["checkpoint"].text
    assert "vertical" not in pages["all"].text
    assert "bit for bit" in pages["all"].text
    assert "bit for bit" not in pages["checkpoint"].text  # its seed alone does not give a fork
    assert "all 600 test images are classified correctly." in pages["all right"].text
    assert "3 of 600 test images. Those with" in pages["few wrong"].text


# What is neither a number nor a name goes through ``say``.
NAMES = {
    *(part.name for contents in KINDS.values() for part in spec.summary(contents.network)),
    *(str(each.word) for each in ACTIVATIONS.values()), *(each.word for each in OPTIMIZERS.values()), *spec.PRECISIONS,
    "TensorFlow Tutorial #03-B, Layers API",
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_every_word_can_be_translated(kind):
    found = opened(replace(KINDS[kind], name=""), lambda sentence: f"⟦{sentence}⟧")
    page = Page(found["report.html"].decode())
    texts = [*page.texts, *(each.attributes["alt"] for each in page.all("img")), page.all("html")[0].attributes["lang"]]
    for name, content in found.items():
        if name.endswith(".svg"):
            texts += [each.text for each in ElementTree.fromstring(content).iter(f"{SVG}text")]
    for text in texts:
        bare = text
        while "⟦" in bare:
            bare, inner = re.subn(r"⟦[^⟦⟧]*⟧", "", bare)
            assert inner, text
        bare = bare.strip(" ,;:\n")
        assert bare in NAMES or bare in found or bare in FOLDERS or not re.search(r"[^\W\d_]", bare), text
    assert "⟦en⟧" in texts


def test_numbers_that_are_none():
    """A network whose numbers have outgrown themselves is told as it is."""
    probabilities = CONTENTS.probabilities.copy()
    probabilities[:5] = np.nan
    weights = {name: np.full_like(weight, np.inf) for name, weight in CONTENTS.weights.items()}
    found = opened(contents_of(probabilities=probabilities, weights=weights))
    assert columns(found["predictions.csv"])["p3"][:6].count("nan") == 5
    with np.load(io.BytesIO(found["weights.npz"]), allow_pickle=False) as read:
        assert np.isinf(read["conv1/kernel"]).all()


def test_a_design_that_cannot_be_is_refused():
    with pytest.raises(spec.SpecError):
        pack(contents_of(settings=TrainingSpec(batch_size=0)))

"""Look inside: what each layer makes of two images, and one pixel worked through by hand."""

from __future__ import annotations

from functools import cache

from core import anatomy, spec
from core.data import mnist
from core.inspection.switched_off import can_switch
from core.layers.arithmetic import LINES, PATCH
from core.layers.precision import BFLOAT16, FLOAT32
from dashboard import session
from dashboard.components.lens.lens import LensLayer, lens
from dashboard.components.shown_network import ShownNetwork
from dashboard.i18n import Text
from dashboard.shared.page import open_page


def show() -> None:
    _ = session.current_text()
    snapshot = open_page(_("Look inside"))
    network, settings = session.design()
    shown = ShownNetwork(snapshot and snapshot.run_id, session.checkpoint(), spec.to_json(network, settings))
    lens(shown, _layers(network, _), _digits(), session.look_asked(), _labels(_), session.language())


@cache
def _digits() -> str:
    return "".join(map(str, mnist().test.labels.tolist()))


def _layers(network: spec.NetworkSpec, _: Text) -> list[LensLayer]:
    """Those with something to look at, in order."""
    found: list[LensLayer] = []
    for part in spec.summary(network):
        layer = part.layer
        if layer.passes_on:
            continue
        pooled = anatomy.pooled_from(network, part.name)
        found.append(
            LensLayer(
                part.name,
                _.say(layer.kind_name),
                part.output_shape,
                can_switch(part),
                inputs=part.input_shape[-1] if layer.has_kernels else None,
                by_hand=layer.by_hand if pooled is None else None,
                stride=pooled and pooled.stride,
                pools=pooled and pooled.layer,
            )
        )
    return found


def _labels(_: Text) -> dict[str, object]:
    return {
        "sides": [_("Left image"), _("Right image")],
        "number": _("Test image"), "previous": _("Previous image"), "next": _("Next image"),
        "random": _("Random"), "random_help": _("A random test image"), "class": _("Next"), "any": _("digit …"),
        "test_image": _("Test image {number}: true class {true}"), "drawn": _("Your own image"),
        "says": _("The network says {predicted} (softmax {value})."),
        "with_all": _("With nothing switched off: {predicted} (softmax {value})."),
        "bars": _("{side}: softmax value and logit of each class"),
        "bars_key": _("Above each digit is its softmax value, below it its logit. The true class is underlined."),
        "checkpoints": _("The answer at each checkpoint"),
        "checkpoints_help": _("What the network answered at each checkpoint, as high as its softmax value: blue is right, orange is wrong. Click a checkpoint to go there."),
        "checkpoint": _("At iteration {iteration}: {digit} (softmax {value})"), "live": _("Live"),
        "for_good": _("From iteration {iteration} to the last checkpoint the answer is {digit} (at iteration {before} it was {other})."),
        "same_always": _("The answer is {digit} at every checkpoint."),
        "since": _("Since iteration {iteration} the answer has been {digit} (at iteration {before} it was {other})."),
        "same_so_far": _("So far the answer is {digit} at every checkpoint."),
        "iteration_head": _("Iteration"), "answer_head": _("{side}: answer"), "share_head": _("{side}: its softmax value"),
        "table": _("Table"), "csv": _("Download as CSV"),
        "layers": _("Layers"), "kernels": _("Kernels"), "maps": _("Output of the layer (feature maps)"),
        "values": _("Output of the layer"), "switches": _("Switch filters off"),
        "switches_units": _("Switch units off"),
        "switches_help": _("Whatever you switch off outputs zero. Watch how the answers change, and what it costs on the test set."),
        "channel": _("Input channel {channel} (0 to {last})"),
        "kernels_scale": _("All kernels of {layer} share one scale: red is positive, blue is negative, white is zero."),
        "kernels_alt": _("{layer}: the kernels for input channel {channel}, {filters} in all; the scale ends at ± {peak}."),
        "maps_alt": _("{layer}, {side}: the feature maps, {filters} in all; the scale ends at {peak}."),
        "maps_keys": _("The arrow keys move from pixel to pixel, Page Up and Page Down from map to map; Enter works through the pixel."),
        "pictures_keys": _("The arrow keys move from picture to picture; Enter chooses one."),
        "save": _("Save as a picture (PNG)"),
        "scales": _("Scale of the pictures"), "one": _("Shared scale"), "own": _("Separate scales"),
        "one_help": _("Pictures of one kind share a scale: the same shade is the same value."),
        "own_help": _("Each picture has its own scale, with its largest and its least value below it. Shades of two pictures cannot be compared."),
        "range": _("{low} to {high}"), "values_range": _("values {low} to {high}"),
        "one_scale": _("One scale for all outputs of this layer, for both images."),
        "own_scale": _("Each feature map has its own scale: its largest value is the darkest. The shades do not tell which map is stronger."),
        "kernels_own": _("Each kernel of {layer} has its own scale: red is positive, blue is negative, white is zero."),
        "turn_off": _("Switch {number} off"), "turn_on": _("Switch {number} on"), "all_on": _("Switch all on"),
        "measuring": _("Testing with and without them …"),
        "ablation": _("Test accuracy at iteration {iteration}: {before} with everything on, {after} with these switched off ({correct} and {without} of {total} correct)."),
        "point": _("Point at a feature map, or use the arrow keys in it, to read a value; click or press Enter to work through that pixel."),
        "answer": _("{side}: {predicted} (softmax {value})."),
        "answer_before": _("{side}: {predicted} (softmax {value}); with nothing switched off {before} ({all})."),
        "own_map": _("Feature map {filter} (largest {peak}). Click a pixel:"),
        "pointed": _("Filter {filter}, row {row}, column {column}: {value}"),
        "at": _("At iteration {iteration}."), "untrained": _("Not trained yet: these are the initial weights, drawn at random."),
        "offline": _("The server is not responding; trying again."),
        "ways": {
            PATCH: {
                "title": _("One output pixel worked out by hand"),
                "help": _("Choose a pixel with the sliders, or click one in a feature map. The kernel is laid over a patch of the layer's input; each number is multiplied by the weight on top of it, and all products are added up."),
            },
            LINES: {
                "title": _("One output value worked out by hand"),
                "help": _("Choose a value with the sliders, or click one in the layer's output above. Each line is one step of the calculation."),
            },
        },
        "filter": _("Filter"), "unit": _("Unit"), "row": _("Row"), "column": _("Column"), "work_on": _("Work through: {side}"),
        "patch": _("Input patch"), "kernel": _("Kernel"), "products": _("Products"),
        "stack": _("{what}; input channels: {channels}; the scale ends at {peak}"),
        "of_channel": _("The numbers for input channel {channel} (click another one above):"),
        "products_sum": _("Sum of the products"), "channel_sum": _("Sum of channel {channel}"),
        "channels_sum": _("Sum of all {channels} channels"), "with_bias": _("Sum + bias"), "activation": _("Activation"),
        "functions": {"relu": "ReLU", "sigmoid": "sigmoid", "tanh": "tanh", "elu": "ELU", "leaky_relu": "leaky ReLU", "none": "identity"},
        "network": _("The network's own value"), "same": _("the same"),
        "rounded": {BFLOAT16: _("bfloat16 keeps only 8 bits, so the network's last digits differ"), FLOAT32: _("float32 keeps about 7 digits, so the network's last digits differ")},
        "switched_off": _("switched off, so the network outputs zero here"),
        "source_map": _("Feature map {filter} of {layer}: its {rows} × {columns} values ({low} to {high}) become one."),
        "source_image": _("The image: its {rows} × {columns} values ({low} to {high}) become one."),
        "pooling": _("{layer}, row {row}, column {column}, covers"),
        "taken": _("and takes the largest value: {value}, at row {row}, column {column}."),
        "averaged": _("and outputs their mean: {value}."),
    }  # fmt: skip


show()

"""Look inside: what each layer makes of two images, and one pixel worked through by hand."""

from __future__ import annotations

from functools import cache

from core import spec
from core.data import mnist
from core.inspection.switched_off import can_switch
from core.spec import Conv, Pool
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
    convolution = None
    for part in spec.summary(network):
        layer = part.layer
        if layer.passes_on:
            continue
        stride, pools = (layer.stride, convolution) if isinstance(layer, Pool) else (None, None)
        convolution = part.name if isinstance(layer, Conv) else None
        found.append(
            LensLayer(
                part.name,
                _.say(layer.kind_name),
                part.output_shape,
                can_switch(part),
                inputs=part.input_shape[-1] if isinstance(layer, Conv) else None,
                stride=stride,
                pools=pools,
            )
        )
    return found


def _labels(_: Text) -> dict[str, object]:
    return {
        "sides": [_("Left image"), _("Right image")],
        "number": _("Test image"), "previous": _("Previous image"), "next": _("Next image"),
        "random": _("Random"), "random_help": _("Any test image"), "class": _("Next"), "any": _("digit …"),
        "test_image": _("Test image {number}: a {true}"), "drawn": _("Your own image"),
        "says": _("The network says {predicted} and is {percent} sure."),
        "with_all": _("With nothing switched off: {predicted}, {percent} sure."),
        "bars": _("{side}: probability and logit of each class"),
        "bars_key": _("Above each digit its probability (softmax), below its logit; the true one is underlined."),
        "checkpoints": _("Over the checkpoints"),
        "checkpoints_help": _("What the network said at each checkpoint of its training, and how sure it was: blue is right, orange is wrong. Click one to go there."),
        "checkpoint": _("After {iteration} iterations: {digit}, {percent} sure"), "live": _("Live"),
        "for_good": _("From iteration {iteration} on the answer is {digit} for good (at iteration {before} it was {other})."),
        "same_always": _("The answer was {digit} from the first checkpoint on."),
        "since": _("Since iteration {iteration} the answer has been {digit} so far (at iteration {before} it was {other})."),
        "same_so_far": _("So far the answer has been {digit} from the first checkpoint on."),
        "layers": _("Layers"), "kernels": _("Kernels"), "maps": _("What the layer puts out (feature maps)"),
        "values": _("What the layer puts out"), "biases": _("Biases"), "switches": _("Switch filters off"),
        "switches_units": _("Switch units off"),
        "switches_help": _("What is switched off puts out zero: watch the answers above, and what it costs on the test set."),
        "channel": _("Input channel {channel} (0 to {last})"),
        "kernels_scale": _("One scale for all kernels of {layer}: red is positive, blue negative, white is zero."),
        "kernels_alt": _("{layer}: the {filters} kernels for input channel {channel}; the scale ends at ± {peak}."),
        "maps_alt": _("{layer}, {side}: {filters} feature maps; the scale ends at {peak}."),
        "save": _("Save these as a picture (PNG)"),
        "one": _("One scale"), "own": _("Each on its own"),
        "one_scale": _("One scale for everything that this layer puts out, for both images."),
        "own_scale": _("Each feature map on its own scale: its largest value is the darkest. Brightness says nothing about which map is stronger."),
        "turn_off": _("Switch {number} off"), "turn_on": _("Switch {number} on"), "all_on": _("All on again"),
        "measuring": _("Testing with and without them …"),
        "ablation": _("Test accuracy after {iteration} iterations: {before} with everything on, {after} without what is switched off ({correct} and {without} of {total})."),
        "point": _("Point at a feature map to read a value; click to work that pixel through."),
        "pointed": _("Filter {filter}, row {row}, column {column}: {value}"),
        "at": _("After {iteration} iterations."), "untrained": _("Not trained yet: these are the first weights, drawn at random."),
        "offline": _("The server does not answer; trying again."),
        "hand": _("One output pixel by hand"),
        "hand_help": _("Choose a pixel with the sliders, or click one in a feature map. The kernel lies on a patch of the layer's input; each number is multiplied by the weight on it, and all are added up."),
        "filter": _("Filter"), "row": _("Row"), "column": _("Column"), "work_on": _("Work on: {side}"),
        "patch": _("Input patch"), "kernel": _("Kernel"), "products": _("Products"), "largest": _("largest {peak}"),
        "stack": _("{what}, {channels} input channels; the scale ends at {peak}"),
        "of_channel": _("In numbers, for input channel {channel} (click another above):"),
        "products_sum": _("Sum of the products"), "channel_sum": _("Sum of channel {channel}"),
        "channels_sum": _("Sum of all {channels} channels"), "with_bias": _("Sum + bias"), "activation": _("Activation"),
        "functions": {"relu": "ReLU", "sigmoid": "sigmoid", "tanh": "tanh", "elu": "ELU", "leaky_relu": "leaky ReLU", "none": "identity"},
        "network": _("The network's own value"), "same": _("the same"), "rounded": _("bfloat16 keeps 8 bits, so the network's last digits differ"),
        "pooling": _("{layer}, row {row}, column {column}, looks at"),
        "taken": _("and takes the largest: {value}, at row {row}, column {column}."),
        "averaged": _("and puts out their mean: {value}."),
    }  # fmt: skip


show()

import {
  choiceAsked,
  choiceOfOutput,
  fitted,
  isOfNetwork,
  nameOf,
  strongestOf,
  wishFor,
} from "../../../dashboard/components/lens/choice.js";
import { switched } from "../../../dashboard/components/lens/switches.js";
import { valueAt } from "../../../dashboard/components/lens/feature_maps.js";
import { extremesOf, peakOf, rangeText, scaled } from "../../../dashboard/components/lens/scale.js";
import { equal, test } from "./testing.js";

/** @import { Chosen, LensData, LensLayer } from "../../../dashboard/components/lens/data.d.ts" */

/**
 * @param {string} name
 * @param {number[]} shape
 * @param {Partial<LensLayer>} [own]
 * @returns {LensLayer}
 */
function layer(name, shape, own = {}) {
  return { name, title: name, shape, switchable: true, inputs: null, by_hand: null, stride: null, pools: null, ...own };
}

const DATA = /** @type {LensData} */ ({
  run: "r1",
  at: null,
  design: "{}",
  layers: [
    layer("conv1", [28, 28, 16], { inputs: 1, by_hand: "patch" }),
    layer("pool1", [14, 14, 16], { switchable: false, stride: 2, pools: "conv1" }),
    layer("conv2", [14, 14, 36], { inputs: 16, by_hand: "patch" }),
    layer("fc1", [128]),
  ],
  digits: "7210",
  asked: null,
  language: "en",
});

/** @type {Chosen} */
const CHOSEN = {
  images: [{ test: 0 }, { test: 13 }],
  layer: "conv2",
  channel: 5,
  filter: 30,
  row: 12,
  column: 3,
  image: 0,
  given: false,
  own: false,
  off: { conv1: [2], fc1: [100] },
};

test("what fits stays as it is", () => {
  equal(fitted(CHOSEN, DATA), CHOSEN);
});

test("in another network the nearest is chosen that there is", () => {
  const smaller = {
    ...DATA,
    layers: [layer("conv1", [10, 10, 4], { inputs: 1, by_hand: "patch" }), layer("fc1", [50])],
  };
  const found = fitted(CHOSEN, smaller);
  equal([found.layer, found.channel, found.filter, found.row, found.column], ["conv1", 0, 3, 9, 3]);
  equal(found.off, { conv1: [2] });
});

test("a layer without maps has one row and column", () => {
  const found = fitted({ ...CHOSEN, layer: "fc1", filter: 200 }, DATA);
  equal([found.filter, found.row, found.column], [127, 0, 0]);
});

test("what another page asks for is an image, and perhaps a layer and one of its outputs", () => {
  const asked = { id: "1", image: { test: 7 }, layer: null, place: null }, images = [{ test: 7 }, { test: 13 }];
  equal(choiceAsked(CHOSEN, asked), { images, image: 0 });
  equal(choiceAsked(CHOSEN, { ...asked, layer: "conv1" }), { images, image: 0, layer: "conv1" });
  equal(choiceAsked(CHOSEN, { ...asked, layer: "conv1", place: { filter: 2, row: 4, column: 5 } }), {
    images,
    image: 0,
    layer: "conv1",
    filter: 2,
    row: 4,
    column: 5,
    given: true,
  });
});

test("an output is worked through where the layer has kernels", () => {
  equal(wishFor(DATA, CHOSEN, 100), {
    run: "r1",
    at: 100,
    images: CHOSEN.images,
    off: CHOSEN.off,
    layer: "conv2",
    channel: 5,
    lang: "en",
    work: { image: 0, layer: "conv2", filter: 30, row: 12, column: 3 },
  });
  equal(wishFor(DATA, { ...CHOSEN, layer: "pool1" }, null).work, null);
});

test("a unit is worked through where the layer says so", () => {
  const data = { ...DATA, layers: [...DATA.layers, layer("gpool1", [36], { by_hand: "lines" })] };
  const chosen = fitted({ ...CHOSEN, layer: "gpool1" }, data);
  equal(wishFor(data, chosen, null).work, { image: 0, layer: "gpool1", filter: 30, row: 0, column: 0 });
});

test("before the first training the design is asked", () => {
  const { run, at, design } = wishFor({ ...DATA, run: null }, CHOSEN, null);
  equal([run, at, design], [undefined, undefined, "{}"]);
});

test("an answer of another network is told apart", () => {
  equal([
    isOfNetwork(DATA, { run: "r1", images: [], lang: "en" }),
    isOfNetwork(DATA, { run: "r2", images: [], lang: "en" }),
  ], [
    true,
    false,
  ]);
});

test("wishes that look the same have the same name", () => {
  const wish = wishFor(DATA, CHOSEN, null);
  equal(nameOf(wish), nameOf({ ...wish, lang: "ko" }));
  equal(nameOf(wish) === nameOf({ ...wish, channel: 4 }), false);
});

test("a click on an output works it through", () => {
  equal(choiceOfOutput(DATA, CHOSEN, 1, { tile: 3, row: 5, column: 7 }), { filter: 3, row: 5, column: 7, image: 1 });
});

test("a click on a pooled output leads to what it was taken from", () => {
  const place = { tile: 3, row: 5, column: 7 };
  equal(choiceOfOutput(DATA, { ...CHOSEN, layer: "pool1" }, 1, place), {
    layer: "conv1",
    filter: 3,
    row: 10,
    column: 14,
    image: 1,
  });
  equal(choiceOfOutput(DATA, { ...CHOSEN, layer: "fc1" }, 1, place), null);
});

test("a switch turns one filter off, and on again", () => {
  const off = switched({ conv1: [2] }, "conv1", 5);
  equal([off, switched(off, "conv1", 2), switched({}, "fc1", 0)], [{ conv1: [2, 5] }, { conv1: [5] }, { fc1: [0] }]);
});

test("a value is found in its map", () => {
  const values = Float32Array.from({ length: 2 * 3 * 4 }, (_, at) => at); // 4 maps of 2 × 3
  equal(valueAt(values, [2, 3, 4], { tile: 2, row: 1, column: 2 }), 2 * 6 + 1 * 3 + 2);
});

test("each picture on its own scale ends at its own largest value, and says its least and its largest", () => {
  const { peakOf: ends, captions } = scaled(Float32Array.of(1, -3, 0, 0, 2, 0.5), 3, true, 9);
  equal([0, 1, 2].map(ends), [3, 0, 2]);
  equal(captions, [["1.00", "−3.00"], ["0", "0"], ["2.00", "0.50"]]);
});

test("on a shared scale all end where it ends, and nothing stands below them", () => {
  const { peakOf: ends, captions } = scaled(Float32Array.of(1, -3, 0, 0), 2, false, 9);
  equal([0, 1].map(ends), [9, 9]);
  equal(captions, undefined);
});

test("the scale in numbers", () => {
  const extremes = extremesOf([0.25, -1.5, 12]);
  equal([extremes, peakOf(extremes), peakOf({ low: -2, high: 1 })], [{ low: -1.5, high: 12 }, 12, 2]);
  equal(rangeText("{low} to {high}", extremes), "−1.500 to 12.00");
  equal(extremesOf([]), { low: 0, high: 0 });
});

test("the strongest output is the first of the largest, wherever it lies", () => {
  const maps = Float32Array.of(0, 1, 2, 3, 0, 9, -4, 9); // two maps of 2 × 2
  equal(strongestOf(maps, [2, 2, 2]), { filter: 1, row: 0, column: 1 });
  equal(strongestOf(Float32Array.of(0.5, -1, 0.75), [3]), { filter: 2, row: 0, column: 0 });
});

test("of a layer that puts out nothing no output is the strongest", () => {
  equal(strongestOf(new Float32Array(8), [2, 2, 2]), null);
  equal(strongestOf(Float32Array.of(-1, -2), [2]), null);
});

import { base64Of } from "../../../dashboard/components/browser/base64.js";
import { channelOf, channelsFirst, factorsOf, linesOf } from "../../../dashboard/components/lens/arithmetic.js";
import { stepsOf } from "../../../dashboard/components/lens/worked_lines.js";
import { equal, near, test } from "./testing.js";

/** @import { WorkedLines, WorkedPatch } from "../../../dashboard/components/browser/server.d.ts" */
/** @import { HandLabels } from "../../../dashboard/components/lens/data.d.ts" */

const LABELS = /** @type {HandLabels} */ (/** @type {unknown} */ ({
  products_sum: "Sum",
  channel_sum: "Sum of channel {channel}",
  channels_sum: "Sum of all {channels}",
  with_bias: "Sum + bias",
  activation: "Activation",
  functions: { relu: "ReLU" },
  network: "Network",
  same: "the same",
  rounded: { bfloat16: "rounded", float32: "other digits" },
  switched_off: "off",
}));

/** @param {number[]} values */
function packed(values) {
  return base64Of(new Uint8Array(Float32Array.from(values).buffer));
}

/**
 * @param {number[]} patch Row, column, channel.
 * @param {number[]} kernel
 * @param {number} size
 * @param {number} channels
 * @returns {WorkedPatch}
 */
function worked(patch, kernel, size, channels) {
  const sum = patch.reduce((all, value, at) => all + value * kernel[at], 0) + 0.5;
  return {
    way: "patch",
    precision: "bfloat16",
    image: 0,
    layer: "conv1",
    filter: 0,
    row: 0,
    column: 0,
    shape: [size, size, channels],
    patch: packed(patch),
    kernel: packed(kernel),
    inside: patch.map(() => true),
    bias: 0.5,
    sum,
    function: "relu",
    activation: Math.max(0, sum),
    own: Math.max(0, sum),
    pooled: null,
    window: null,
  };
}

test("channels are turned to the front", () => {
  // two rows, one column, three channels
  equal(channelsFirst(Float32Array.of(1, 2, 3, 4, 5, 6), 3), [1, 4, 2, 5, 3, 6]);
});

test("a channel is a part of its values", () => {
  equal(channelOf(Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8), 2, 1), [5, 6, 7, 8]);
});

test("products are patch times kernel", () => {
  const { products, size, channels } = factorsOf(worked([1, 2, 3, 4], [2, 0, -1, 0.5], 2, 1));
  equal([products, size, channels], [[2, 0, -3, 2], 2, 1]);
});

test("one channel is written out to the network's own value", () => {
  const work = worked([1, 0, 0, 0.5], [0.25, 1, 1, -0.5], 2, 1);
  equal(linesOf(work, factorsOf(work), 0, false, LABELS), [
    { label: "Sum", text: "1.00 · 0.25 + 0 · 1.00 + 0 · 1.00 + 0.50 · (−0.50) = 0" },
    { label: "Sum + bias", text: "0 + 0.5000 = 0.5000" },
    { label: "Activation", text: "ReLU(0.5000) = 0.5000" },
    { label: "Network", text: "0.5000", remark: "the same" },
  ]);
});

test("of several channels one is written out, then all sums", () => {
  // one pixel, two channels: 2 · 3 and 4 · (−1)
  const work = worked([2, 4], [3, -1], 1, 2), lines = linesOf(work, factorsOf(work), 1, false, LABELS);
  equal(lines.slice(0, 3), [
    { label: "Sum of channel 1", text: "4.00 · (−1.00) = −4.0000" },
    { label: "Sum of all 2", text: "6.0000 + (−4.0000) = 2.0000" },
    { label: "Sum + bias", text: "2.0000 + 0.5000 = 2.5000" },
  ]);
});

test("of many products thirty are written out", () => {
  const many = Array.from({ length: 49 }, () => 1), work = worked(many, many, 7, 1);
  const [{ text }] = linesOf(work, factorsOf(work), 0, false, LABELS);
  equal((text.match(/·/g) ?? []).length, 30);
  equal(text.endsWith(" + … = 49.0000"), true);
});

test("where the network's value is another one, that is said", () => {
  const work = { ...worked([1], [1], 1, 1), own: 1.5001 };
  near(work.activation, 1.5);
  equal(linesOf(work, factorsOf(work), 0, false, LABELS).at(-1)?.remark, "rounded");
  equal(linesOf({ ...work, own: 1.50001 }, factorsOf(work), 0, false, LABELS).at(-1)?.remark, "the same");
  const near_a_half = linesOf({ ...work, own: 1.500051 }, factorsOf(work), 0, false, LABELS).at(-1);
  equal(near_a_half, { label: "Network", text: "1.5001", remark: "rounded" });
});

/** @type {WorkedLines} */
const LINES = {
  way: "lines",
  precision: "float32",
  image: 0,
  layer: "gpool1",
  filter: 3,
  row: 0,
  column: 0,
  lines: [{ label: "Divided", text: "3.0000 / 4 = 0.7500" }],
  value: 0.75,
  own: 0.75,
  source: "conv1",
  map: null,
  taken: null,
};

test("below the server's lines stands the network's own value", () => {
  equal(stepsOf(LINES, false, LABELS), [
    { label: "Divided", text: "3.0000 / 4 = 0.7500" },
    { label: "Network", text: "0.7500", remark: "the same" },
  ]);
});

test("what reads the same is the same; else the precision says why, or the switch", () => {
  equal(stepsOf({ ...LINES, own: 0.75002 }, false, LABELS).at(-1)?.remark, "the same");
  equal(stepsOf({ ...LINES, own: 0.7511 }, false, LABELS).at(-1)?.remark, "other digits");
  equal(stepsOf({ ...LINES, own: 0.7511, precision: "bfloat16" }, false, LABELS).at(-1)?.remark, "rounded");
  equal(stepsOf({ ...LINES, own: 0 }, true, LABELS).at(-1), { label: "Network", text: "0", remark: "off" });
});

// One output of a convolution as arithmetic: patch × kernel = products, their sums, + bias, the activation.

import { floatsOf } from "../browser/base64.js";
import { decimalsFor, fixed, largest, range } from "../browser/numbers.js";
import { filled } from "../browser/wording.js";

/** @import { WorkedOutput, WorkedPatch } from "../browser/server.d.ts" */
/** @import { HandLabels } from "./data.d.ts" */

/**
 * Channel after channel, each `size` × `size` numbers.
 * @typedef {object} Factors
 * @property {number} size
 * @property {number} channels
 * @property {Float32Array} patch
 * @property {Float32Array} kernel
 * @property {Float32Array} products
 */

/** @typedef {{ label: string, text: string, remark?: string }} Line */

const SHOWN_TERMS = 30, SHOWN_SUMS = 48;
const LEAST_DECIMALS = 4;

/**
 * (rows, columns, channels) → channel after channel
 * @param {Float32Array} values
 * @param {number} channels
 */
export function channelsFirst(values, channels) {
  const turned = new Float32Array(values.length), cells = values.length / channels;
  for (let at = 0; at < cells; at++) {
    for (let channel = 0; channel < channels; channel++) turned[channel * cells + at] = values[at * channels + channel];
  }
  return turned;
}

/**
 * @param {WorkedPatch} work
 * @returns {Factors}
 */
export function factorsOf({ shape: [size, , channels], patch: patch64, kernel: kernel64 }) {
  const patch = channelsFirst(floatsOf(patch64), channels), kernel = channelsFirst(floatsOf(kernel64), channels);
  return { size, channels, patch, kernel, products: patch.map((value, at) => value * kernel[at]) };
}

/**
 * The numbers of one channel.
 * @param {Float32Array} values
 * @param {number} size
 * @param {number} channel
 */
export function channelOf(values, size, channel) {
  return values.subarray(channel * size * size, (channel + 1) * size * size);
}

/**
 * As it stands in a sum or a product.
 * @param {number} value
 * @param {number} decimals
 */
function bracketed(value, decimals) {
  return value < 0 ? `(${fixed(value, decimals)})` : fixed(value, decimals);
}

/**
 * The products of one channel written out.
 * @param {Factors} factors
 * @param {number} channel
 */
function termsOf({ size, patch, kernel }, channel) {
  const patch_decimals = decimalsFor(largest(patch)), kernel_decimals = decimalsFor(largest(kernel));
  const inputs = channelOf(patch, size, channel), weights = channelOf(kernel, size, channel);
  const terms = [...inputs.subarray(0, SHOWN_TERMS)].map((value, at) =>
    `${fixed(value, patch_decimals)} · ${bracketed(weights[at], kernel_decimals)}`
  );
  return `${terms.join(" + ")}${inputs.length > SHOWN_TERMS ? " + …" : ""}`;
}

/**
 * @param {number[]} sums
 * @param {number} decimals
 */
function sumsText(sums, decimals) {
  const shown = sums.slice(0, SHOWN_SUMS).map((sum) => bracketed(sum, decimals)).join(" + ");
  return `${shown}${sums.length > SHOWN_SUMS ? " + …" : ""}`;
}

/**
 * The network's own value, and why it may be another one.
 * @param {WorkedOutput} work
 * @param {number} value What it was worked out to be.
 * @param {(value: number) => string} written
 * @param {boolean} off Whether the filter or unit is switched off.
 * @param {HandLabels} labels
 * @returns {Line}
 */
export function ownLine({ own, precision }, value, written, off, labels) {
  const text = written(own); // two numbers that read differently are not called the same, however close they are
  const remark = off ? labels.switched_off : text === written(value) ? labels.same : labels.rounded[precision];
  return { label: labels.network, text, remark };
}

/**
 * @param {WorkedPatch} work
 * @param {Factors} factors
 * @param {number} channel The one whose products are written out.
 * @param {boolean} off Whether the filter is switched off.
 * @param {HandLabels} labels
 * @returns {Line[]}
 */
export function linesOf(work, factors, channel, off, labels) {
  const { sum, bias, function: name, activation } = work;
  const { size, channels, products } = factors, many = channels > 1;
  const sums = range(channels).map((each) => channelOf(products, size, each).reduce((all, value) => all + value, 0));
  const decimals = Math.max(LEAST_DECIMALS, decimalsFor(largest(sums)));
  const written = (/** @type {number} */ value) => fixed(value, decimals), without = written(sum - bias);
  return [
    {
      label: many ? filled(labels.channel_sum, { channel }) : labels.products_sum,
      text: `${termsOf(factors, channel)} = ${written(sums[channel])}`,
    },
    ...(many
      ? [{ label: filled(labels.channels_sum, { channels }), text: `${sumsText(sums, decimals)} = ${without}` }]
      : []),
    { label: labels.with_bias, text: `${without} + ${bracketed(bias, decimals)} = ${written(sum)}` },
    { label: labels.activation, text: `${labels.functions[name]}(${written(sum)}) = ${written(activation)}` },
    ownLine(work, activation, written, off, labels),
  ];
}

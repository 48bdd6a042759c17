// The scale of a picture: one for all of a kind, or each on its own; its ends, and what it is the scale of.

import { element } from "../browser/elements.js";
import { figure, range } from "../browser/numbers.js";
import { filled } from "../browser/wording.js";

const DIGITS = 2; // of a number below a small picture

/** The least and the largest value. @typedef {{ low: number, high: number }} Extremes */

/**
 * @param {ArrayLike<number>} values
 * @returns {Extremes}
 */
export function extremesOf(values) {
  let low = Infinity, high = -Infinity;
  for (let place = 0; place < values.length; place++) {
    low = Math.min(low, values[place]);
    high = Math.max(high, values[place]);
  }
  return values.length ? { low, high } : { low: 0, high: 0 };
}

/**
 * Where a scale ends on which zero is white.
 * @param {Extremes} extremes
 */
export function peakOf({ low, high }) {
  return Math.max(Math.abs(low), Math.abs(high));
}

/**
 * Of `count` pictures, one after the other in `values`.
 * @param {Float32Array} values
 * @param {number} count
 */
export function extremesOfEach(values, count) {
  const cells = values.length / count;
  return range(count).map((place) => extremesOf(values.subarray(place * cells, (place + 1) * cells)));
}

/**
 * How pictures are drawn: on the scale that ends at `peak`, or `own` ones, the largest and the least value below each.
 * @param {Float32Array} values
 * @param {number} count
 * @param {boolean} own
 * @param {number} peak
 */
export function scaled(values, count, own, peak) {
  if (!own) return { peakOf: () => peak };
  const each = extremesOfEach(values, count), peaks = each.map(peakOf);
  const captions = each.map(({ low, high }) => [figure(high, DIGITS), figure(low, DIGITS)]);
  return { peakOf: (/** @type {number} */ place) => peaks[place], captions };
}

/**
 * @param {string} template With the fields {low} and {high}.
 * @param {Extremes} extremes
 */
export function rangeText(template, { low, high }) {
  return filled(template, { low: figure(low), high: figure(high) });
}

/**
 * @param {HTMLElement} parent
 * @param {number} low Below zero: there are negative values.
 * @param {number} high
 * @param {string} text
 */
export function drawScale(parent, low, high, text) {
  parent.replaceChildren(
    element("span", "", null, figure(low)),
    element("i", low < 0 ? "ll-signed" : "ll-unsigned"),
    element("span", "", null, figure(high)),
    element("span", "ll-quiet", null, text),
  );
}

// The scale below a picture: its two ends, and what it is the scale of.

import { element } from "../browser/elements.js";
import { figure } from "../browser/numbers.js";

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

// A square of numbers, each on its own shade.

import { element } from "../browser/elements.js";
import { decimalsFor, fixed, largest, range } from "../browser/numbers.js";
import { cssOf, shadeOf, textOn } from "../browser/shades.js";

/**
 * @param {Float32Array} values
 * @param {number} size
 * @param {string} name
 * @param {{ peak?: number, inside?: boolean[] }} [more] Where the scale ends, if not at the largest of them; `inside`: false where a
 * number lies outside of the image: it is a zero of the padding.
 */
export function numberTable(values, size, name, { peak: end, inside } = {}) {
  const table = element("table", "ll-numbers");
  element("caption", "", table, name);
  const most = largest(values),
    peak = end ?? most,
    decimals = decimalsFor(most),
    signed = values.some((value) => value < 0);
  for (const row of range(size)) {
    const line = element("tr", "", table);
    for (const column of range(size)) {
      const at = row * size + column, value = values[at], shade = shadeOf(value, peak, signed);
      const outside = inside !== undefined && !inside[at];
      const cell = element("td", outside ? "ll-outside" : "", line, fixed(value, decimals));
      cell.style.background = cssOf(shade);
      cell.style.color = textOn(shade);
    }
  }
  return table;
}

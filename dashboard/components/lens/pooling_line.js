// What the pooling after a convolution looks at, and what it makes of it.

import { element } from "../browser/elements.js";
import { figure, fixed } from "../browser/numbers.js";
import { filled } from "../browser/wording.js";

/** @import { PoolWindow, WorkedPatch } from "../browser/server.d.ts" */
/** @import { HandLabels } from "./data.d.ts" */

const DECIMALS = 3;

/**
 * @param {WorkedPatch} work
 * @param {PoolWindow} window
 * @param {(row: number, column: number) => number} valueAt The convolution's own output there.
 * @param {HandLabels} labels
 */
export function poolingLine({ row, column, pooled }, window, valueAt, labels) {
  const root = element("div", "ll-line ll-pooling"), [at_row, at_column] = window.at;
  const label = filled(labels.pooling, { layer: window.layer, row: at_row, column: at_column });
  element("span", "ll-line-label", root, label);
  const table = element("table", "ll-numbers", root);
  for (let y = window.rows[0]; y < window.rows[1]; y++) {
    const line = element("tr", "", table);
    for (let x = window.columns[0]; x < window.columns[1]; x++) {
      const cell = element("td", "", line, fixed(valueAt(y, x), DECIMALS));
      if (y === row && x === column) cell.classList.add("ll-this");
      if (pooled && y === pooled[0] && x === pooled[1]) cell.classList.add("ll-taken");
    }
  }
  const value = figure(window.value, 4);
  const words = pooled
    ? filled(labels.taken, { row: pooled[0], column: pooled[1], value })
    : filled(labels.averaged, { value });
  element("span", "", root, words);
  return root;
}

// Confusion matrices to compare: counts, coloured as in the matrix of the Test page, or the difference of two.

import { element } from "../browser/elements.js";
import { component } from "../browser/mounting.js";
import { grouped, largest } from "../browser/numbers.js";
import { filled } from "../browser/wording.js";
import { BLUE, confusionTable, shareOf, strengthOf, tint, VERMILLION } from "./confusion_table.js";

/** @import { Labels } from "./confusion_table.js" */

/**
 * `told`: what the words for a cell say, by the name of their field.
 * @typedef {{ cells: number[][], signed: boolean, told: Record<string, number[][]>, labels: Labels }} Data
 */

const LIGHT_TEXT_FROM = 0.85; // the strength of blue; elsewhere the page's own text is the easier to read
const LONG = 3; // letters

/**
 * @param {number} value
 * @param {boolean} signed
 */
function written(value, signed) {
  if (!signed) return value ? String(value) : "·";
  return value ? (value > 0 ? "+" : "−") + Math.abs(value) : "";
}

/**
 * @param {Data} data
 * @param {number} row
 * @param {number} column
 * @param {number} peak The largest difference.
 */
function cellOf({ cells, signed, told, labels }, row, column, peak) {
  const value = cells[row][column], right = row === column;
  const made = element("td", right ? "ll-right" : "", null, written(value, signed));
  made.classList.toggle("ll-long", made.textContent.length > LONG);
  const said = Object.entries(told).map(([name, counts]) => [name, grouped(counts[row][column])]);
  made.title = filled(labels.cell, { true: row, predicted: column, ...Object.fromEntries(said) });
  if (!value) return made;
  const color = (signed ? value < 0 : right) ? BLUE : VERMILLION;
  const strength = signed ? Math.sqrt(Math.abs(value) / peak) : strengthOf(shareOf(cells, row, column), right);
  made.style.background = tint(color, strength);
  if (color === BLUE && strength > LIGHT_TEXT_FROM) made.style.color = "#fff";
  return made;
}

class ConfusionDifference {
  root = element("div", "ll-compared");

  /** @param {Data} data */
  update(data) {
    const peak = Math.max(1, largest(data.cells.flat()));
    this.root.replaceChildren(...confusionTable(data.labels, (row, column) => cellOf(data, row, column, peak)));
  }
}

export default component(() => new ConfusionDifference());

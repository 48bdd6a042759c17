// Confusion matrices to compare: counts, coloured as in the matrix of the Test page, or the difference of two.

import { element } from "../browser/elements.js";
import { component } from "../browser/mounting.js";
import { grouped, largest } from "../browser/numbers.js";
import { OneStop } from "../browser/one_stop.js";
import { filled } from "../browser/wording.js";
import { BLUE, colorCell, confusionTable, shareOf, strengthOf, VERMILLION } from "./confusion_table.js";

/** @import { Labels } from "./confusion_table.js" */

/**
 * `told`: what the words for a cell say, by the name of their field.
 * @typedef {{ cells: number[][], signed: boolean, told: Record<string, number[][]>, labels: Labels }} Data
 */

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
  made.title = made.dataset.told = filled(labels.cell, {
    true: row,
    predicted: column,
    ...Object.fromEntries(said),
  });
  if (!value) return made;
  const color = (signed ? value < 0 : right) ? BLUE : VERMILLION;
  const strength = signed ? Math.sqrt(Math.abs(value) / peak) : strengthOf(shareOf(cells, row, column), right);
  colorCell(made, color, strength);
  return made;
}

class ConfusionDifference {
  root = element("div", "ll-compared");
  #matrix = element("div", "ll-matrix", this.root);
  #told = element("p", "ll-told", this.root); // the cell that has the focus
  #stop = new OneStop(this.#matrix, "td[data-told]");

  constructor() {
    this.#told.setAttribute("aria-live", "polite");
    this.#matrix.addEventListener("focusin", ({ target }) => {
      this.#told.textContent = target instanceof HTMLElement ? target.dataset.told ?? "" : "";
    });
    this.#matrix.addEventListener("focusout", () => this.#told.textContent = "");
  }

  /** @param {Data} data */
  update(data) {
    const peak = Math.max(1, largest(data.cells.flat()));
    const parts = confusionTable(data.labels, (row, column) => cellOf(data, row, column, peak));
    this.#stop.renew(() => this.#matrix.replaceChildren(...parts));
  }
}

export default component(() => new ConfusionDifference());

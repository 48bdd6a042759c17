// A confusion matrix as a table: rows are true classes, columns predicted ones. Blue is right or negative, vermillion
// wrong or positive.

import { element } from "../browser/elements.js";
import { range } from "../browser/numbers.js";

export const BLUE = "#0072B2", VERMILLION = "#D55E00";
const CLASSES = range(10);

/** @typedef {{ title: string, true: string, predicted: string, cell: string }} Labels */

/**
 * What is put into a component's root: the words at the two sides, and the table.
 * @param {Labels} labels
 * @param {(row: number, column: number) => HTMLTableCellElement} cell
 */
export function confusionTable(labels, cell) {
  const table = element("table");
  table.setAttribute("role", "grid"); // its cells are one stop of the Tab key
  table.setAttribute("aria-label", labels.title);
  const head = element("tr", "", element("thead", "", table));
  element("td", "", head);
  for (const column of CLASSES) element("th", "", head, String(column)).scope = "col";
  const body = element("tbody", "", table);
  for (const row of CLASSES) {
    const line = element("tr", "", body);
    element("th", "", line, String(row)).scope = "row";
    line.append(...CLASSES.map((column) => cell(row, column)));
  }
  return [
    element("div", "ll-columns", null, labels.predicted),
    element("div", "ll-rows", null, labels.true),
    table,
  ];
}

/**
 * Which share of its row's images a cell has.
 * @param {number[][]} counts
 * @param {number} row
 * @param {number} column
 */
export function shareOf(counts, row, column) {
  const total = counts[row].reduce((sum, count) => sum + count, 0);
  return total ? counts[row][column] / total : 0;
}

/**
 * How strong the colour of a share is, from 0 to 1. Errors are rare: the square root makes one in a hundred visible.
 * @param {number} share
 * @param {boolean} right
 */
export function strengthOf(share, right) {
  return right ? share : Math.sqrt(share);
}

/**
 * A colour on the page's background.
 * @param {string} color
 * @param {number} strength From 0 to 1; 0 is what is there, but hardly.
 */
export function tint(color, strength) {
  return `color-mix(in srgb, ${color} ${(8 + 85 * Math.min(1, strength)).toFixed(1)}%, var(--st-background-color))`;
}

/**
 * Colours a cell; the style sheet sees to it that its text can be read.
 * @param {HTMLElement} cell
 * @param {string} color
 * @param {number} strength
 */
export function colorCell(cell, color, strength) {
  cell.classList.add("ll-tinted");
  cell.style.setProperty("--tint", tint(color, strength));
}

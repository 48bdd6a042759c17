// The numbers of a picture as a table, behind a button, and as a file.

import { button, element } from "./elements.js";

/** A cell as it is read, or with the value that the file has in its place. @typedef {string | { text: string, value: string | number }} Cell */

/**
 * @typedef {object} Table
 * @property {string} caption
 * @property {string[]} head
 * @property {Cell[][]} rows
 * @property {number[]} [words] The columns that are words, not numbers.
 * @property {string | null} file Its name without an ending; null for none.
 */
/** @typedef {{ table: string, csv: string }} TableLabels */

const BYTE_ORDER_MARK = "\ufeff"; // spreadsheets take the letters for what they are

/** @param {Cell} cell */
function textOf(cell) {
  return typeof cell === "string" ? cell : cell.text;
}

/** @param {Cell} cell */
function valueOf(cell) {
  return typeof cell === "string" ? cell : String(cell.value);
}

/** A spreadsheet would take what begins like this for a formula. */
const FORMULA = /^[=+@\t\r]|^-(?![\d.])/;

/** @param {string} text */
function quoted(text) {
  const harmless = FORMULA.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/**
 * As a file of comma-separated values.
 * @param {Table} table
 */
export function csvOf({ head, rows }) {
  const lines = [head, ...rows.map((row) => row.map(valueOf))];
  return BYTE_ORDER_MARK + lines.map((line) => `${line.map(quoted).join(",")}\r\n`).join("");
}

/**
 * @param {string} name
 * @param {string} content
 */
function saveFile(name, content) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type: "text/csv" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

let made = 0;

export class DataTable {
  /** @type {(() => Table) | null} */
  #content = null;
  #drawn = "";

  /**
   * @param {ParentNode} tools Where its button stands.
   * @param {ParentNode} parent Where the table stands.
   */
  constructor(tools, parent) {
    this.button = button(tools, "", () => this.#toggle());
    this.button.className = "ll-chart-tool ll-table-button";
    this.button.hidden = true;
    this.root = element("div", "ll-data-table", parent);
    this.root.id = `ll-data-table-${made += 1}`;
    this.root.hidden = true;
    this.box = element("div", "ll-data-box", this.root);
    this.box.tabIndex = 0; // it scrolls
    this.box.setAttribute("role", "region");
    this.csv = button(this.root, "", () => this.#save());
    this.csv.className = "ll-chart-tool";
    this.button.setAttribute("aria-expanded", "false");
    this.button.setAttribute("aria-controls", this.root.id);
  }

  /**
   * @param {(() => Table) | null} content Asked for only while the table is open.
   * @param {TableLabels} labels
   */
  show(content, labels) {
    this.#content = content;
    this.button.hidden = content === null;
    if (this.button.textContent !== labels.table) this.button.textContent = labels.table;
    if (this.csv.textContent !== labels.csv) this.csv.textContent = labels.csv;
    this.refresh();
  }

  /** What it tells may have changed. */
  refresh() {
    if (this.#content === null) this.root.hidden = true;
    if (this.root.hidden || !this.#content) return;
    const table = this.#content(), wanted = JSON.stringify(table);
    if (this.#drawn === wanted) return;
    this.#drawn = wanted;
    this.csv.hidden = table.file === null;
    this.box.setAttribute("aria-label", table.caption);
    const { scrollTop } = this.box;
    this.box.replaceChildren(drawnTable(table));
    this.box.scrollTop = scrollTop;
  }

  #toggle() {
    this.root.hidden = !this.root.hidden;
    this.button.setAttribute("aria-expanded", String(!this.root.hidden));
    this.refresh();
    if (!this.root.hidden) this.root.scrollIntoView({ block: "nearest" });
  }

  #save() {
    const table = this.#content?.();
    if (table?.file) saveFile(`${table.file}.csv`, csvOf(table));
  }
}

/** @param {Table} table */
export function drawnTable({ caption, head, rows, words = [] }) {
  const table = element("table"), look = (/** @type {number} */ place) => words.includes(place) ? "ll-words-cell" : "";
  element("caption", "", table, caption);
  const first = element("tr", "", element("thead", "", table));
  head.forEach((name, place) => element("th", look(place), first, name).scope = "col");
  const body = element("tbody", "", table);
  for (const cells of rows) {
    const line = element("tr", "", body);
    cells.forEach((cell, place) => {
      const made = element(place ? "td" : "th", look(place), line, textOf(cell));
      if (!place) made.scope = "row";
    });
  }
  return table;
}

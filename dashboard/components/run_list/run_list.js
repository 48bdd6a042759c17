// The runs as a table: to rename, draw together, open and delete.

import { element, focusedElement } from "../browser/elements.js";
import { component } from "../browser/mounting.js";
import { RunSubscription } from "../browser/run_stream.js";
import { isDark } from "../browser/theme.js";
import { NUMBERS, RunRow } from "./run_row.js";

/** @import { Place } from "../browser/mounting.js" */
/** @import { RunFrame } from "../browser/server.d.ts" */
/** @import { Labels as RowLabels, RunData } from "./run_row.js" */

const COLUMNS = /** @type {const} */ (["draw", "name", "differs", ...NUMBERS, "actions"]);

const SORTED = "validation"; // what the rows come sorted by

/** @typedef {RowLabels & Record<(typeof COLUMNS)[number] | "title" | "most", string>} Labels */

/**
 * `present`: the run that is followed, where there is one.
 * @typedef {object} Data
 * @property {RunData[]} rows
 * @property {number} most_drawn
 * @property {number} longest_name
 * @property {string | null} present
 * @property {Labels} labels
 */

class RunList {
  root = element("div", "ll-runs");
  table = element("table", "", this.root);
  heads = this.#makeHeads();
  body = element("tbody", "", this.table);
  /** @type {Map<string, RunRow>} */
  #rows = new Map();
  /** @type {Record<string, boolean>} */
  #choices = {};
  #stream = new RunSubscription();

  /**
   * @param {Place} place
   * @param {Data} data
   */
  constructor(place, data) {
    this.place = place;
    this.data = data;
  }

  /** @param {Data} data */
  update(data) {
    this.data = data;
    this.table.setAttribute("aria-label", data.labels.title);
    COLUMNS.forEach((name, column) => this.heads[column].textContent = data.labels[name]);
    this.#showRows();
    if (data.present === null) this.#stream.end();
    else this.#stream.followRun(data.present, ({ frame }) => this.#showProgress(frame));
  }

  end() {
    this.#stream.end();
  }

  #makeHeads() {
    const head = element("tr", "", element("thead", "", this.table));
    return COLUMNS.map((name) => {
      const cell = element("th", `ll-${name}`, head);
      cell.scope = "col";
      if (name === SORTED) cell.setAttribute("aria-sort", "descending");
      return cell;
    });
  }

  #showRows() {
    const { rows, labels } = this.data, { body } = this, dark = isDark(getComputedStyle(this.table));
    const shown = rows.map((data) => {
      const row = this.#rows.get(data.run) ?? this.#makeRow(data.run);
      row.show(data, labels, dark);
      return row;
    });
    for (const [run, row] of this.#rows) if (!shown.includes(row)) this.#rows.delete(run);
    const same = shown.length === body.children.length && shown.every(({ line }, at) => line === body.children[at]);
    if (!same) this.#exchange(shown.map(({ line }) => line));
    this.#limit();
  }

  /**
   * What had the focus has it still; where its row is gone, the row that came into its place.
   * @param {HTMLElement[]} lines
   */
  #exchange(lines) {
    const { body } = this, focused = focusedElement(body);
    const place = [...body.children].findIndex((line) => line.contains(focused));
    body.replaceChildren(...lines);
    if (place < 0 || !(focused instanceof HTMLElement)) return;
    const heir = lines[Math.min(place, lines.length - 1)]?.querySelector("button");
    (focused.isConnected ? focused : heir)?.focus({ preventScroll: true });
  }

  /** @param {string} run */
  #makeRow(run) {
    const row = new RunRow({
      draw: (drawn) => this.#choose(run, drawn),
      rename: (name) => this.place.tell("renamed", { run, name }),
      open: () => this.place.tell("opened", run),
      remove: () => this.place.tell("deleted", run),
    }, this.data.longest_name);
    this.#rows.set(run, row);
    return row;
  }

  /**
   * @param {string} run
   * @param {boolean} drawn
   */
  #choose(run, drawn) {
    this.#choices[run] = drawn; // all of them: of two quick clicks only the last one arrives
    this.place.tell("drawn", { ...this.#choices });
    this.#limit();
  }

  /** Beyond the most that are drawn together no other can be ticked. */
  #limit() {
    const rows = [...this.#rows.values()], drawn = rows.filter(({ tick }) => tick.checked).length;
    const refused = drawn >= this.data.most_drawn ? this.data.labels.most : "";
    for (const row of rows) row.limit(refused);
  }

  /** @param {RunFrame} frame */
  #showProgress(frame) {
    for (const row of this.#rows.values()) if (row.present) row.showProgress(frame, this.data.labels);
  }
}

export default component((place, /** @type {Data} */ data) => new RunList(place, data));

// Digits side by side.

import { component } from "../browser/mounting.js";
import { DigitRow } from "./digit_figures.js";

/** @import { Place } from "../browser/mounting.js" */
/** @import { Digits } from "../browser/server.d.ts" */

/** @typedef {Digits & { size: number, pick: string | null, across: number | null }} Data */

class DigitGrid {
  #row = new DigitRow();
  root = this.#row.root;

  /** @param {Place} place */
  constructor(place) {
    this.place = place;
  }

  /** @param {Data} data */
  update(data) {
    this.root.style.setProperty("--across", String(data.across ?? "auto-fill"));
    this.#row.show(data, data.size, data.pick, (place) => this.place.tell("picked", place));
  }
}

export default component((place) => new DigitGrid(place));

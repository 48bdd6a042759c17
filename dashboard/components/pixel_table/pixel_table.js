// One image as its numbers, each on its own shade.

import { bytesOf } from "../browser/base64.js";
import { element } from "../browser/elements.js";
import { component } from "../browser/mounting.js";
import { range } from "../browser/numbers.js";
import { reachable } from "../browser/scrolling.js";
import { textOn } from "../browser/shades.js";

/** @typedef {{ pixels: string, label: string }} Data */

const SIDE = 28;

/** @param {Data} data */
function tableOf({ pixels, label }) {
  const bytes = bytesOf(pixels), table = element("table");
  table.setAttribute("aria-label", label);
  const head = element("tr", "", element("thead", "", table));
  element("td", "", head);
  for (const column of range(SIDE)) element("th", "", head, String(column)).scope = "col";
  const body = element("tbody", "", table);
  for (const row of range(SIDE)) {
    const line = element("tr", "", body);
    element("th", "", line, String(row)).scope = "row";
    for (const value of bytes.subarray(SIDE * row, SIDE * (row + 1))) {
      const cell = element("td", "", line, String(value)), shade = 255 - value;
      cell.style.background = `rgb(${shade} ${shade} ${shade})`;
      cell.style.color = textOn([shade, shade, shade]);
    }
  }
  return table;
}

class PixelTable {
  root = element("div", "ll-pixels");

  constructor() {
    this.root.setAttribute("role", "group");
    reachable(this.root);
  }

  /** @param {Data} data */
  update(data) {
    this.root.setAttribute("aria-label", data.label);
    this.root.replaceChildren(tableOf(data));
  }
}

export default component(() => new PixelTable());

// One output by hand, line by line as the server says it; of a map that becomes one number, that map.

import { floatsOf } from "../browser/base64.js";
import { element } from "../browser/elements.js";
import { Mosaic } from "../browser/mosaic.js";
import { decimalsFor, figure, fixed, largest } from "../browser/numbers.js";
import { filled } from "../browser/wording.js";
import { ownLine } from "./arithmetic.js";
import { lineElement } from "./layer_parts.js";
import { extremesOf } from "./scale.js";

/** @import { WorkedLines } from "../browser/server.d.ts" */
/** @import { Line } from "./arithmetic.js" */
/** @import { HandLabels } from "./data.d.ts" */
/** @import { Circumstances } from "./hand.js" */

const LEAST_DECIMALS = 4; // as in the server's lines
const FIT = { largest: 170, smallest: 60, height: 170 };

/**
 * The lines, then the network's own value.
 * @param {WorkedLines} work
 * @param {boolean} off
 * @param {HandLabels} labels
 * @returns {Line[]}
 */
export function stepsOf(work, off, labels) {
  const decimals = Math.max(LEAST_DECIMALS, decimalsFor(largest([work.value, work.own])));
  return [...work.lines, ownLine(work, work.value, (value) => fixed(value, decimals), off, labels)];
}

export class LinesView {
  root = element("div");

  /** @param {HandLabels} labels */
  constructor(labels) {
    this.labels = labels;
    this.source = element("figure", "ll-source", this.root);
    this.caption = element("figcaption", "", this.source);
    this.mosaic = new Mosaic(element("div", "ll-fill", this.source), "pictures", () => {});
    this.mosaic.canvas.style.cursor = "default"; // there is nothing to choose
    this.lines = element("div", "ll-arithmetic", this.root);
  }

  get mosaics() {
    return [this.mosaic];
  }

  /**
   * @param {WorkedLines} work
   * @param {Circumstances} circumstances
   */
  draw(work, { off }) {
    this.source.hidden = work.map === null;
    if (work.map) this.#drawMap(work, work.map);
    this.lines.replaceChildren(...stepsOf(work, off, this.labels).map(lineElement));
  }

  /**
   * @param {WorkedLines} work
   * @param {NonNullable<WorkedLines["map"]>} map
   */
  #drawMap({ source, filter, taken }, { shape: [rows, columns], values: packed }) {
    const { labels } = this, values = floatsOf(packed), peak = largest(values), { low, high } = extremesOf(values);
    const words = filled(source === null ? labels.source_image : labels.source_map, {
      filter,
      layer: source ?? "",
      rows,
      columns,
      low: figure(low),
      high: figure(high),
    });
    this.caption.textContent = words;
    this.mosaic.draw({
      values,
      count: 1,
      first: filter,
      rows,
      columns,
      peakOf: () => peak,
      signed: values.some((value) => value < 0),
      marker: taken && { tile: 0, row: taken[0], column: taken[1] },
      fit: FIT,
      label: words,
    });
  }
}

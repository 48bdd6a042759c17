// The feature map of the output that is worked through: large enough to point at each of its pixels, beside what they come from.

import { element } from "../browser/elements.js";
import { Mosaic } from "../browser/mosaic.js";
import { figure, largest } from "../browser/numbers.js";
import { filled } from "../browser/wording.js";

/** @import { WorkedOutput } from "../browser/server.d.ts" */
/** @import { HandLabels } from "./data.d.ts" */

/** `peak`: where the scale of all maps ends; null: each has its own.
 * @typedef {{ rows: number, columns: number, values: Float32Array, peak: number | null }} OutputMap */

const FIT = { largest: 168, smallest: 84, height: 200 };

export class HandMap {
  /**
   * @param {HTMLElement} parent
   * @param {HandLabels} labels
   * @param {(place: { row: number, column: number }) => void} choose
   */
  constructor(parent, labels, choose) {
    this.labels = labels;
    this.root = element("figure", "ll-hand-map", parent);
    this.caption = element("figcaption", "", this.root);
    this.mosaic = new Mosaic(
      element("div", "ll-fill", this.root),
      "pixels",
      ({ row, column }) => choose({ row, column }),
    );
  }

  /**
   * @param {WorkedOutput} work
   * @param {OutputMap | null} map
   */
  draw({ filter, row, column }, map) {
    this.root.hidden = map === null;
    if (!map) return;
    const { rows, columns, values } = map, most = largest(values), peak = map.peak ?? most;
    const words = filled(this.labels.own_map, { filter, peak: figure(most) });
    if (this.caption.textContent !== words) this.caption.textContent = words;
    this.mosaic.draw({
      values,
      count: 1,
      first: filter,
      rows,
      columns,
      peakOf: () => peak,
      signed: values.some((value) => value < 0),
      marker: { tile: 0, row, column },
      fit: FIT,
      label: words,
      keys: this.labels.maps_keys,
      words: (place) =>
        `${this.labels.row} ${place.row}, ${this.labels.column} ${place.column}: ${
          figure(values[place.row * columns + place.column], 4)
        }`,
    });
  }
}

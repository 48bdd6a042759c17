// What a layer without maps puts out for both images, and the rows of numbers that a layer keeps, such as its biases: one cell each.

import { element, write } from "../browser/elements.js";
import { section } from "./layer_parts.js";
import { drawScale, extremesOf, peakOf, rangeText } from "./scale.js";
import { ValueCells } from "./value_cells.js";

/** @import { OutputPlace, WeightRow } from "../browser/server.d.ts" */
/** @import { LayerLabels } from "./data.d.ts" */
/** @import { Cells } from "./value_cells.js" */

const ROW_DECIMALS = 3; // a scale that begins at 1 moves in them

export class LayerValues {
  /**
   * @param {HTMLElement} parent
   * @param {LayerLabels} labels
   * @param {(image: number, unit: number) => void} pick What a click on a unit does, where it does something.
   */
  constructor(parent, labels, pick) {
    this.labels = labels;
    this.pick = pick;
    this.root = section(parent, "ll-values", labels.values);
    this.scale = element("div", "ll-scale", this.root);
    const two = element("div", "ll-two", this.root);
    this.sides = labels.sides.map((side) => {
      const box = element("div", "", two);
      element("div", "ll-side", box, side);
      return { scale: element("div", "ll-scale", box), cells: new ValueCells(box) };
    });
  }

  /**
   * @param {Float32Array[]} values Of each image.
   * @param {number} peak The largest of them all.
   * @param {OutputPlace | null} work The one that is worked through, where units are.
   * @param {boolean} own Each image's values on a scale of their own.
   */
  draw(values, peak, work, own) {
    const { labels } = this, signed = values.some((each) => each.some((value) => value < 0));
    this.scale.hidden = own;
    drawScale(this.scale, signed ? -peak : 0, peak, labels.one_scale);
    this.sides.forEach(({ scale, cells }, image) => {
      const extremes = extremesOf(values[image]), end = own ? peakOf(extremes) : peak;
      scale.hidden = !own;
      drawScale(scale, signed ? -end : 0, end, rangeText(labels.values_range, extremes));
      cells.draw({
        name: labels.sides[image],
        values: values[image],
        peak: end,
        signed,
        marked: work?.image === image ? work.filter : null,
        choose: work ? (unit) => this.pick(image, unit) : null,
      });
    });
  }
}

export class WeightRows {
  /** @type {WeightRowView[]} */
  #rows = [];

  /**
   * @param {HTMLElement} parent
   * @param {LayerLabels} labels
   */
  constructor(parent, labels) {
    this.labels = labels;
    this.root = element("section", "ll-weight-rows", parent);
  }

  /**
   * @param {WeightRow[]} rows
   * @param {number | null} marked
   * @param {((filter: number) => void) | null} choose
   * @param {boolean} own Each row on its own scale.
   */
  draw(rows, marked, choose, own) {
    const common = Math.max(...rows.map(({ values }) => peakOf(extremesOf(values))));
    for (const spare of this.#rows.splice(rows.length)) spare.root.remove();
    rows.forEach(({ title, values }, place) => {
      const row = this.#rows[place] ??= new WeightRowView(this.root, this.labels);
      const extremes = extremesOf(values), peak = own ? peakOf(extremes) : common;
      row.draw({ name: title, values, peak, signed: true, least: ROW_DECIMALS, marked, choose }, extremes);
    });
  }
}

class WeightRowView {
  /**
   * @param {HTMLElement} parent
   * @param {LayerLabels} labels
   */
  constructor(parent, labels) {
    this.labels = labels;
    this.root = element("div", "ll-weight-row", parent);
    this.head = element("h2", "", this.root);
    this.scale = element("div", "ll-scale", this.root);
    this.cells = new ValueCells(this.root);
  }

  /**
   * @param {Cells} cells
   * @param {ReturnType<typeof extremesOf>} extremes
   */
  draw(cells, extremes) {
    write(this.head, cells.name);
    drawScale(this.scale, -cells.peak, cells.peak, rangeText(this.labels.values_range, extremes));
    this.cells.draw(cells);
  }
}

// What a layer without maps puts out for both images, and the rows of numbers that a layer keeps, such as its biases: one cell each.

import { childrenOf, element } from "../browser/elements.js";
import { section } from "./layer_parts.js";
import { drawScale, extremesOf, peakOf, rangeText } from "./scale.js";
import { drawCells } from "./value_cells.js";

/** @import { OutputPlace, WeightRow } from "../browser/server.d.ts" */
/** @import { LayerLabels } from "./data.d.ts" */

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
      return { scale: element("div", "ll-scale", box), cells: element("div", "ll-cells ll-scrolled", box) };
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
      drawScale(scale, signed ? -end : 0, end, rangeText(labels.range, extremes));
      drawCells(cells, {
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
    childrenOf(this.root, rows.length, makeRow).forEach((box, place) => {
      const { title, values } = rows[place], extremes = extremesOf(values), peak = own ? peakOf(extremes) : common;
      const [head, scale, cells] = box.children;
      head.textContent = title;
      if (!(scale instanceof HTMLElement && cells instanceof HTMLElement)) return;
      drawScale(scale, -peak, peak, rangeText(this.labels.range, extremes));
      drawCells(cells, { values, peak, signed: true, least: ROW_DECIMALS, marked, choose });
    });
  }
}

function makeRow() {
  const box = element("div", "ll-weight-row");
  element("h3", "", box);
  element("div", "ll-scale", box);
  element("div", "ll-cells ll-scrolled", box);
  return box;
}

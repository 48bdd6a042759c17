// What a layer without maps puts out for both images, and the rows of numbers that a layer keeps, such as its biases: one cell each.

import { childrenOf, element } from "../browser/elements.js";
import { largest } from "../browser/numbers.js";
import { section } from "./layer_parts.js";
import { drawScale } from "./scale.js";
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
      return element("div", "ll-cells ll-scrolled", box);
    });
  }

  /**
   * @param {Float32Array[]} values Of each image.
   * @param {number} peak The largest of them all.
   * @param {OutputPlace | null} work The one that is worked through, where units are.
   */
  draw(values, peak, work) {
    const signed = values.some((each) => each.some((value) => value < 0));
    drawScale(this.scale, signed ? -peak : 0, peak, this.labels.one_scale);
    this.sides.forEach((cells, image) =>
      drawCells(cells, {
        values: values[image],
        peak,
        signed,
        marked: work?.image === image ? work.filter : null,
        choose: work ? (unit) => this.pick(image, unit) : null,
      })
    );
  }
}

export class WeightRows {
  /**
   * @param {HTMLElement} parent
   */
  constructor(parent) {
    this.root = element("section", "ll-weight-rows", parent);
  }

  /**
   * @param {WeightRow[]} rows
   * @param {number | null} marked
   * @param {((filter: number) => void) | null} choose
   */
  draw(rows, marked, choose) {
    childrenOf(this.root, rows.length, makeRow).forEach((box, place) => {
      const { title, values } = rows[place], [head, cells] = box.children;
      head.textContent = title;
      if (cells instanceof HTMLElement) {
        drawCells(cells, { values, peak: largest(values), signed: true, least: ROW_DECIMALS, marked, choose });
      }
    });
  }
}

function makeRow() {
  const box = element("div", "ll-weight-row");
  element("h3", "", box);
  element("div", "ll-cells ll-scrolled", box);
  return box;
}

// What a layer without maps puts out for both images, and a layer's biases: numbers, one cell each.

import { element } from "../browser/elements.js";
import { largest } from "../browser/numbers.js";
import { section } from "./layer_parts.js";
import { drawScale } from "./scale.js";
import { drawCells } from "./value_cells.js";

/** @import { LayerLabels } from "./data.d.ts" */

export class LayerValues {
  /**
   * @param {HTMLElement} parent
   * @param {LayerLabels} labels
   */
  constructor(parent, labels) {
    this.labels = labels;
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
   */
  draw(values, peak) {
    const signed = values.some((each) => each.some((value) => value < 0));
    drawScale(this.scale, signed ? -peak : 0, peak, this.labels.one_scale);
    this.sides.forEach((cells, image) => drawCells(cells, { values: values[image], peak, signed }));
  }
}

export class Biases {
  /**
   * @param {HTMLElement} parent
   * @param {LayerLabels} labels
   */
  constructor(parent, labels) {
    this.root = section(parent, "ll-biases", labels.biases);
    this.cells = element("div", "ll-cells ll-scrolled", this.root);
  }

  /**
   * @param {number[]} values
   * @param {number | null} marked
   * @param {((filter: number) => void) | null} choose
   */
  draw(values, marked, choose) {
    drawCells(this.cells, { values, peak: largest(values), signed: true, marked, choose });
  }
}

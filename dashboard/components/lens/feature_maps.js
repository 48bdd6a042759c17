// The feature maps that a layer puts out for both images, on one scale or each on its own.

import { button, element } from "../browser/elements.js";
import { Mosaic } from "../browser/mosaic.js";
import { figure, largest, range } from "../browser/numbers.js";
import { filled } from "../browser/wording.js";
import { section } from "./layer_parts.js";
import { drawScale } from "./scale.js";

/** @import { Place } from "../browser/mosaic_layout.js" */
/** @import { InspectionRequest } from "../browser/server.d.ts" */
/** @import { LayerLabels, LensLayer } from "./data.d.ts" */

const FIT = { largest: 112, smallest: 22, height: 280 };

/**
 * What is drawn: `values` of each image, map after map; `peak`: the largest of them all.
 * @typedef {{ layer: LensLayer, values: Float32Array[], peak: number, own: boolean, wish: InspectionRequest }} Drawn
 */

/**
 * The value at a place of the maps.
 * @param {Float32Array} values
 * @param {number[]} shape
 * @param {Place} place
 */
export function valueAt(values, [rows, columns], { tile, row, column }) {
  return values[tile * rows * columns + row * columns + column];
}

/**
 * Where the scale of each map ends, each on its own.
 * @param {Float32Array} values
 * @param {number[]} shape
 */
export function peaksOf(values, [rows, columns, filters]) {
  const cells = rows * columns;
  return range(filters).map((filter) => largest(values.subarray(filter * cells, (filter + 1) * cells)));
}

export class FeatureMaps {
  /** @type {Drawn | null} */
  #drawn = null;

  /**
   * @param {HTMLElement} parent
   * @param {LayerLabels} labels
   * @param {(image: number, place: Place) => void} pick What a click on a map does.
   * @param {(own: boolean) => void} chooseScale
   */
  constructor(parent, labels, pick, chooseScale) {
    this.labels = labels;
    this.chooseScale = chooseScale;
    this.root = section(parent, "ll-maps", labels.maps);
    this.toggle = element("div", "ll-toggle", this.root);
    this.scale = element("div", "ll-scale", this.root);
    const two = element("div", "ll-two", this.root);
    this.mosaics = labels.sides.map((side, image) => {
      const box = element("div", "ll-fill", two);
      element("div", "ll-side", box, side);
      return new Mosaic(box, (place) => pick(image, place), (place) => this.#point(image, place));
    });
    this.pointed = element("div", "ll-pointed ll-quiet", this.root, labels.point);
  }

  /** @param {boolean} own */
  showChoice(own) {
    const { labels } = this;
    this.toggle.replaceChildren(...[false, true].map((each) => {
      const [text, name] = each ? [labels.own, labels.own_scale] : [labels.one, labels.one_scale];
      const made = button(null, text, () => this.chooseScale(each), name);
      made.setAttribute("aria-pressed", String(own === each));
      return made;
    }));
  }

  /** @param {Drawn} drawn */
  draw(drawn) {
    this.#drawn = drawn;
    const { labels } = this, { values, peak, own } = drawn;
    const signed = values.some((each) => each.some((value) => value < 0));
    this.mosaics.forEach((mosaic, image) => this.#drawSide(mosaic, image, drawn, signed));
    if (own) this.scale.replaceChildren(element("span", "ll-quiet", null, labels.own_scale));
    else drawScale(this.scale, signed ? -peak : 0, peak, labels.one_scale);
  }

  /**
   * @param {Mosaic} mosaic
   * @param {number} image
   * @param {Drawn} drawn
   * @param {boolean} signed
   */
  #drawSide(mosaic, image, { layer, values, peak, own, wish: { work, off = {} } }, signed) {
    const { labels } = this, [rows, columns, filters] = layer.shape;
    const peaks = own ? peaksOf(values[image], layer.shape) : null, side = labels.sides[image];
    const marked = work && work.image === image ? { tile: work.filter, row: work.row, column: work.column } : null;
    mosaic.draw({
      values: values[image],
      count: filters,
      rows,
      columns,
      peakOf: (tile) => peaks ? peaks[tile] : peak,
      signed,
      chosen: work?.filter,
      off: new Set(off[layer.name]),
      fit: FIT,
      marker: marked,
      label: filled(labels.maps_alt, { layer: layer.name, filters, side, peak: figure(peak) }),
      save: { words: labels.save, file: `${layer.name}-maps-${image + 1}.png` },
    });
  }

  /**
   * @param {number} image
   * @param {Place | null} place
   */
  #point(image, place) {
    const { labels } = this, drawn = this.#drawn;
    if (!place || !drawn) {
      this.pointed.textContent = labels.point;
      return;
    }
    const value = figure(valueAt(drawn.values[image], drawn.layer.shape, place), 4);
    this.pointed.textContent = filled(labels.pointed, {
      filter: place.tile,
      row: place.row,
      column: place.column,
      value,
    });
  }
}

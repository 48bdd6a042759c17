// The feature maps that a layer puts out for both images.

import { element } from "../browser/elements.js";
import { Mosaic } from "../browser/mosaic.js";
import { figure } from "../browser/numbers.js";
import { filled } from "../browser/wording.js";
import { section } from "./layer_parts.js";
import { drawScale, extremesOfEach, rangeText, scaled } from "./scale.js";

/** @import { Place } from "../browser/mosaic_layout.js" */
/** @import { InspectionRequest } from "../browser/server.d.ts" */
/** @import { LayerLabels, LensLayer } from "./data.d.ts" */

const FIT = { largest: 112, smallest: 22, height: 280 }, CAPTIONED = { ...FIT, height: 380 };

/**
 * What is drawn: `values` of each image, map after map; `peak`: the largest of them all; `own`: each map on its own scale.
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

export class FeatureMaps {
  /** @type {Drawn | null} */
  #drawn = null;

  /**
   * @param {HTMLElement} parent
   * @param {LayerLabels} labels
   * @param {(image: number, place: Place) => void} pick What a click on a map does.
   */
  constructor(parent, labels, pick) {
    this.labels = labels;
    this.root = section(parent, "ll-maps", labels.maps);
    this.scale = element("div", "ll-scale", this.root);
    const two = element("div", "ll-two", this.root);
    this.mosaics = labels.sides.map((side, image) => {
      const box = element("div", "ll-fill", two);
      element("div", "ll-side", box, side);
      return new Mosaic(box, "pixels", (place) => pick(image, place), (place) => this.#point(image, place));
    });
    this.pointed = element("div", "ll-pointed ll-quiet", this.root, labels.point);
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
    const side = labels.sides[image];
    const marked = work && work.image === image ? { tile: work.filter, row: work.row, column: work.column } : null;
    mosaic.draw({
      values: values[image],
      count: filters,
      rows,
      columns,
      ...scaled(values[image], filters, own, peak),
      signed,
      chosen: work?.filter,
      off: new Set(off[layer.name]),
      fit: own ? CAPTIONED : FIT,
      marker: marked,
      label: filled(labels.maps_alt, { layer: layer.name, filters, side, peak: figure(peak) }),
      keys: labels.maps_keys,
      words: (place) => this.#words(image, place),
      save: { words: labels.save, file: `${layer.name}-maps-${image + 1}.png` },
    });
  }

  /**
   * @param {number} image
   * @param {Place | null} place
   */
  #point(image, place) {
    this.pointed.textContent = place ? this.#words(image, place) : this.labels.point;
  }

  /**
   * @param {number} image
   * @param {Place} place
   */
  #words(image, place) {
    const { labels } = this, drawn = this.#drawn;
    if (!drawn) return labels.point;
    const { layer: { shape }, own } = drawn, values = drawn.values[image], { tile, row, column } = place;
    const said = filled(labels.pointed, { filter: tile, row, column, value: figure(valueAt(values, shape, place), 4) });
    return own ? `${said} (${rangeText(labels.range, extremesOfEach(values, shape[2])[tile])})` : said;
  }
}

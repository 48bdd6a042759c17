// A layer's kernels for one of its input channels.

import { floatsOf } from "../browser/base64.js";
import { element } from "../browser/elements.js";
import { Mosaic } from "../browser/mosaic.js";
import { figure } from "../browser/numbers.js";
import { filled } from "../browser/wording.js";
import { section, slider } from "./layer_parts.js";
import { drawScale, scaled } from "./scale.js";

/** @import { Inspection, InspectionRequest } from "../browser/server.d.ts" */
/** @import { Chosen, LayerLabels, LensLayer } from "./data.d.ts" */

const FIT = { largest: 64, smallest: 18, height: 250 }, CAPTIONED = { ...FIT, height: 340 };

export class Kernels {
  /**
   * @param {HTMLElement} parent
   * @param {LayerLabels} labels
   * @param {(change: Partial<Chosen>) => void} choose
   */
  constructor(parent, labels, choose) {
    this.labels = labels;
    this.root = section(parent, "ll-kernels", labels.kernels);
    this.controls = element("div", "ll-controls", this.root);
    this.slider = slider(this.controls, (channel) => choose({ channel }));
    this.mosaic = new Mosaic(element("div", "ll-fill", this.root), "pictures", ({ tile }) => choose({ filter: tile }));
    this.scale = element("div", "ll-scale", this.root);
  }

  /**
   * @param {Chosen} chosen
   * @param {number} inputs
   */
  showChoice({ channel }, inputs) {
    const last = inputs - 1;
    this.controls.hidden = last === 0;
    this.slider.show(filled(this.labels.channel, { channel, last }), channel, last);
  }

  /**
   * @param {LensLayer} layer
   * @param {NonNullable<Inspection["kernels"]>} kernels
   * @param {InspectionRequest} wish
   * @param {boolean} own Each kernel on its own scale.
   */
  draw(layer, { shape: [rows, columns, , filters], channel, peak, values: packed }, { work, off = {} }, own) {
    const values = floatsOf(packed);
    const { labels } = this, words = { layer: layer.name, filters, channel, peak: figure(peak) };
    this.mosaic.draw({
      values,
      count: filters,
      rows,
      columns,
      ...scaled(values, filters, own, peak),
      signed: true,
      chosen: work?.filter,
      off: new Set(off[layer.name]),
      fit: own ? CAPTIONED : FIT,
      label: filled(labels.kernels_alt, words),
      keys: labels.pictures_keys,
      words: ({ tile }) => `${labels.filter} ${tile}`,
      save: { words: labels.save, file: `${layer.name}-kernels-${channel}.png` },
    });
    if (own) this.scale.replaceChildren(element("span", "ll-quiet", null, filled(labels.kernels_own, words)));
    else drawScale(this.scale, -peak, peak, filled(labels.kernels_scale, words));
  }
}

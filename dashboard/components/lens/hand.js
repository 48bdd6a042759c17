// One output by hand: which one is chosen with sliders; how it comes about is shown in the way of its layer.

import { button, element, replaceControls } from "../browser/elements.js";
import { filled } from "../browser/wording.js";
import { HandMap } from "./hand_map.js";
import { section, slider } from "./layer_parts.js";
import { LinesView } from "./worked_lines.js";
import { PatchView } from "./worked_patch.js";

/** @import { WorkedOutput } from "../browser/server.d.ts" */
/** @import { Chosen, HandLabels, Way } from "./data.d.ts" */
/** @import { OutputMap } from "./hand_map.js" */

/**
 * What a view may need beside the output. `channel`: the input channel whose numbers are written out; `own`: each picture on its own scale;
 * `off`: the filter or unit is switched off; `valueAt`: what the layer puts out elsewhere in that map; `map`: that map, where there are maps.
 * @typedef {object} Circumstances
 * @property {OutputMap | null} map
 * @property {number} channel
 * @property {boolean} own
 * @property {boolean} off
 * @property {(row: number, column: number) => number} valueAt
 */

const SLIDERS = /** @type {const} */ (["filter", "row", "column"]);

export class Hand {
  /**
   * @param {HTMLElement} parent
   * @param {HandLabels} labels
   * @param {(change: Partial<Chosen>) => void} choose
   */
  constructor(parent, labels, choose) {
    this.labels = labels;
    this.choose = choose;
    this.root = section(parent, "ll-hand", "");
    this.title = this.root.querySelector("h2");
    const head = element("div", "ll-hand-head", this.root), controls = element("div", "ll-controls");
    if (this.title) head.append(this.title);
    head.append(controls);
    this.help = element("p", "ll-quiet", this.root);
    this.sliders = SLIDERS.map((name) => slider(controls, (value) => choose({ [name]: value })));
    this.sides = element("div", "ll-toggle", controls);
    this.patch = new PatchView(labels, choose);
    this.lines = new LinesView(labels);
    const work = element("div", "ll-hand-work", this.root);
    this.map = new HandMap(work, labels, (place) => choose(place));
    this.body = element("div", "ll-hand-body", work);
  }

  get mosaics() {
    return [this.map.mosaic, ...this.patch.mosaics, ...this.lines.mosaics];
  }

  /**
   * @param {Chosen} chosen
   * @param {number[]} shape (rows, columns, filters) of the layer's output, or (units).
   */
  showChoice(chosen, shape) {
    const { labels } = this, maps = shape.length === 3, [rows, columns] = maps ? shape : [1, 1];
    const most = { filter: (shape.at(-1) ?? 1) - 1, row: rows - 1, column: columns - 1 };
    const names = { filter: maps ? labels.filter : labels.unit, row: labels.row, column: labels.column };
    SLIDERS.forEach((name, place) => {
      this.sliders[place].show(`${names[name]} ${chosen[name]}`, chosen[name], most[name]);
      this.sliders[place].wrap.hidden = !maps && name !== "filter";
    });
    const sides = labels.sides.map((side, image) => {
      const made = button(null, side, () => this.choose({ image }), filled(labels.work_on, { side }));
      made.setAttribute("aria-pressed", String(chosen.image === image));
      return made;
    });
    replaceControls(this.sides, sides);
  }

  /**
   * @param {WorkedOutput} work
   * @param {Circumstances} circumstances
   */
  draw(work, circumstances) {
    this.#showWay(work.way);
    this.map.draw(work, circumstances.map);
    if (work.way === "patch") this.patch.draw(work, circumstances);
    else this.lines.draw(work, circumstances);
  }

  /** @param {Way} way */
  #showWay(way) {
    const { title, help } = this.labels.ways[way], { root } = this[way];
    if (this.title) this.title.textContent = title;
    this.help.textContent = help;
    if (root.parentElement !== this.body) this.body.replaceChildren(root);
  }
}

// One output by hand: which one is chosen with sliders, the numbers as pictures and tables, the arithmetic line by line.

import { button, element } from "../browser/elements.js";
import { Mosaic } from "../browser/mosaic.js";
import { figure, largest } from "../browser/numbers.js";
import { filled } from "../browser/wording.js";
import { channelOf, factorsOf, linesOf } from "./arithmetic.js";
import { section, slider } from "./layer_parts.js";
import { numberTable } from "./number_table.js";
import { poolingLine } from "./pooling_line.js";

/** @import { WorkedOutput } from "../browser/server.d.ts" */
/** @import { Factors, Line } from "./arithmetic.js" */
/** @import { Chosen, HandLabels } from "./data.d.ts" */

const LARGEST_TABLE = 11; // a kernel of more rows is drawn, but not written out
const HEIGHT = 240, ALONE = 150, AMONG_OTHERS = 92, SMALLEST = 12; // pixels
const STACKS = /** @type {const} */ (["patch", "kernel", "products"]);
const SLIDERS = /** @type {const} */ (["filter", "row", "column"]);

/** @param {Line} line */
function lineElement({ label, text, remark }) {
  const made = element("div", remark === undefined ? "ll-line" : "ll-line ll-own");
  element("span", "ll-line-label", made, label);
  element("code", "", made, text);
  if (remark !== undefined) element("span", "ll-quiet", made, remark);
  return made;
}

export class Hand {
  /**
   * @param {HTMLElement} parent
   * @param {HandLabels} labels
   * @param {(change: Partial<Chosen>) => void} choose
   */
  constructor(parent, labels, choose) {
    this.labels = labels;
    this.choose = choose;
    this.root = section(parent, "ll-hand", labels.hand);
    element("p", "ll-quiet", this.root, labels.hand_help);
    const controls = element("div", "ll-controls", this.root);
    this.sliders = SLIDERS.map((name) => slider(controls, (value) => choose({ [name]: value })));
    this.sides = element("div", "ll-toggle", controls);
    const boxes = element("div", "ll-hand-boxes", this.root);
    this.stacks = STACKS.map((name) => {
      const box = element("figure", `ll-stack-${name}`, boxes), caption = element("figcaption", "", box, labels[name]);
      const mosaic = new Mosaic(element("div", "ll-fill", box), ({ tile }) => choose({ channel: tile }));
      return { name, caption, mosaic };
    });
    this.tables = element("div", "ll-hand-tables", this.root);
    this.lines = element("div", "ll-arithmetic", this.root);
  }

  get mosaics() {
    return this.stacks.map(({ mosaic }) => mosaic);
  }

  /**
   * @param {Chosen} chosen
   * @param {number[]} shape (rows, columns, filters) of the layer's output.
   */
  showChoice(chosen, [rows, columns, filters]) {
    const { labels } = this, most = { filter: filters - 1, row: rows - 1, column: columns - 1 };
    SLIDERS.forEach((name, place) =>
      this.sliders[place].show(`${labels[name]} ${chosen[name]}`, chosen[name], most[name])
    );
    this.sides.replaceChildren(...labels.sides.map((side, image) => {
      const made = button(null, side, () => this.choose({ image }), filled(labels.work_on, { side }));
      made.setAttribute("aria-pressed", String(chosen.image === image));
      return made;
    }));
  }

  /**
   * @param {WorkedOutput} work
   * @param {number} chosen The input channel whose numbers are written out.
   * @param {(row: number, column: number) => number} valueAt What the layer puts out elsewhere in that map.
   */
  draw(work, chosen, valueAt) {
    const factors = factorsOf(work), channel = Math.min(chosen, factors.channels - 1);
    this.#drawStacks(factors, channel);
    this.#drawTables(factors, channel, work.inside);
    this.lines.replaceChildren(...linesOf(work, factors, channel, this.labels).map(lineElement));
    if (work.window) this.lines.append(poolingLine(work, work.window, valueAt, this.labels));
  }

  /**
   * @param {Factors} factors
   * @param {number} channel
   */
  #drawStacks(factors, channel) {
    const { size, channels } = factors, { labels } = this;
    for (const { name, caption, mosaic } of this.stacks) {
      const values = factors[name], peak = largest(values);
      mosaic.draw({
        values,
        count: channels,
        rows: size,
        columns: size,
        peakOf: () => peak,
        chosen: channels > 1 ? channel : undefined,
        signed: name !== "patch" || values.some((value) => value < 0),
        fit: { largest: channels === 1 ? ALONE : AMONG_OTHERS, smallest: SMALLEST, height: HEIGHT },
        label: filled(labels.stack, { what: labels[name], channels, peak: figure(peak) }),
      });
      caption.textContent = `${labels[name]} (${filled(labels.largest, { peak: figure(peak) })})`;
    }
  }

  /**
   * @param {Factors} factors
   * @param {number} channel
   * @param {boolean[]} inside
   */
  #drawTables({ size, channels, ...stacks }, channel, inside) {
    const { labels } = this;
    this.tables.replaceChildren();
    if (size > LARGEST_TABLE) return;
    if (channels > 1) element("p", "ll-tables-title", this.tables, filled(labels.of_channel, { channel }));
    const [patch, kernel, products] = STACKS.map((name) =>
      numberTable(channelOf(stacks[name], size, channel), size, labels[name], name === "patch" ? inside : undefined)
    );
    const line = element("div", "ll-tables", this.tables);
    line.append(patch, element("span", "ll-sign", null, "×"), kernel, element("span", "ll-sign", null, "="), products);
  }
}

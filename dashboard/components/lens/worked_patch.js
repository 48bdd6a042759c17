// One output of a convolution by hand: the patch, the kernel and their products as pictures and tables, the arithmetic line by line.

import { element } from "../browser/elements.js";
import { Mosaic } from "../browser/mosaic.js";
import { figure, largest } from "../browser/numbers.js";
import { reachable } from "../browser/scrolling.js";
import { filled } from "../browser/wording.js";
import { channelOf, factorsOf, linesOf } from "./arithmetic.js";
import { lineElement } from "./layer_parts.js";
import { numberTable } from "./number_table.js";
import { poolingLine } from "./pooling_line.js";
import { extremesOf, rangeText, scaled } from "./scale.js";

/** @import { WorkedPatch } from "../browser/server.d.ts" */
/** @import { Factors } from "./arithmetic.js" */
/** @import { Chosen, HandLabels } from "./data.d.ts" */
/** @import { Circumstances } from "./hand.js" */

const LARGEST_TABLE = 11; // a kernel of more rows is drawn, but not written out
const FIT = { largest: 92, smallest: 12, height: 110 }; // pixels
const STACKS = /** @type {const} */ (["patch", "kernel", "products"]);

export class PatchView {
  root = element("div");

  /**
   * @param {HandLabels} labels
   * @param {(change: Partial<Chosen>) => void} choose
   */
  constructor(labels, choose) {
    this.labels = labels;
    this.boxes = element("div", "ll-hand-boxes", this.root);
    this.stacks = STACKS.map((name) => {
      const box = element("figure", `ll-stack-${name}`, this.boxes),
        caption = element("figcaption", "", box, labels[name]);
      const mosaic = new Mosaic(element("div", "ll-fill", box), "pictures", ({ tile }) => choose({ channel: tile }));
      return { name, caption, mosaic };
    });
    this.tables = element("div", "ll-hand-tables", this.root);
    this.tables.setAttribute("role", "group");
    this.tables.setAttribute("aria-label", STACKS.map((name) => labels[name]).join(", "));
    reachable(this.tables);
    this.lines = element("div", "ll-arithmetic", this.root);
  }

  get mosaics() {
    return this.stacks.map(({ mosaic }) => mosaic);
  }

  /**
   * @param {WorkedPatch} work
   * @param {Circumstances} circumstances
   */
  draw(work, { channel: chosen, own, off, valueAt }) {
    const factors = factorsOf(work), channel = Math.min(chosen, factors.channels - 1);
    this.#drawStacks(factors, channel, own);
    this.#drawTables(factors, channel, work.inside, own);
    this.lines.replaceChildren(...linesOf(work, factors, channel, off, this.labels).map(lineElement));
    if (work.window) this.lines.append(poolingLine(work, work.window, valueAt, this.labels));
  }

  /**
   * @param {Factors} factors
   * @param {number} channel
   * @param {boolean} own
   */
  #drawStacks(factors, channel, own) {
    const { size, channels } = factors, { labels } = this;
    this.boxes.hidden = channels === 1 && size <= LARGEST_TABLE; // the tables show the same
    if (this.boxes.hidden) return;
    for (const { name, caption, mosaic } of this.stacks) {
      const values = factors[name], peak = largest(values);
      mosaic.draw({
        values,
        count: channels,
        rows: size,
        columns: size,
        ...scaled(values, channels, own && channels > 1, peak),
        chosen: channels > 1 ? channel : undefined,
        signed: name !== "patch" || values.some((value) => value < 0),
        fit: FIT,
        label: filled(labels.stack, { what: labels[name], channels, peak: figure(peak) }),
        keys: labels.pictures_keys,
        words: ({ tile }) => filled(labels.channel, { channel: tile, last: channels - 1 }),
      });
      caption.textContent = `${labels[name]} (${rangeText(labels.range, extremesOf(values))})`;
    }
  }

  /**
   * @param {Factors} factors
   * @param {number} channel
   * @param {boolean[]} inside
   * @param {boolean} own
   */
  #drawTables({ size, channels, ...stacks }, channel, inside, own) {
    const { labels } = this;
    this.tables.replaceChildren();
    if (size > LARGEST_TABLE) return;
    if (channels > 1) element("p", "ll-tables-title", this.tables, filled(labels.of_channel, { channel }));
    const [patch, kernel, products] = STACKS.map((name) =>
      numberTable(channelOf(stacks[name], size, channel), size, labels[name], {
        peak: own ? undefined : largest(stacks[name]),
        inside: name === "patch" ? inside : undefined,
      })
    );
    const line = element("div", "ll-tables", this.tables);
    line.append(patch, element("span", "ll-sign", null, "×"), kernel, element("span", "ll-sign", null, "="), products);
  }
}

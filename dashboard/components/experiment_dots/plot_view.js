// The plot's elements: above it what the marks mean, the picture in layers, below it each column's numbers.

import { element, svgElement } from "../browser/elements.js";
import { percentage, points } from "../browser/numbers.js";
import { filled } from "../browser/wording.js";
import { Marks, place } from "./marks.js";
import { hasEnded, meanOf } from "./seed_runs.js";

/** @import { ExperimentFrame } from "../browser/server.d.ts" */
/** @import { Comparison, Data, Design, Labels } from "./data.d.ts" */
/** @import { Geometry } from "./plot_geometry.js" */

const MANY = 40, SOME = 15; // seeds

/** A kind of mark, and what it means. @typedef {[kind: string, text: string]} Key */

/**
 * @param {HTMLElement} head
 * @param {string} title
 * @param {Key[]} keys
 */
function titled(head, title, keys) {
  const block = element("div", "", head);
  element("div", "ll-title", block, title);
  const line = element("div", "ll-keys", block);
  return keys.map(([kind, text]) => {
    const part = element("span", "ll-key", line);
    element("i", `ll-key-${kind}`, part);
    return element("span", "", part, text);
  });
}

/**
 * @param {HTMLElement} parent
 * @param {Design[]} designs
 * @param {number} design
 */
function letterOf(parent, designs, design) {
  const letter = element("span", "ll-letter", parent, designs[design].letter);
  letter.style.setProperty("--ll-color", `var(--ll-color-${design})`);
  letter.style.setProperty("--ll-on", `var(--ll-on-${design})`);
}

export class PlotView {
  /**
   * @param {HTMLElement} root
   * @param {Data} data
   */
  constructor(root, { designs, labels }) {
    this.root = root;
    this.plot = element("div", "ll-plot", root);
    this.plot.setAttribute("role", "img");
    this.plot.tabIndex = 0;
    this.head = element("div", "ll-head", this.plot);
    titled(this.head, labels.accuracy, [["dot", labels.one_seed], ["line", labels.same_seed], ["mean", labels.mean]]);
    const keys = titled(this.head, labels.difference, [
      ["dot", labels.one_difference],
      ["interval", labels.interval],
      ["band", ""],
    ]);
    this.band = keys[2];
    this.picture = svgElement("svg", "ll-picture", this.plot);
    const layer = (/** @type {string} */ name) => new Marks(this.picture, `ll-${name}`);
    // The last one lies on top.
    this.layers = {
      axes: layer("axes"),
      means: layer("means"),
      lines: layer("lines"),
      dots: layer("dots"),
      intervals: layer("intervals"),
      chosen: layer("chosen"),
    };
    this.foot = element("div", "ll-foot", this.plot);
    this.means = designs.map((_, design) => this.#meanBox(designs, design));
    this.differences = designs.slice(1).map((_, before) => this.#differenceBox(designs, before + 1));
    this.empty = element("p", "ll-empty", this.plot);
  }

  /**
   * @param {Geometry} geometry
   * @param {number} seeds
   */
  layOut({ width, height, axis, end, gap, left, right, narrow }, seeds) {
    const { root, head, foot, empty, means, differences } = this, designs = means.length;
    place(this.picture, { width, height });
    this.plot.style.width = `${width}px`;
    head.style.gridTemplateColumns = `${end + 0.35 * gap}px minmax(0, 1fr)`;
    foot.style.gridTemplateColumns =
      `${axis}px repeat(${designs}, ${left}px) ${gap}px repeat(${differences.length}, ${right}px)`;
    [...means, ...differences].forEach(({ box }, column) => {
      box.style.gridColumn = String(column < designs ? column + 2 : column + 3);
    });
    root.classList.toggle("ll-narrow", narrow);
    root.style.setProperty("--ll-faint", String(seeds > MANY ? 0.13 : seeds > SOME ? 0.2 : 0.32));
    Object.assign(empty.style, { left: `${axis}px`, width: `${end - axis}px` });
  }

  /**
   * @param {number[][]} accuracies Of each design.
   * @param {Data} data
   * @param {ExperimentFrame} frame
   * @param {boolean} narrow
   */
  showNumbers(accuracies, { labels, comparisons, worthwhile }, frame, narrow) {
    this.means.forEach(({ value }, design) => {
      const mean = meanOf(accuracies[design]), template = narrow ? "{percent} %" : labels.mean_of;
      value.textContent = mean === null ? "" : filled(template, { percent: percentage(mean, 2) });
    });
    this.differences.forEach((box, before) => {
      this.#showDifference(box, comparisons.find(({ design }) => design === before + 1), labels, narrow);
    });
    this.band.textContent = filled(labels.worthwhile, { points: Number(percentage(worthwhile, 2)) });
    const any = accuracies.some((values) => values.length);
    this.empty.textContent = any ? "" : hasEnded(frame) ? labels.nothing : labels.empty;
  }

  /**
   * @param {Design[]} designs
   * @param {number} design
   */
  #meanBox(designs, design) {
    const box = element("div", "ll-column", this.foot);
    letterOf(box, designs, design);
    const value = element("div", "ll-number", box), { name } = designs[design];
    element("div", "ll-column-name", box, name).title = name;
    return { box, value };
  }

  /**
   * @param {Design[]} designs
   * @param {number} design
   */
  #differenceBox(designs, design) {
    const box = element("div", "ll-column", this.foot), pair = element("div", "ll-pair", box);
    letterOf(pair, designs, design);
    element("span", "", pair, "−");
    letterOf(pair, designs, 0);
    return { box, value: element("div", "ll-number", box), interval: element("div", "ll-between", box) };
  }

  /**
   * @param {{ value: HTMLElement, interval: HTMLElement }} box
   * @param {Comparison | undefined} found
   * @param {Labels} labels
   * @param {boolean} narrow
   */
  #showDifference({ value, interval }, found, labels, narrow) {
    const template = narrow ? "{points}" : labels.points, { low = null, high = null } = found ?? {};
    value.textContent = found ? filled(template, { points: points(found.difference) }) : "";
    const known = low !== null && high !== null;
    interval.textContent = known ? filled(labels.between, { low: points(low), high: points(high) }) : "";
  }
}

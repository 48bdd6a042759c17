// The diagram itself: across the average softmax value of a bin's images, up the share of them that is right.

import { setAttributes, svgElement } from "../browser/elements.js";
import { grouped, percent, softmaxText } from "../browser/numbers.js";
import { filled } from "../browser/wording.js";

/** @import { ReliabilityBin } from "../browser/server.d.ts" */

/** @typedef {Record<"across" | "up" | "diagonal" | "dot" | "alt", string>} Labels */

const SIDE = 250, LEFT = 62, TOP = 12, BELOW = 46, RIGHT = 14; // sixteenths of a rem
const TICKS = [0, 0.2, 0.4, 0.6, 0.8, 1];
const SMALLEST = 3, LARGEST = 8; // the dots' radii

/**
 * @param {number} share
 */
export function across(share) {
  return LEFT + SIDE * share;
}

/**
 * @param {number} share
 */
export function up(share) {
  return TOP + SIDE * (1 - share);
}

/**
 * A dot has the more room the more images it stands for.
 * @param {number} total
 * @param {number} most
 */
export function radiusOf(total, most) {
  return SMALLEST + (LARGEST - SMALLEST) * Math.sqrt(total / most);
}

/** @param {ReliabilityBin} bin */
export function rangeText({ low, high }) {
  return `${low.toFixed(1)}–${high.toFixed(1)}`;
}

export class Diagram {
  /** @param {HTMLElement} parent */
  constructor(parent) {
    this.picture = svgElement("svg", "ll-reliability-diagram", parent);
    const width = LEFT + SIDE + RIGHT, height = TOP + SIDE + BELOW;
    setAttributes(this.picture, { viewBox: `0 0 ${width} ${height}`, role: "img" });
    this.picture.style.width = `${width / 16}rem`;
    this.axes = svgElement("g", "", this.picture);
    this.marks = svgElement("g", "", this.picture);
  }

  /**
   * @param {ReliabilityBin[]} bins
   * @param {string} alt
   * @param {Labels} labels
   */
  draw(bins, alt, labels) {
    this.picture.setAttribute("aria-label", alt);
    this.#drawAxes(labels);
    const most = Math.max(...bins.map(({ total }) => total));
    this.marks.replaceChildren();
    for (const bin of bins) this.#drawBin(bin, most, labels);
  }

  /** @param {Labels} labels */
  #drawAxes(labels) {
    const { axes } = this, end = { x: LEFT + SIDE, y: TOP + SIDE };
    axes.replaceChildren();
    for (const tick of TICKS) {
      this.#line("ll-grid", axes, across(tick), TOP, across(tick), end.y);
      this.#line("ll-grid", axes, LEFT, up(tick), end.x, up(tick));
      this.#text(axes, tick.toFixed(1), across(tick), end.y + 17, "middle");
      this.#text(axes, `${Math.round(100 * tick)} %`, LEFT - 8, up(tick) + 4, "end");
    }
    this.#line("ll-diagonal", axes, across(0), up(0), across(1), up(1));
    this.#text(axes, labels.diagonal, across(0.53), up(0.53) - 7, "middle")
      .setAttribute("transform", `rotate(-45 ${across(0.53)} ${up(0.53) - 7})`);
    this.#text(axes, labels.across, LEFT + SIDE / 2, end.y + 38, "middle");
    this.#text(axes, labels.up, 14, TOP + SIDE / 2, "middle")
      .setAttribute("transform", `rotate(-90 14 ${TOP + SIDE / 2})`);
  }

  /**
   * @param {ReliabilityBin} bin
   * @param {number} most
   * @param {Labels} labels
   */
  #drawBin(bin, most, labels) {
    const { mean, correct, total, interval: [low, high] } = bin, mark = svgElement("g", "ll-bin", this.marks);
    const share = correct / total, x = across(mean);
    this.#line("ll-interval", mark, x, up(low), x, up(high));
    const dot = svgElement("circle", "ll-dot", mark);
    setAttributes(dot, { cx: x, cy: up(share), r: radiusOf(total, most) });
    svgElement("title", "", mark).textContent = filled(labels.dot, {
      range: rangeText(bin),
      total: grouped(total),
      mean: softmaxText(mean),
      share: percent(share),
    });
  }

  /**
   * @param {string} name
   * @param {SVGGElement} parent
   * @param {number} x1
   * @param {number} y1
   * @param {number} x2
   * @param {number} y2
   */
  #line(name, parent, x1, y1, x2, y2) {
    setAttributes(svgElement("line", name, parent), { x1, y1, x2, y2 });
  }

  /**
   * @param {SVGGElement} parent
   * @param {string} words
   * @param {number} x
   * @param {number} y
   * @param {string} anchor
   */
  #text(parent, words, x, y, anchor) {
    const made = svgElement("text", "", parent);
    made.textContent = words;
    setAttributes(made, { x, y, "text-anchor": anchor });
    return made;
  }
}

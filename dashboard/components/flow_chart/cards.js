// The chart's cards: one for the image, one for each layer.

import { element, write } from "../browser/elements.js";
import { paintDigit } from "../browser/map_canvas.js";
import { figure } from "../browser/numbers.js";
import { rem } from "../browser/text_scale.js";
import { filled } from "../browser/wording.js";
import { drawBars, makeBars } from "./class_bars.js";
import { drawOutput } from "./output_picture.js";

/** @import { Inspection } from "../browser/server.d.ts" */
/** @import { Bars } from "./class_bars.js" */

/**
 * What a card says. `position`: its place among the layers that can be chosen; null where there is no choice.
 * @typedef {object} CardData
 * @property {string} name
 * @property {string} title
 * @property {"image" | "maps" | "values" | "classes"} picture
 * @property {string[]} lines
 * @property {number | null} position
 * @property {string} mark
 * @property {boolean} refused
 */

const WIDEST = 10.75, NARROWEST = 6.75; // rem
const ARROW = 16; // pixels

/**
 * A size such as 5 × 5 stays on one line.
 * @param {string} text
 */
function unbroken(text) {
  return text.replace(/ × /g, "\u00a0×\u00a0");
}

/**
 * The grid's columns: as many cards a row as make the rows about equally long.
 * @param {number} count
 * @param {number} width In pixels.
 * @param {number} oneRem The page's, in pixels: larger type needs wider cards.
 */
export function columnsFor(count, width, oneRem = 16) {
  const most = Math.max(2, Math.floor((width + ARROW) / (NARROWEST * oneRem + ARROW)));
  const across = Math.ceil(count / Math.ceil(count / most));
  return { across, wide: Math.min(WIDEST * oneRem, Math.floor((width + ARROW) / across) - ARROW) };
}

/**
 * @param {HTMLElement} row
 * @param {number} count
 * @param {number} width
 */
export function arrangeCards(row, count, width) {
  if (!width || !count) return;
  const { across, wide } = columnsFor(count, width, rem());
  row.style.gridTemplateColumns = `repeat(${across}, ${wide}px)`;
  row.style.columnGap = `${ARROW}px`;
  row.classList.toggle("ll-many", count > across); // rows: they are lower, so that one sees more of them
}

export class Card {
  /** @type {Bars | null} */
  #bars = null;
  /** @type {HTMLCanvasElement | null} */
  #canvas = null;

  /**
   * @param {CardData} data
   * @param {boolean} arrow Whether one leads to it.
   * @param {{ alt: string, range: string }} words With the field {layer}; with {low} and {high}.
   * @param {(position: number) => void} choose
   */
  constructor(data, arrow, words, choose) {
    this.data = data;
    this.words = words;
    this.box = element("div", "ll-step");
    this.box.setAttribute("role", "listitem");
    if (arrow) element("span", "ll-arrow", this.box).setAttribute("aria-hidden", "true");
    this.body = this.#makeBody(choose);
    element("b", "ll-title", this.body, unbroken(data.title));
    element("span", "ll-name", this.body, data.picture === "image" ? "" : data.name);
    this.#makePicture(words.alt);
    const facts = element("span", "ll-facts", this.body);
    this.range = element("span", "ll-fact ll-range", facts);
    this.range.hidden = data.picture === "image" || data.picture === "classes";
    for (const line of data.lines) element("span", "ll-fact", facts, line);
    if (data.mark) element("span", "ll-mark", facts, unbroken(data.mark));
    this.body.classList.toggle("ll-refused", data.refused);
  }

  /** @param {number | null} selected */
  select(selected) {
    const { position } = this.data;
    if (position !== null) this.body.setAttribute("aria-pressed", String(position === selected));
  }

  /**
   * @param {Inspection} inspection
   * @param {number} [peak] Where the scale of every picture ends; without it each has its own.
   */
  draw({ images: [image], probabilities, flow = {} }, peak) {
    const { name, picture } = this.data;
    if (this.#bars) drawBars(this.#bars, probabilities[0], image.label);
    else if (this.#canvas && picture === "image") paintDigit(this.#canvas, image.pixels);
    else if (this.#canvas && flow[name]) {
      drawOutput(this.#canvas, flow[name], peak);
      write(this.range, filled(this.words.range, { low: figure(flow[name].low), high: figure(flow[name].high) }));
    }
  }

  /** @param {(position: number) => void} choose */
  #makeBody(choose) {
    const { name, position } = this.data, body = element(position === null ? "div" : "button", "ll-card", this.box);
    body.dataset.layer = name;
    if (position !== null && body instanceof HTMLButtonElement) {
      body.type = "button";
      body.onclick = () => choose(position);
    }
    return body;
  }

  /** @param {string} alt */
  #makePicture(alt) {
    const { title, picture } = this.data, frame = element("span", `ll-picture ll-picture-${picture}`, this.body);
    if (picture === "classes") {
      this.#bars = makeBars(frame);
      return;
    }
    this.#canvas = element("canvas", "", frame);
    this.#canvas.setAttribute("role", "img");
    this.#canvas.setAttribute("aria-label", filled(alt, { layer: title }));
  }
}

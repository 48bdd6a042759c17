// One image on which a pixel can be chosen, by a click or by the arrow keys and Enter.

import { element } from "../browser/elements.js";
import { paintDigit } from "../browser/map_canvas.js";
import { component } from "../browser/mounting.js";
import { clamped } from "../browser/numbers.js";
import { filled } from "../browser/wording.js";

/** @import { Place } from "../browser/mounting.js" */

/** @typedef {[number, number]} Pixel (row, column) */

/**
 * @typedef {object} Data
 * @property {string} pixels
 * @property {number} rows
 * @property {number} columns
 * @property {boolean} open Whether a pixel can be chosen.
 * @property {Pixel | null} marked
 * @property {Pixel | null} found
 * @property {{ image: string, keys: string, pixel: string }} labels
 */

/** @type {Record<string, Pixel>} */
const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

class PixelChoice {
  root = element("div", "ll-pixel-choice");
  canvas = element("canvas", "", this.root);
  #marked = element("i", "ll-marked", this.root);
  #found = element("i", "ll-found", this.root);
  #cursor = element("i", "ll-cursor", this.root);
  #spoken = element("div", "ll-spoken", this.root);
  #drawn = "";
  /** @type {Pixel} */
  #at = [0, 0];

  /**
   * @param {Place} place
   * @param {Data} data
   */
  constructor(place, data) {
    this.place = place;
    this.data = data;
    this.#at = data.marked ?? [data.rows >> 1, data.columns >> 1];
    this.#spoken.setAttribute("aria-live", "polite");
    this.canvas.addEventListener("click", (event) => this.#click(event));
    this.canvas.addEventListener("keydown", (event) => this.#key(event));
    this.canvas.addEventListener("focus", () => this.#showCursor());
    this.canvas.addEventListener("blur", () => this.#showCursor());
  }

  /** @param {Data} data */
  update(data) {
    this.data = data;
    const { labels, open, pixels } = data;
    if (pixels !== this.#drawn) paintDigit(this.canvas, this.#drawn = pixels);
    this.canvas.setAttribute("role", open ? "application" : "img");
    this.canvas.setAttribute("aria-label", open ? `${labels.image} ${labels.keys}` : labels.image);
    if (open) this.canvas.tabIndex = 0;
    else this.canvas.removeAttribute("tabindex");
    this.#lay(this.#marked, data.marked);
    this.#lay(this.#found, data.found);
    this.#showCursor();
  }

  /**
   * @param {HTMLElement} mark
   * @param {Pixel | null} pixel
   */
  #lay(mark, pixel) {
    mark.hidden = pixel === null;
    if (pixel === null) return;
    const { rows, columns } = this.data, [row, column] = pixel;
    Object.assign(mark.style, {
      left: `${100 * column / columns}%`,
      top: `${100 * row / rows}%`,
      width: `${100 / columns}%`,
      height: `${100 / rows}%`,
    });
  }

  #showCursor() {
    const shown = this.data.open && this.canvas.matches(":focus-visible");
    this.#lay(this.#cursor, shown ? this.#at : null);
  }

  /** @param {MouseEvent} event */
  #click({ clientX, clientY }) {
    if (!this.data.open) return;
    const box = this.canvas.getBoundingClientRect(), { rows, columns } = this.data;
    const row = clamped(Math.floor(rows * (clientY - box.top) / box.height), 0, rows - 1);
    const column = clamped(Math.floor(columns * (clientX - box.left) / box.width), 0, columns - 1);
    this.#choose([row, column]);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (!this.data.open || event.altKey || event.ctrlKey || event.metaKey) return;
    const step = STEPS[event.key], chooses = event.key === "Enter" || event.key === " ";
    if (!step && !chooses) return;
    event.preventDefault();
    event.stopPropagation(); // the page has keys of its own
    if (chooses) {
      this.#choose(this.#at);
      return;
    }
    const { rows, columns, labels } = this.data, [row, column] = this.#at;
    this.#at = [clamped(row + step[0], 0, rows - 1), clamped(column + step[1], 0, columns - 1)];
    this.#spoken.textContent = filled(labels.pixel, { row: this.#at[0], column: this.#at[1] });
    this.#showCursor();
  }

  /** @param {Pixel} pixel */
  #choose(pixel) {
    this.#at = pixel;
    this.place.tell("pixel", pixel);
  }
}

export default component((place, /** @type {Data} */ data) => new PixelChoice(place, data));

// Digits with captions, drawn crisp and dark on light.

import { bytesOf } from "../browser/base64.js";
import { element, nameControl } from "../browser/elements.js";
import { paintInk } from "../browser/map_canvas.js";
import { OneStop } from "../browser/one_stop.js";

/** @import { Digits } from "../browser/server.d.ts" */

const SIDE = 28, PIXELS = SIDE * SIDE;

/** A row of digits that wraps. */
export class DigitRow {
  root = element("div", "ll-digits");
  #stop = new OneStop(this.root);

  /**
   * @param {Digits} digits
   * @param {number} size The side of one, in pixels, at the least.
   * @param {string | null} pick What a click on one does, in words; it calls `choose(place)`.
   * @param {(place: number) => void} choose
   */
  show({ pixels, items }, size, pick, choose) {
    this.root.style.setProperty("--size", `${size}px`);
    const bytes = bytesOf(pixels);
    const figures = items.map(({ lines, alt }, place) => {
      const figure = element("figure");
      const frame = pick === null ? figure : pickable(figure, `${alt} ${pick}`, pick, () => choose(place));
      const canvas = element("canvas", "", frame);
      canvas.setAttribute("role", "img");
      canvas.setAttribute("aria-label", alt);
      paintInk(canvas, bytes.subarray(place * PIXELS, (place + 1) * PIXELS));
      const caption = element("figcaption", "", figure);
      for (const line of lines) element("div", "", caption, line);
      return figure;
    });
    this.#stop.renew(() => this.root.replaceChildren(...figures));
  }
}

/**
 * @param {HTMLElement} figure
 * @param {string} name
 * @param {string} title
 * @param {() => void} act
 */
function pickable(figure, name, title, act) {
  const made = element("button", "", figure);
  made.type = "button";
  made.onclick = act;
  nameControl(made, name);
  made.title = title;
  return made;
}

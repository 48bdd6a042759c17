// Which test image the chart shows: the controls, and what was chosen, for as long as the tab is open.

import { button, element } from "../browser/elements.js";

const KEPT = "layerLabFlow";
export const TEST_IMAGES = 10_000;

/** @typedef {{ number: string, previous: string, next: string, random: string }} Labels */

function remembered() {
  try {
    const number = Number(sessionStorage.getItem(KEPT) ?? 0);
    return Number.isInteger(number) && number >= 0 && number < TEST_IMAGES ? number : 0;
  } catch {
    return 0; // the browser allows no storage
  }
}

export class ImageChoice {
  image = remembered();

  /**
   * @param {HTMLElement} parent
   * @param {Labels} labels
   * @param {() => void} changed
   */
  constructor(parent, labels, changed) {
    this.changed = changed;
    const field = element("label", "ll-field", parent, labels.number);
    this.number = element("input", "", field);
    Object.assign(this.number, { type: "number", min: 0, max: TEST_IMAGES - 1, step: 1, value: this.image });
    this.number.addEventListener("change", () => this.#choose(this.number.valueAsNumber));
    button(parent, "‹", () => this.#step(-1), labels.previous);
    button(parent, "›", () => this.#step(1), labels.next);
    const random = button(parent, labels.random, () => this.#choose(Math.floor(Math.random() * TEST_IMAGES)));
    random.title = labels.random;
  }

  keep() {
    try {
      sessionStorage.setItem(KEPT, String(this.image));
    } catch { /* the browser allows no storage */ }
  }

  /** @param {number} by */
  #step(by) {
    this.#choose((this.image + by + TEST_IMAGES) % TEST_IMAGES);
  }

  /** @param {number} number What is no number of an image is told by the server. */
  #choose(number) {
    if (Number.isInteger(number)) this.image = number;
    this.number.value = String(this.image);
    this.changed();
  }
}

// Whether each picture of the chart has its own scale, or all share one; kept for as long as the tab is open.

import { button, element } from "../browser/elements.js";

const KEPT = "layerLabFlowScale";

/** @typedef {{ scales: string, one: string, own: string }} Labels */

function remembered() {
  try {
    return sessionStorage.getItem(KEPT) !== "one";
  } catch {
    return true; // the browser allows no storage
  }
}

export class ScaleChoice {
  own = remembered();

  /**
   * @param {HTMLElement} parent
   * @param {Labels} labels
   * @param {() => void} changed
   */
  constructor(parent, labels, changed) {
    const group = element("span", "ll-flow-scale", parent);
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", labels.scales);
    this.buttons = [true, false].map((own) => button(group, own ? labels.own : labels.one, () => this.#choose(own)));
    this.changed = changed;
    this.#show();
  }

  /** @param {boolean} own */
  #choose(own) {
    this.own = own;
    this.#show();
    try {
      sessionStorage.setItem(KEPT, own ? "own" : "one");
    } catch { /* the browser allows no storage */ }
    this.changed();
  }

  #show() {
    const [own, one] = this.buttons;
    own.setAttribute("aria-pressed", String(this.own));
    one.setAttribute("aria-pressed", String(!this.own));
  }
}

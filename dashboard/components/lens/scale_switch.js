// One scale for all pictures of a kind, or each on its own: all parts of the page obey.

import { button, element, write } from "../browser/elements.js";

/** @import { LayerLabels } from "./data.d.ts" */

export class ScaleSwitch {
  /**
   * @param {HTMLElement} parent
   * @param {LayerLabels} labels
   * @param {(own: boolean) => void} choose
   */
  constructor(parent, labels, choose) {
    this.labels = labels;
    this.root = element("div", "ll-scale-switch", parent);
    element("span", "", this.root, labels.scales);
    const group = element("div", "ll-toggle", this.root);
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", labels.scales);
    this.buttons = [false, true].map((own) => button(group, own ? labels.own : labels.one, () => choose(own)));
    this.help = element("span", "ll-quiet", this.root);
  }

  /** @param {boolean} own */
  show(own) {
    this.buttons.forEach((each, place) => each.setAttribute("aria-pressed", String(Boolean(place) === own)));
    write(this.help, own ? this.labels.own_help : this.labels.one_help);
  }
}

// The choice of how the pages look in this browser.

import { chooseAppearance, chosenAppearance, SHADES } from "../browser/appearance.js";
import { element } from "../browser/elements.js";
import { component } from "../browser/mounting.js";

/** @import { Shade } from "../browser/appearance.js" */

/** @typedef {{ labels: { title: string, shades: Record<Shade, string>, projector: string, projector_help: string } }} Data */

class AppearanceChoice {
  root = element("div", "ll-appearance");

  /** @param {Data} data */
  constructor({ labels }) {
    const group = element("fieldset", "", this.root);
    group.setAttribute("aria-label", labels.title);
    this.shades = SHADES.map((shade) => {
      const input = this.#option(group, "radio", labels.shades[shade]);
      input.name = "shade";
      input.value = shade;
      input.onchange = () => chooseAppearance({ ...chosenAppearance(), shade });
      return input;
    });
    element("hr", "", this.root);
    this.projector = this.#option(this.root, "checkbox", labels.projector);
    this.projector.onchange = () => chooseAppearance({ ...chosenAppearance(), projector: this.projector.checked });
    element("small", "", this.root, labels.projector_help);
  }

  update() {
    const { shade, projector } = chosenAppearance();
    for (const input of this.shades) input.checked = input.value === shade;
    this.projector.checked = projector;
  }

  /**
   * @param {HTMLElement} parent
   * @param {"radio" | "checkbox"} type
   * @param {string} text
   */
  #option(parent, type, text) {
    const label = element("label", "", parent), input = element("input", "", label);
    input.type = type;
    element("span", "", label, text);
    return input;
  }
}

export default component((_place, /** @type {Data} */ data) => new AppearanceChoice(data), ({ labels }) => labels);

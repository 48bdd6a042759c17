// A part without a look: it scrolls to a container of the page when what that shows has become another.

import { element } from "../browser/elements.js";
import { component } from "../browser/mounting.js";
import { keepInSight } from "../browser/sight.js";

/** `container`: its key; `state`: what it shows, null for nothing. @typedef {{ container: string, state: string | null }} Data */

/** What each showed last, for as long as the tab is open. @type {Map<string, string | null>} */
const known = new Map();

class InSight {
  root = element("span");
  #end = () => {};

  /** @param {Data} data */
  update({ container, state }) {
    const before = known.get(container);
    known.set(container, state);
    if (before === undefined || state === null || before === state) return;
    this.#end();
    this.#end = keepInSight(() => document.querySelector(`.st-key-${CSS.escape(container)}`));
  }

  end() {
    this.#end();
  }
}

export default component((_, /** @type {Data} */ __) => new InSight());

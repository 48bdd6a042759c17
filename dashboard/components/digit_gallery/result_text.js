// One line of the Test page; what stands between two pairs of stars is bold.

import { markDrawn } from "../browser/checkpoint.js";
import { element } from "../browser/elements.js";
import { component } from "../browser/mounting.js";
import { showWaiting, ViewFollower } from "./result_view.js";

/** @import { TestView } from "../browser/server.d.ts" */
/** @import { ViewedCheckpoint } from "./result_view.js" */

/**
 * `waits`: it says what is being waited for; else what is drawn stays meanwhile.
 * @typedef {ViewedCheckpoint & { part: "headline" | "chosen" | "mistakes" | "range", waits: boolean }} Data
 */

class ResultText {
  root = element("p", "ll-view-text");
  #follower = new ViewFollower((view, at) => this.#draw(view, at));

  /** @param {Data} data */
  constructor(data) {
    this.data = data;
  }

  /** @param {Data} data */
  update(data) {
    this.data = data;
    this.#follower.update(data);
  }

  end() {
    this.#follower.end();
  }

  /**
   * @param {TestView} view
   * @param {number | null} at
   */
  #draw(view, at) {
    const { part, waits } = this.data, instead = waits ? view.waiting ?? "" : this.root.textContent;
    const pieces = (view[part] ?? instead).split("**");
    this.root.replaceChildren(...pieces.map((text, place) => element(place % 2 ? "b" : "span", "", null, text)));
    if (waits) markDrawn(this.root, at);
    else showWaiting(this.root, view, at);
  }
}

export default component((_, /** @type {Data} */ data) => new ResultText(data));

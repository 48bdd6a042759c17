// How far a drawing lies from the training images: asked once the pen rests and the network stands still.

import { NOVELTY } from "../browser/addresses.js";
import { ask, isProblem } from "../browser/json_request.js";

/** @import { ImageNovelty, NoveltyAnswer, NoveltyRequest, Problem } from "../browser/server.d.ts" */

const ASK_AFTER_MS = 300; // the pen may only have been lifted

export class NoveltyCheck {
  #subject = "";
  /** @type {number | undefined} */
  #timer = undefined;

  /** @param {(found: ImageNovelty | null) => void} show null: nothing is known, or not yet. */
  constructor(show) {
    this.show = show;
  }

  /**
   * @param {NoveltyRequest | null} request null: there is nothing to compare.
   * @param {number} [iteration] Where the run is, if that is what is asked about.
   */
  follow(request, iteration = 0) {
    const subject = request ? JSON.stringify([request, iteration]) : "";
    if (subject === this.#subject) return;
    this.#subject = subject;
    clearTimeout(this.#timer);
    this.show(null);
    if (request) this.#timer = setTimeout(() => this.#run(subject, request), ASK_AFTER_MS);
  }

  end() {
    this.follow(null);
  }

  /**
   * @param {string} subject
   * @param {NoveltyRequest} request
   */
  async #run(subject, request) {
    /** @type {NoveltyAnswer | Problem} */
    const found = await ask(NOVELTY, request);
    if (this.#subject !== subject) return;
    if (isProblem(found)) this.#subject = ""; // with the next answer it is asked again
    else this.show(found.images[0] ?? null);
  }
}

// Reads all digits of a picture in turn, two at a time, and again once the network has learned.

import { INSPECTION } from "../browser/addresses.js";
import { ask, isProblem } from "../browser/json_request.js";
import { placeOfLargest } from "../browser/numbers.js";

/** @import { Inspection, InspectionRequest } from "../browser/server.d.ts" */
/** @import { Photo } from "./photo_layer.js" */

const AT_A_TIME = 2; // images in a request
const AGAIN_MS = 2500; // while training

/** The network to ask, and the language: @typedef {Omit<InspectionRequest, "images">} Network */

export class DigitReader {
  /** What the network says of each; null: not yet. @type {(number | null)[]} */
  answers = [];
  /** @type {string | null} */
  #photo = null;
  #round = 0;
  /** @type {number | undefined} */
  #timer = undefined;
  #last = -Infinity;

  /**
   * @param {() => Network} network
   * @param {() => void} changed
   */
  constructor(network, changed) {
    this.network = network;
    this.changed = changed;
  }

  /** @param {Photo | null} photo Its digits; what was read of others is forgotten. */
  read(photo) {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const round = ++this.#round;
    if (photo?.id !== this.#photo) {
      this.#photo = photo?.id ?? null;
      this.answers = (photo?.digits ?? []).map(() => null);
    }
    if (photo) this.#readAll(photo, round);
  }

  /** @param {() => Photo | null} photo */
  readSoon(photo) {
    this.#timer ??= setTimeout(() => this.read(photo()), Math.max(0, this.#last + AGAIN_MS - performance.now()));
  }

  end() {
    this.#round++;
    clearTimeout(this.#timer);
  }

  /**
   * @param {Photo} photo
   * @param {number} round
   */
  async #readAll({ digits }, round) {
    for (let at = 0; at < digits.length; at += AT_A_TIME) {
      const images = digits.slice(at, at + AT_A_TIME).map(({ pixels }) => ({ pixels }));
      /** @type {Inspection | import("../browser/server.d.ts").Problem} */
      const answer = await ask(INSPECTION, { ...this.network(), images });
      if (this.#round !== round) return;
      this.#last = performance.now();
      if (isProblem(answer)) return;
      answer.probabilities.forEach((each, place) => this.answers[at + place] = placeOfLargest(each));
      this.changed();
    }
  }
}

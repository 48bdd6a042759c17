// The film: one checkpoint after the other, as soon as the page has drawn the one before.

import { isDrawing } from "../browser/checkpoint.js";

const FRAME_MS = 700, CALM_FRAME_MS = 2000; // calm: for those who want little to move
const LONGEST_FRAME_MS = 5000; // where the page takes long to draw one
const LOOK_AGAIN_MS = 40;

export class Film {
  /** @type {number | undefined} */
  #timer = undefined;
  #began = 0; // the present frame
  #running = false;
  #calm = matchMedia("(prefers-reduced-motion: reduce)");

  /**
   * @param {(first: boolean) => boolean} advance Shows the next frame; whether it is the last one.
   * @param {() => void} ended Called at the end of the film, not where it is broken off.
   */
  constructor(advance, ended) {
    this.advance = advance;
    this.ended = ended;
  }

  get running() {
    return this.#running;
  }

  start() {
    this.#running = true;
    this.#show(true);
  }

  end() {
    clearTimeout(this.#timer);
    this.#running = false;
  }

  /** @param {boolean} first */
  #show(first) {
    const last = this.advance(first);
    this.#began = performance.now();
    if (!last) {
      this.#timer = setTimeout(() => this.#next(), this.#calm.matches ? CALM_FRAME_MS : FRAME_MS);
      return;
    }
    this.end();
    this.ended();
  }

  #next() {
    const patient = performance.now() - this.#began < LONGEST_FRAME_MS;
    if (isDrawing() && patient) this.#timer = setTimeout(() => this.#next(), LOOK_AGAIN_MS);
    else this.#show(false);
  }
}

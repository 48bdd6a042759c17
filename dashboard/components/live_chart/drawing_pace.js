// How often a drawing is made anew: on the training's own machine drawing is the training's time.

const PAUSE_MS = 200;
const COST = 25; // drawing takes at most about 1 / COST of a core
const DEAREST_MS = 60; // one that the machine was too busy for should not slow the others for long

/**
 * At most one drawing every PAUSE_MS, fewer where drawing is slow, and always one of the latest.
 */
export class DrawingPace {
  #wanted = false;
  #last = -Infinity;
  /** @type {number | undefined} */
  #timer = undefined;
  /** @type {number | null} */
  #cost = null; // the first drawing loads Plotly, and does not count

  /**
   * @param {() => Promise<void>} draw
   */
  constructor(draw) {
    this.draw = draw;
  }

  /** Something has changed. */
  want() {
    this.#wanted = true;
    if (this.#timer !== undefined) return;
    const pause = Math.max(PAUSE_MS, COST * (this.#cost ?? 0));
    const wait = Math.max(0, this.#last + pause - performance.now());
    this.#timer = setTimeout(() => this.#run(), wait);
  }

  end() {
    clearTimeout(this.#timer);
  }

  async #run() {
    const began = performance.now();
    this.#wanted = false;
    try {
      await this.draw();
    } finally {
      this.#last = performance.now();
      const cost = Math.min(this.#last - began, DEAREST_MS);
      this.#cost = this.#cost === null ? 0 : 0.7 * this.#cost + 0.3 * cost;
      this.#timer = undefined;
      if (this.#wanted) this.want();
    }
  }
}

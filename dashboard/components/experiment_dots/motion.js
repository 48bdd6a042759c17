// The calm way from one picture to the next: named numbers move to where they shall be. What is new is there at once.

const MOVE_MS = 450;

/** @typedef {Record<string, number>} Numbers */

/**
 * Slow at both ends.
 * @param {number} share From 0 to 1.
 */
export function eased(share) {
  return share * share * (3 - 2 * share);
}

/**
 * @param {Numbers} from
 * @param {Numbers} to
 * @param {number} share
 */
export function between(from, to, share) {
  const moved = (/** @type {string} */ name) => name in from ? from[name] + (to[name] - from[name]) * share : to[name];
  return Object.fromEntries(Object.keys(to).map((name) => [name, moved(name)]));
}

export class Motion {
  /** @type {Numbers} */
  #now = {};
  #frame = 0;
  #still = matchMedia("(prefers-reduced-motion: reduce)");

  /**
   * @param {(now: Numbers, share: number) => void} paint Draws a step: the numbers, and how much of the way is done.
   */
  constructor(paint) {
    this.paint = paint;
  }

  /**
   * @param {Numbers} target
   * @param {boolean} at_once
   */
  go(target, at_once) {
    this.stop();
    const from = this.#now, moves = Object.keys(target).some((name) => name in from && from[name] !== target[name]);
    if (at_once || !moves || this.#still.matches || document.hidden) this.#step(target, 1);
    else this.#walk(from, target, performance.now());
  }

  stop() {
    cancelAnimationFrame(this.#frame);
  }

  /**
   * @param {Numbers} from
   * @param {Numbers} target
   * @param {number} began
   */
  #walk(from, target, began) {
    const step = (/** @type {number} */ time) => {
      const share = Math.min(1, Math.max(0, (time - began) / MOVE_MS));
      this.#step(between(from, target, eased(share)), eased(share));
      if (share < 1) this.#frame = requestAnimationFrame(step);
    };
    step(began);
  }

  /**
   * @param {Numbers} now
   * @param {number} share
   */
  #step(now, share) {
    this.#now = now;
    this.paint(now, share);
  }
}

// The parts of the page that are drawn anew with each answer. What is scrolled out of sight, and was drawn before, waits
// until it is seen or until the network stands still: on the training's own machine drawing is the training's time.

const STILL_MS = 1200; // longer than from one answer to the next
const NEAR = "120px"; // so far out of sight counts as seen

/** @typedef {Map<HTMLElement, (() => void) | null>} Drawings A part without a drawing is hidden. */

export class Sections {
  /** @type {Set<Element>} */
  #away = new Set();
  /** @type {Map<Element, () => void>} */
  #waiting = new Map();
  /** @type {number | undefined} */
  #timer = undefined;
  #sight = new IntersectionObserver((entries) => this.#seen(entries), { rootMargin: NEAR });

  /** @param {HTMLElement} section */
  add(section) {
    this.#sight.observe(section);
  }

  /**
   * @param {string} layer What they show; of another layer all is drawn at once.
   * @param {Drawings} drawings
   */
  draw(layer, drawings) {
    this.#waiting.clear();
    for (const [section, drawing] of drawings) {
      section.hidden = !drawing;
      if (!drawing) this.#away.delete(section);
      else if (this.#away.has(section) && section.dataset.drawn === layer) this.#waiting.set(section, drawing);
      else drawing();
      section.dataset.drawn = layer;
    }
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#catchUp(), STILL_MS);
  }

  end() {
    clearTimeout(this.#timer);
    this.#sight.disconnect();
  }

  #catchUp() {
    for (const drawing of this.#waiting.values()) drawing();
    this.#waiting.clear();
  }

  /** @param {IntersectionObserverEntry[]} entries */
  #seen(entries) {
    for (const { target, isIntersecting } of entries) {
      const hidden = target instanceof HTMLElement && target.hidden;
      if (isIntersecting || hidden) this.#away.delete(target);
      else this.#away.add(target);
      if (!isIntersecting) continue;
      this.#waiting.get(target)?.();
      this.#waiting.delete(target);
    }
  }
}

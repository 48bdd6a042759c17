// SVG marks that are kept by name from one drawing to the next.

import { svgElement } from "../browser/elements.js";

/**
 * Numbers with as many decimals as can be seen.
 * @param {SVGElement} mark
 * @param {Record<string, string | number>} attributes
 */
export function place(mark, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    mark.setAttribute(name, typeof value === "number" ? value.toFixed(2) : value);
  }
  return mark;
}

/** A layer of marks; `begin`, then `get` each that shall stay, then `end` takes the others away. */
export class Marks {
  /** @type {Map<string, SVGElement>} */
  #marks = new Map();
  /** @type {Set<string>} */
  #wanted = new Set();

  /**
   * @param {SVGElement} picture
   * @param {string} className
   */
  constructor(picture, className) {
    this.group = svgElement("g", className, picture);
  }

  begin() {
    this.#wanted = new Set();
  }

  /**
   * @param {string} name
   * @param {"circle" | "line" | "path" | "rect" | "text"} tag
   * @param {string} className
   * @param {boolean} [entering] Whether a mark that is not there yet comes in with a movement.
   */
  get(name, tag, className, entering) {
    this.#wanted.add(name);
    let mark = this.#marks.get(name);
    if (!mark) this.#marks.set(name, mark = svgElement(tag, entering ? `${className} ll-new` : className, this.group));
    return mark;
  }

  end() {
    for (const [name, mark] of this.#marks) {
      if (this.#wanted.has(name)) continue;
      mark.remove();
      this.#marks.delete(name);
    }
  }
}

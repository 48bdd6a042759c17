// Numbers as a picture: one cell each, with its number, its colour, its value.

import { childrenOf, element, write } from "../browser/elements.js";
import { decimalsFor, fixed } from "../browser/numbers.js";
import { OneStop } from "../browser/one_stop.js";
import { reachable } from "../browser/scrolling.js";
import { cssOf, shadeOf, textOn } from "../browser/shades.js";

/**
 * @typedef {object} Cells
 * @property {string} name What they are the numbers of.
 * @property {ArrayLike<number>} values
 * @property {number} peak The end of the scale.
 * @property {boolean} signed
 * @property {number} [least] Decimals, at least.
 * @property {number | null} [marked]
 * @property {((place: number) => void) | null} [choose] What a click on a cell does.
 */

/** @param {boolean} open Whether it can be chosen. */
function makeCell(open) {
  const cell = element(open ? "button" : "div", "ll-cell");
  if (cell instanceof HTMLButtonElement) cell.type = "button";
  element("small", "", cell);
  cell.append(" ");
  element("span", "", cell);
  return cell;
}

export class ValueCells {
  #open = false;

  /** @param {HTMLElement} parent */
  constructor(parent) {
    this.root = element("div", "ll-cells ll-scrolled", parent);
    this.root.setAttribute("role", "group");
    this.stop = new OneStop(this.root);
    this.look = reachable(this.root, () => !this.#open);
  }

  /** @param {Cells} cells */
  draw(cells) {
    const { marked = null, choose = null, name } = cells, open = choose !== null;
    const other = this.#open !== open;
    if (other) this.root.replaceChildren();
    this.#open = open;
    this.root.setAttribute("aria-label", name);
    if (open) this.stop.renew(() => this.#draw(cells), marked ?? -1);
    else this.#draw(cells);
    if (other) this.look();
  }

  /** @param {Cells} cells */
  #draw({ values, peak, signed, least = 0, marked = null, choose = null }) {
    const decimals = Math.max(least, decimalsFor(peak)), make = () => makeCell(choose !== null);
    childrenOf(this.root, values.length, make).forEach((cell, place) => {
      const value = values[place], shade = shadeOf(value, peak, signed);
      write(cell.children[0], String(place));
      write(cell.children[1], fixed(value, decimals));
      cell.style.background = cssOf(shade);
      cell.style.color = textOn(shade);
      cell.classList.toggle("ll-marked", place === marked);
      if (!choose) return;
      cell.setAttribute("aria-pressed", String(place === marked));
      cell.onclick = () => choose(place);
    });
  }
}

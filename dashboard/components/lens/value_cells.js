// Numbers as a picture: one cell each, with its number, its colour, its value.

import { childrenOf, element } from "../browser/elements.js";
import { decimalsFor, fixed } from "../browser/numbers.js";
import { cssOf, shadeOf, textOn } from "../browser/shades.js";

/**
 * @typedef {object} Cells
 * @property {ArrayLike<number>} values
 * @property {number} peak The end of the scale.
 * @property {boolean} signed
 * @property {number} [least] Decimals, at least.
 * @property {number | null} [marked]
 * @property {((place: number) => void) | null} [choose] What a click on a cell does.
 */

function makeCell() {
  const cell = element("div", "ll-cell");
  element("small", "", cell);
  element("span", "", cell);
  return cell;
}

/**
 * @param {HTMLElement} parent
 * @param {Cells} cells
 */
export function drawCells(parent, { values, peak, signed, least = 0, marked = null, choose = null }) {
  const decimals = Math.max(least, decimalsFor(peak));
  childrenOf(parent, values.length, makeCell).forEach((cell, place) => {
    const value = values[place], shade = shadeOf(value, peak, signed);
    cell.children[0].textContent = String(place);
    cell.children[1].textContent = fixed(value, decimals);
    cell.style.background = cssOf(shade);
    cell.style.color = textOn(shade);
    cell.classList.toggle("ll-marked", place === marked);
    cell.classList.toggle("ll-clickable", choose !== null);
    cell.onclick = choose ? () => choose(place) : null;
  });
}

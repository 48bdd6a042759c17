// What parts of the page are made of: a heading, a line, a slider.

import { element } from "../browser/elements.js";

/** @import { Line } from "./arithmetic.js" */

/**
 * @param {HTMLElement} parent
 * @param {string} className
 * @param {string} title
 */
export function section(parent, className, title) {
  const made = element("section", className, parent);
  element("h2", "", made, title);
  return made;
}

/**
 * A line of arithmetic.
 * @param {Line} line
 */
export function lineElement({ label, text, remark }) {
  const made = element("div", remark === undefined ? "ll-line" : "ll-line ll-own");
  element("span", "ll-line-label", made, label);
  element("code", "", made, text);
  if (remark !== undefined) element("span", "ll-quiet", made, remark);
  return made;
}

/**
 * A slider with its words before it.
 * @param {HTMLElement} parent
 * @param {(value: number) => void} choose
 */
export function slider(parent, choose) {
  const wrap = element("label", "ll-slider", parent);
  const text = element("span", "", wrap), input = element("input", "", wrap);
  Object.assign(input, { type: "range", min: 0, step: 1 });
  input.oninput = () => choose(Number(input.value));
  return {
    wrap,
    /**
     * @param {string} words
     * @param {number} value
     * @param {number} most
     */
    show(words, value, most) {
      input.max = String(most);
      input.value = String(value);
      text.textContent = words;
    },
  };
}

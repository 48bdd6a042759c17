// One of a few: radio buttons that look like a row of buttons.

import { element } from "../browser/elements.js";

/** `hint`: what it is, where its text does not say it. @typedef {{ value: string, text: string, hint?: string }} Option */

/**
 * @param {HTMLElement} parent Is emptied before.
 * @param {string} name
 * @param {string} title
 * @param {Option[]} options
 * @param {string} chosen
 * @param {(value: string) => void} choose
 */
export function showChoices(parent, name, title, options, chosen, choose) {
  const group = element("div", "ll-choices");
  group.setAttribute("role", "radiogroup");
  group.setAttribute("aria-label", title);
  for (const { value, text, hint } of options) {
    const label = element("label", "", group), input = element("input", "", label);
    Object.assign(input, { type: "radio", name, value, checked: value === chosen });
    input.onchange = () => choose(value);
    const shown = element("span", `ll-${name}-${value}`, label, text);
    if (hint === undefined) continue;
    input.setAttribute("aria-label", hint);
    shown.title = hint;
  }
  parent.replaceChildren(group);
}

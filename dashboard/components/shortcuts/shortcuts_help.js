// The list of the keys, and the switch that turns the single ones off.

import { element } from "../browser/elements.js";
import { component } from "../browser/mounting.js";
import { areOn, switchKeys } from "./switched.js";

/** A group of keys with a heading; `single`: those that the switch turns off. @typedef {{ title: string, single: boolean, rows: [keys: string[], words: string][] }} Group */
/** @typedef {{ groups: Group[], labels: { on: string, why: string, key: string, does: string } }} Data */

/**
 * @param {HTMLElement} parent
 * @param {Group} group
 * @param {Data["labels"]} labels
 */
function listed(parent, { title, single, rows }, labels) {
  const table = element("table", single ? "ll-single" : "", parent);
  element("caption", "", table, title);
  const head = element("tr", "", element("thead", "", table));
  for (const name of [labels.key, labels.does]) element("th", "", head, name).scope = "col";
  const body = element("tbody", "", table);
  for (const [keys, words] of rows) {
    const line = element("tr", "", body), cell = element("th", "", line);
    cell.scope = "row";
    for (const key of keys) element("kbd", "", cell, key);
    element("td", "", line, words);
  }
}

class ShortcutsHelp {
  root = element("div", "ll-shortcuts");

  /** @param {Data} data */
  update({ groups, labels }) {
    this.root.replaceChildren();
    const label = element("label", "", this.root), input = element("input", "", label);
    Object.assign(input, { type: "checkbox", checked: areOn() });
    element("span", "", label, labels.on);
    element("p", "", this.root, labels.why);
    for (const group of groups) listed(this.root, group, labels);
    input.onchange = () => {
      switchKeys(input.checked);
      this.#show();
    };
    this.#show();
  }

  #show() {
    this.root.classList.toggle("ll-off", !areOn());
  }
}

export default component(() => new ShortcutsHelp());

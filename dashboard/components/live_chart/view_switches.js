// The switches under the chart: all of the accuracy's axis or its upper end; the run's own length or that of all.

import { button, element } from "../browser/elements.js";
import { filled } from "../browser/wording.js";

/** @typedef {Record<"axis_title" | "axis_range" | "length_title" | "own_length" | "whole_length", string>} SwitchLabels */
/** What is on, and whether there is a length to choose. @typedef {{ near: boolean, lowest: number, whole: boolean, longer: boolean }} SwitchState */

/** @param {HTMLElement} parent */
function pair(parent) {
  const group = element("div", "ll-chart-group", parent);
  group.setAttribute("role", "group");
  return group;
}

export class ViewSwitches {
  /**
   * @param {HTMLElement} parent
   * @param {{ near: (near: boolean) => void, whole: (whole: boolean) => void }} actions
   */
  constructor(parent, { near, whole }) {
    this.axis = pair(parent);
    this.all = button(this.axis, "", () => near(false));
    this.near = button(this.axis, "", () => near(true));
    this.length = pair(parent);
    this.own = button(this.length, "", () => whole(false));
    this.whole = button(this.length, "", () => whole(true));
    for (const each of [this.all, this.near, this.own, this.whole]) each.className = "ll-chart-tool";
    this.length.hidden = true;
  }

  /**
   * @param {SwitchLabels} labels
   * @param {SwitchState} state
   */
  show(labels, { near, lowest, whole, longer }) {
    const range = (/** @type {number} */ from) => filled(labels.axis_range, { from: Math.round(100 * from) });
    this.axis.setAttribute("aria-label", labels.axis_title);
    this.length.setAttribute("aria-label", labels.length_title);
    this.length.hidden = !longer;
    show(this.all, range(0), !near);
    show(this.near, range(lowest), near);
    show(this.own, labels.own_length, !whole);
    show(this.whole, labels.whole_length, whole);
  }
}

/**
 * @param {HTMLButtonElement} made
 * @param {string} text
 * @param {boolean} on
 */
function show(made, text, on) {
  if (made.textContent !== text) made.textContent = text;
  made.setAttribute("aria-pressed", String(on));
}

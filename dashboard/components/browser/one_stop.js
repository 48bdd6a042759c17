// Many controls that are one stop of the Tab key: there the arrow keys lead from one to the next, as they lie on the screen.

import { focusedElement } from "./elements.js";

/** @typedef {{ left: number, right: number, top: number, bottom: number }} Box */

/**
 * @param {Box[]} boxes
 * @param {(box: Box) => boolean} wanted
 */
function placesOf(boxes, wanted) {
  return [...boxes.keys()].filter((place) => wanted(boxes[place]));
}

/**
 * The nearest box in the next row above or below; where there is no such row, the same one.
 * @param {Box[]} boxes
 * @param {number} at
 * @param {1 | -1} way
 */
function inNextRow(boxes, at, way) {
  const here = boxes[at], middle = (here.left + here.right) / 2;
  const beyond = placesOf(boxes, (box) => way > 0 ? box.top >= here.bottom - 1 : box.bottom <= here.top + 1);
  if (!beyond.length) return at;
  const away = (/** @type {number} */ place) => way > 0 ? boxes[place].top : -boxes[place].bottom;
  const next = Math.min(...beyond.map(away));
  const aside = (/** @type {number} */ place) => Math.abs((boxes[place].left + boxes[place].right) / 2 - middle);
  return beyond.filter((place) => away(place) <= next + 1).reduce((best, place) =>
    aside(place) < aside(best) ? place : best
  );
}

/**
 * Where a key leads from the control at `at`: arrows to the next one, Home and End to the ends of the row, with Ctrl of them all.
 * @param {string} key
 * @param {boolean} far Whether Ctrl is held.
 * @param {Box[]} boxes Where the controls lie, in the order of reading.
 * @param {number} at
 * @returns {number | null} null: the key leads nowhere.
 */
export function placeAfter(key, far, boxes, at) {
  const last = boxes.length - 1, here = boxes[at];
  const row = () => placesOf(boxes, (box) => box.top < here.bottom - 1 && box.bottom > here.top + 1);
  if (key === "Home") return far ? 0 : row()[0];
  if (key === "End") return far ? last : row().at(-1) ?? last;
  if (far) return null;
  if (key === "ArrowLeft") return Math.max(0, at - 1);
  if (key === "ArrowRight") return Math.min(last, at + 1);
  if (key === "ArrowUp") return inNextRow(boxes, at, -1);
  if (key === "ArrowDown") return inNextRow(boxes, at, 1);
  return null;
}

export class OneStop {
  #place = 0; // of the control that Tab arrives at

  /**
   * @param {HTMLElement} parent
   * @param {string} [selector] Of the controls in it.
   */
  constructor(parent, selector = "button") {
    this.parent = parent;
    this.selector = selector;
    parent.addEventListener("keydown", (event) => this.#key(event));
    parent.addEventListener("focusin", ({ target }) => this.#arrive(target));
  }

  /**
   * Draws the controls, of which some or all may be others then. The place that has the focus keeps it.
   * @param {() => void} draw
   * @param {number} [chosen] Where Tab arrives as long as the focus is elsewhere.
   */
  renew(draw, chosen = -1) {
    const focused = focusedElement(this.parent), held = this.#controls.findIndex((each) => each === focused);
    draw();
    const controls = this.#controls;
    const wanted = held >= 0 ? held : chosen >= 0 ? chosen : this.#place;
    this.#stop(controls, Math.max(0, Math.min(wanted, controls.length - 1)));
    const now = controls[this.#place];
    if (held >= 0 && now && focusedElement(this.parent) !== now) now.focus({ preventScroll: true });
  }

  get #controls() {
    return /** @type {HTMLElement[]} */ ([...this.parent.querySelectorAll(this.selector)]);
  }

  /**
   * @param {HTMLElement[]} controls
   * @param {number} place
   */
  #stop(controls, place) {
    this.#place = place;
    controls.forEach((control, at) => {
      const wanted = at === place ? 0 : -1;
      if (control.tabIndex !== wanted || !control.hasAttribute("tabindex")) control.tabIndex = wanted;
    });
  }

  /** @param {EventTarget | null} target */
  #arrive(target) {
    const controls = this.#controls, place = controls.findIndex((each) => each === target);
    if (place >= 0) this.#stop(controls, place);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.altKey || event.metaKey || event.shiftKey) return;
    const controls = this.#controls, at = controls.findIndex((each) => each === event.target);
    if (at < 0) return;
    const place = placeAfter(event.key, event.ctrlKey, controls.map((each) => each.getBoundingClientRect()), at);
    if (place === null) return;
    event.preventDefault();
    event.stopPropagation(); // the page has keys of its own
    controls[place].focus();
  }
}

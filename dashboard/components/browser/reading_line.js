// A line that is moved over a chart by keys, and what is read where it stands: for those who have no pointer or do not see
// the chart. For a screen reader it is a slider, whose value is what is read.

import { element } from "./elements.js";
import { clamped } from "./numbers.js";

/** @import { AxisPlace, Plot } from "./plotly.d.ts" */

/**
 * What can be read, in the order of the chart: `x`, and `y` where there is a point to be marked, as the chart's axes have them.
 * @typedef {object} Readings
 * @property {readonly number[]} x
 * @property {(place: number) => string} text
 * @property {(place: number) => number | null} [y]
 * @property {(place: number) => void} [choose] What Enter does.
 * @property {number} [height] How far down the chart the text stands, as a share: where there is little else.
 */

const LEAP = 10; // so many leaps from one end to the other

/**
 * Where a key leads from a place, the first and the last being the ends; null where it means nothing here.
 * @param {string} key
 * @param {number} place
 * @param {number} count
 * @param {boolean} far Whether the steps are large.
 */
export function placeAfter(key, place, count, far) {
  const leap = Math.max(1, Math.round(count / LEAP)), step = far ? leap : 1;
  /** @type {Record<string, number>} */
  const places = {
    ArrowLeft: place - step,
    ArrowDown: place - step,
    ArrowRight: place + step,
    ArrowUp: place + step,
    PageDown: place - leap,
    PageUp: place + leap,
    Home: 0,
    End: count - 1,
  };
  return key in places ? clamped(places[key], 0, count - 1) : null;
}

/**
 * The place that is nearest to `x`, the last of equal ones.
 * @param {readonly number[]} xs
 * @param {number} x
 */
export function nearestPlace(xs, x) {
  let best = xs.length - 1;
  for (let place = xs.length - 2; place >= 0; place--) {
    if (Math.abs(xs[place] - x) < Math.abs(xs[best] - x)) best = place;
  }
  return best;
}

export class ReadingLine {
  /** @type {Readings | null} */
  #readings = null;
  #place = 0;
  /** @type {number | null} */
  #x = null; // where it stands, whatever else can be read later; null: nobody has read yet

  /**
   * @param {HTMLElement} parent Lies exactly over the plot.
   * @param {Plot} plot
   */
  constructor(parent, plot) {
    this.plot = plot;
    this.root = element("div", "ll-reading", parent);
    this.root.setAttribute("role", "slider");
    this.root.setAttribute("aria-valuemin", "0");
    this.root.hidden = true;
    this.line = element("i", "ll-reading-line", this.root);
    this.mark = element("i", "ll-reading-mark", this.root);
    this.label = element("div", "ll-reading-text", this.root);
    this.root.onkeydown = (event) => this.#key(event);
    this.root.onfocus = () => {
      this.#x ??= this.#readings?.x[this.#place] ?? null;
      this.#show();
    };
    this.root.onblur = () => this.#show();
  }

  /**
   * @param {Readings | null} readings Null where there is nothing to be read.
   * @param {string} name
   */
  update(readings, name) {
    const count = readings?.x.length ?? 0;
    this.#readings = count ? readings : null;
    this.root.hidden = !count;
    if (!readings || !count) return;
    this.root.tabIndex = 0;
    this.root.setAttribute("aria-label", name);
    this.root.setAttribute("aria-valuemax", String(count - 1));
    if (this.#x === null) this.#place = count - 1;
    else if (readings.x[this.#place] !== this.#x) this.#place = nearestPlace(readings.x, this.#x);
    this.#show();
  }

  /** The chart was drawn anew: the line stands elsewhere. */
  redraw() {
    if (this.#focused) this.#show();
  }

  get #focused() {
    return this.root.matches(":focus");
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const readings = this.#readings;
    if (!readings || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter" && readings.choose) readings.choose(this.#place);
    else {
      const place = placeAfter(event.key, this.#place, readings.x.length, event.shiftKey);
      if (place === null) return;
      this.#place = place;
      this.#x = readings.x[place];
      this.#show();
    }
    event.preventDefault();
    event.stopPropagation();
  }

  #show() {
    const readings = this.#readings;
    if (!readings) return;
    const text = readings.text(this.#place);
    this.root.setAttribute("aria-valuenow", String(this.#place));
    if (this.root.getAttribute("aria-valuetext") !== text) this.root.setAttribute("aria-valuetext", text);
    this.root.classList.toggle("ll-reads", this.#focused);
    if (!this.#focused) return;
    if (this.label.textContent !== text) this.label.textContent = text;
    this.#stand(readings);
  }

  /** @param {Readings} readings */
  #stand({ x, y, height = 0.02 }) {
    const { _fullLayout: layout } = this.plot, { xaxis } = layout ?? {};
    if (!layout || !xaxis) return;
    const size = layout._size, left = xaxis._offset + clamped(xaxis.d2p(x[this.#place]), 0, xaxis._length);
    Object.assign(this.line.style, { left: `${left}px`, top: `${size.t}px`, height: `${size.h}px` });
    const value = y?.(this.#place) ?? null, { yaxis } = layout;
    this.mark.hidden = value === null;
    if (value !== null) {
      Object.assign(this.mark.style, { left: `${left}px`, top: `${yaxis._offset + markHeight(yaxis, value)}px` });
    }
    const { clientWidth } = this.root, { offsetWidth } = this.label;
    const beside = left + 10 + offsetWidth <= clientWidth ? left + 10 : left - 10 - offsetWidth;
    Object.assign(this.label.style, { left: `${clamped(beside, 0, Math.max(0, clientWidth - offsetWidth))}px` });
    this.label.style.top = `${size.t + height * size.h}px`;
  }
}

/**
 * @param {AxisPlace} axis
 * @param {number} value
 */
function markHeight(axis, value) {
  return clamped(axis.d2p(value), 0, axis._length);
}

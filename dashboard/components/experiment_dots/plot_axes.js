// The axes of both parts: lines across, their numbers, and the band of differences that matter too little.

import { write } from "../browser/elements.js";
import { percentage, points } from "../browser/numbers.js";
import { ticksOf } from "./axis_range.js";
import { place } from "./marks.js";

/** @import { Range } from "./axis_range.js" */
/** @import { Marks } from "./marks.js" */
/** @import { Geometry } from "./plot_geometry.js" */

/** @typedef {{ left: Range, right: Range }} Ranges */
/** @typedef {(value: number) => number} Height */

const TICKS = 6;
const ZERO = 1e-9;

/**
 * @typedef {object} AxisState
 * @property {Ranges} ranges
 * @property {Ranges} former
 * @property {{ left: Height, right: Height }} heights
 * @property {number} share How much of the way from the former ranges is done.
 * @property {number} worthwhile
 */

/**
 * @param {Marks} marks
 * @param {Geometry} geometry
 * @param {AxisState} state
 */
export function paintAxes(marks, geometry, { ranges, former, heights, share, worthwhile }) {
  paintBand(marks, geometry, heights.right, worthwhile);
  for (const side of /** @type {const} */ (["left", "right"])) {
    const paint = (/** @type {Range} */ range, /** @type {(name: string) => number} */ opacity) =>
      paintTicks(marks, geometry, side, range, heights[side], opacity);
    // Those of the former range go, those of the new one come, those of both stay.
    const before = share < 1 && former[side] !== ranges[side] ? paint(former[side], () => 1 - share) : null;
    paint(ranges[side], (name) => !before || before.has(name) ? 1 : share);
  }
}

/**
 * @param {Marks} marks
 * @param {Geometry} geometry
 * @param {Height} height
 * @param {number} worthwhile
 */
function paintBand(marks, { rem, start, width, top, bottom }, height, worthwhile) {
  const from = Math.max(top, height(worthwhile)), to = Math.min(bottom, height(-worthwhile));
  const size = { width: width - 0.4 * rem - start, height: Math.max(0, to - from) };
  place(marks.get("band", "rect", "ll-band"), { x: start, y: from, ...size });
}

/**
 * Gives the names of the ticks.
 * @param {Marks} marks
 * @param {Geometry} geometry
 * @param {"left" | "right"} side
 * @param {Range} range
 * @param {Height} height
 * @param {(name: string) => number} opacity
 */
function paintTicks(marks, geometry, side, range, height, opacity) {
  const { values, decimals } = ticksOf(range, TICKS), { axis, end, start, width, rem } = geometry;
  const [from, to] = side === "left" ? [axis, end] : [start, width - 0.4 * rem];
  return new Set(values.map((value) => {
    const name = `${side} ${value.toFixed(9)}`, zero = side === "right" && Math.abs(value) < ZERO;
    const text = side === "left" ? `${percentage(value, decimals)} %` : zero ? "0" : points(value, decimals);
    paintTick(marks, geometry, { name, at: height(value), from, to, text, zero, opacity: opacity(name) });
    return name;
  }));
}

/**
 * @typedef {{ name: string, at: number, from: number, to: number, text: string, zero: boolean, opacity: number }} Tick
 */

/**
 * @param {Marks} marks
 * @param {Geometry} geometry
 * @param {Tick} tick
 */
function paintTick(marks, { top, bottom, rem }, { name, at, from, to, text, zero, opacity: wanted }) {
  const opacity = at < top - 1 || at > bottom + 1 ? 0 : wanted, kind = zero ? " ll-zero" : "";
  const y = Math.round(at) + 0.5; // crisp
  place(marks.get(`${name} line`, "line", `ll-grid${kind}`), { x1: from, x2: to, y1: y, y2: y, opacity });
  const label = marks.get(`${name} text`, "text", `ll-tick${kind}`);
  place(label, { x: from - 0.55 * rem, y: at + 0.31 * rem, opacity });
  write(label, text);
}

// The dots, joined by seed, and the means and intervals over them.

import { range } from "../browser/numbers.js";
import { place } from "./marks.js";
import { sideOf } from "./plot_geometry.js";
import { accuracyOf, differenceOf } from "./seed_runs.js";

/** @import { Marks } from "./marks.js" */
/** @import { Numbers } from "./motion.js" */
/** @import { Height } from "./plot_axes.js" */
/** @import { Geometry } from "./plot_geometry.js" */
/** @import { SeedRuns } from "./seed_runs.js" */

/** @typedef {[x: number, y: number]} Point */
/** Where a seed's dots lie, by design: in the left part and in the right one. @typedef {Record<"left" | "right", (Point | null)[]>} SeedPoints */

/**
 * @param {SeedRuns} runs
 * @param {number} designs
 * @param {Geometry} geometry
 * @param {{ left: Height, right: Height }} heights
 * @returns {Map<number, SeedPoints>}
 */
export function pointsOf(runs, designs, geometry, heights) {
  const { columns, dots, spread, spread_right } = geometry, places = range(designs);
  return new Map(runs.seeds.map((seed, at) => {
    const side = sideOf(at);
    /** @type {(Point | null)[]} */
    const left = places.map((design) => {
      const accuracy = accuracyOf(runs, seed, design);
      return accuracy === null ? null : [columns[design] + side * spread, heights.left(accuracy)];
    });
    /** @type {(Point | null)[]} */
    const right = places.map((design) => {
      const difference = design ? differenceOf(runs, seed, design) : null;
      return difference === null ? null : [dots[design] + side * spread_right, heights.right(difference)];
    });
    return [seed, { left, right }];
  }));
}

/**
 * A line through neighbouring columns; where a design has no dot it is broken.
 * @param {(Point | null)[]} points
 */
export function wayOf(points) {
  const written = (/** @type {Point} */ point) => point.map((value) => value.toFixed(2)).join(" ");
  let way = "";
  for (let design = 1; design < points.length; design++) {
    const from = points[design - 1], to = points[design];
    if (!from || !to) continue;
    if (design < 2 || !points[design - 2]) way += `M${written(from)}`;
    way += `L${written(to)}`;
  }
  return way;
}

/**
 * @param {{ lines: Marks, dots: Marks }} layers
 * @param {Map<number, SeedPoints>} points
 * @param {number} radius
 * @param {boolean} entering
 */
export function paintDots({ lines, dots }, points, radius, entering) {
  for (const [seed, parts] of points) {
    for (const part of /** @type {const} */ (["left", "right"])) {
      parts[part].forEach((point, design) => {
        if (!point) return;
        const dot = dots.get(`${part} ${design} ${seed}`, "circle", "ll-dot", entering);
        place(dot, { cx: point[0], cy: point[1], r: radius, style: `--ll-color: var(--ll-color-${design})` });
      });
    }
    const way = wayOf(parts.left);
    if (way) place(lines.get(`${seed} ${way.split("L").length}`, "path", "ll-line-of", entering), { d: way });
  }
}

/**
 * @param {Marks} means
 * @param {Geometry} geometry
 * @param {Numbers} now
 * @param {Height} height
 */
export function paintMeans(means, { columns, rem, spread, radius, left }, now, height) {
  const half = Math.min(Math.max(1.6 * rem, spread / 2 + radius + 0.6 * rem), 0.42 * left);
  columns.forEach((x, design) => {
    if (!(`mean${design}` in now)) return;
    const y = height(now[`mean${design}`]);
    place(means.get(String(design), "line", "ll-mean"), { x1: x - half, x2: x + half, y1: y, y2: y });
  });
}

/**
 * One seed alone has no interval; its difference is the dot.
 * @param {Marks} intervals
 * @param {Geometry} geometry
 * @param {Numbers} now
 * @param {Height} height
 */
export function paintIntervals(intervals, { bars, rem, top, bottom }, now, height) {
  const size = 0.4 * rem;
  bars.forEach((x, design) => {
    if (!(`low${design}` in now)) return;
    const high = height(now[`high${design}`]), low = height(now[`low${design}`]);
    const from = Math.max(high, top), to = Math.min(low, bottom), middle = height(now[`difference${design}`]);
    place(intervals.get(`interval ${design}`, "line", "ll-interval"), { x1: x, x2: x, y1: from, y2: to });
    // Where it goes on beyond the picture, an arrow says so.
    if (high < top) paintArrow(intervals, `up ${design}`, x, from, size, -size);
    if (low > bottom) paintArrow(intervals, `down ${design}`, x, to, size, size);
    const radius = Math.max(3, Math.min(size, (to - from) * 0.35));
    place(intervals.get(`difference ${design}`, "circle", "ll-middle"), { cx: x, cy: middle, r: radius });
  });
}

/**
 * @param {Marks} marks
 * @param {string} name
 * @param {number} x
 * @param {number} y
 * @param {number} size
 * @param {number} by Upwards or downwards.
 */
function paintArrow(marks, name, x, y, size, by) {
  place(marks.get(name, "path", "ll-arrow"), { d: `M${x - size} ${y - by}L${x} ${y + by}L${x + size} ${y - by}Z` });
}

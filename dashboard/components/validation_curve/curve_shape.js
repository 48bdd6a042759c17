// Where the small curve goes: shares of its width from the left and of its height from the top.

/** @import { Point, RunFrame } from "../browser/server.d.ts" */

const LEAST_END = 10; // iterations

/**
 * The last iteration of the scale: the goal while the run is on its way to it, else where the run is.
 * @param {Pick<RunFrame, "phase" | "iteration" | "goal"> | null} frame
 * @param {number} goal Of a run that has not begun.
 */
export function scaleEnd(frame, goal) {
  if (!frame || (!frame.iteration && !frame.goal)) return goal;
  return Math.max(LEAST_END, frame.iteration, frame.phase === "training" ? frame.goal : 0);
}

/**
 * Iterations that are named below the curve.
 * @param {number} end
 */
export function ticksOf(end) {
  return end % 2 ? [0, end] : [0, end / 2, end];
}

/**
 * The latest validation that there was at an iteration; of the whole course where `at` is null.
 * @param {Point[]} validations
 * @param {number | null} at
 * @returns {Point | null}
 */
export function latestAt(validations, at) {
  return validations.findLast(([iteration]) => at === null || iteration <= at) ?? null;
}

/**
 * @param {Point} point
 * @param {number} end
 */
export function placeOfPoint([iteration, accuracy], end) {
  return { x: Math.min(1, iteration / end), y: 1 - accuracy };
}

/**
 * As an SVG's path takes it, in hundredths.
 * @param {Point[]} validations
 * @param {number} end
 */
export function pathOf(validations, end) {
  const places = validations.filter(([iteration]) => iteration <= end).map((point) => placeOfPoint(point, end));
  return places.map(({ x, y }, at) => `${at ? "L" : "M"}${(100 * x).toFixed(2)} ${(100 * y).toFixed(2)}`).join("");
}

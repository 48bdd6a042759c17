// How much of the curves is to be seen: as much as the run that is trained is long, or all of the others' length; all of the
// accuracy's axis, or its upper end. Kept while the tab is.

/** @import { Point, RunCurve } from "../browser/server.d.ts" */

const STORE = "layerLabCurves";
const LOWEST = [0.98, 0.95, 0.9, 0.8]; // where the upper end may begin
const LEAST = 0.5; // and where it does at first
const ROOM = 0.25; // of the upper end: so much lies at least under where the lowest line ends

/** `whole`: the key of the curves whose whole length was asked for. @typedef {{ near: boolean, whole: string | null }} ChartView */

/** @type {ChartView | null} */
let kept = null;

/** @returns {ChartView} */
export function keptView() {
  try {
    kept ??= { near: false, whole: null, ...JSON.parse(sessionStorage.getItem(STORE) ?? "{}") };
  } catch { /* a browser without a store, or with an odd one */ }
  return kept ??= { near: false, whole: null };
}

/** @param {Partial<ChartView>} change */
export function keepView(change) {
  kept = { ...keptView(), ...change };
  try {
    sessionStorage.setItem(STORE, JSON.stringify(kept));
  } catch { /* full or forbidden: it lasts until the tab is reloaded */ }
}

/**
 * Where the upper end of the accuracies begins, so that all lines end well in it, if that can be.
 * @param {number[]} ends Of the lines.
 */
export function lowestNear(ends) {
  const worst = Math.min(...ends);
  return LOWEST.find((lowest) => worst >= lowest + ROOM * (1 - lowest) - 1e-9) ?? LEAST;
}

/**
 * How accurate a run was in the end: the worse of its smoothed batches and its validation.
 * @param {number[]} smooth_accuracy
 * @param {Point[]} validations
 */
export function accuracyAtEnd(smooth_accuracy, validations) {
  return Math.min(smooth_accuracy.at(-1) ?? Infinity, validations.at(-1)?.[1] ?? Infinity);
}

/**
 * A curve as far as `end` of one of its columns, but never without its first point: it is there.
 * @param {RunCurve} curve
 * @param {"iteration" | "seconds"} axis
 * @param {number} end
 * @returns {RunCurve}
 */
export function cutCurve(curve, axis, end) {
  const over = curve[axis].findIndex((place) => place > end);
  if (over < 0) return curve;
  const cut = (/** @type {number[]} */ values) => values.slice(0, Math.max(1, over));
  return {
    iteration: cut(curve.iteration),
    loss: cut(curve.loss),
    accuracy: cut(curve.accuracy),
    smooth_loss: cut(curve.smooth_loss),
    smooth_accuracy: cut(curve.smooth_accuracy),
    seconds: cut(curve.seconds),
    validations: curve.validations,
  };
}

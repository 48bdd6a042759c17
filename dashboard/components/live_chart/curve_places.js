// Where the points of a curve lie: over iterations, or over seconds of training.

/** @import { Curve } from "../browser/server.d.ts" */

/** @typedef {"iteration" | "seconds"} Axis */

/**
 * @param {Curve} curve
 * @param {Axis} axis
 */
export function placesOf(curve, axis) {
  return axis === "seconds" ? curve.seconds : curve.iteration;
}

/**
 * Where iteration number `iteration` lies; between two points of the curve, in proportion.
 * @param {Curve} curve
 * @param {Axis} axis
 * @param {number} iteration
 */
export function placeAt(curve, axis, iteration) {
  if (axis !== "seconds" || !iteration) return iteration;
  const after = curve.iteration.findIndex((each) => each >= iteration);
  if (after < 0) return curve.seconds.at(-1) ?? 0;
  const before = after ? curve.iteration[after - 1] : 0, began = after ? curve.seconds[after - 1] : 0;
  const share = (iteration - before) / (curve.iteration[after] - before);
  return began + share * (curve.seconds[after] - began);
}

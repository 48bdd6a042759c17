// The live stream of a run: its frame as it stands, and the whole course that the frames have told so far.

import { runStream } from "./addresses.js";
import { Subscription } from "./event_stream.js";

/** @import { Curve, RunFrame } from "./server.d.ts" */

const MOST_LINES = 200;
const COLUMNS = /** @type {const} */ (["iteration", "loss", "accuracy", "smooth_loss", "smooth_accuracy", "seconds"]);

/**
 * @typedef {object} RunCourse
 * @property {RunFrame} frame
 * @property {Curve} curve
 * @property {[iteration: number, accuracy: number][]} validations
 * @property {[iteration: number, accuracy: number][]} lines The tutorial's progress lines.
 */

/** @returns {Curve} */
function emptyCurve() {
  return { iteration: [], loss: [], accuracy: [], smooth_loss: [], smooth_accuracy: [], seconds: [] };
}

/**
 * @param {RunCourse | undefined} course
 * @param {RunFrame} frame
 * @returns {RunCourse}
 */
export function takeRunFrame(course, frame) {
  const { curve, validations, lines } = course ?? { curve: emptyCurve(), validations: [], lines: [] };
  if (frame.curve) {
    for (const name of COLUMNS) {
      curve[name].length = Math.min(curve[name].length, frame.curve.first);
      curve[name].push(...frame.curve[name]);
    }
  }
  return {
    frame,
    curve, // grows in place: it may be long
    validations: frame.validations ?? validations,
    lines: frame.lines ? [...(frame.lines.anew ? [] : lines), ...frame.lines.new].slice(-MOST_LINES) : lines,
  };
}

/**
 * @extends {Subscription<RunFrame, RunCourse>}
 */
export class RunSubscription extends Subscription {
  /** @param {(connected: boolean) => void} [whenConnected] */
  constructor(whenConnected) {
    super(takeRunFrame, whenConnected);
  }

  /**
   * @param {string | null} run null: only how the worker is.
   * @param {(course: RunCourse) => void} listener
   */
  followRun(run, listener) {
    this.follow(runStream(run), listener);
  }
}

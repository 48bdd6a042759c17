// What the training bar says of a run.

import { grouped, percent } from "../browser/numbers.js";
import { filled } from "../browser/wording.js";

/** @import { Phase, RunFrame } from "../browser/server.d.ts" */

/**
 * @typedef {object} Labels
 * @property {string} phase
 * @property {string} iteration
 * @property {string} accuracy
 * @property {string} rate
 * @property {string} of
 * @property {string} result
 * @property {string} untested
 * @property {string} starting
 * @property {string} silent
 * @property {string} away
 * @property {string} testing
 * @property {number} test_images
 * @property {Record<Phase, string>} phases
 */

/**
 * @param {RunFrame} frame
 * @param {Labels} labels
 */
export function phaseText({ phase, tested, testing, health }, labels) {
  const waiting = phase === "training" || tested !== null;
  if (health === "silent") return labels.silent;
  if (waiting && health !== "ready") return labels.starting;
  if (tested !== null) return filled(labels.testing, { iteration: grouped(testing ?? 0) });
  return labels.phases[phase];
}

/**
 * @param {number} milliseconds Since the server was last heard.
 * @param {Labels} labels
 */
export function awayText(milliseconds, labels) {
  return filled(labels.away, { seconds: grouped(Math.round(milliseconds / 1000)) });
}

/**
 * @param {RunFrame} frame
 * @param {Labels} labels
 */
export function iterationText({ iteration, goal }, labels) {
  if (goal <= iteration) return grouped(iteration);
  return filled(labels.of, { iteration: grouped(iteration), goal: grouped(goal) });
}

/**
 * @param {RunFrame} frame
 * @param {Labels} labels
 */
export function accuracyText({ latest }, labels) {
  if (!latest) return labels.untested;
  const { iteration, correct, total } = latest;
  return filled(labels.result, {
    percent: percent(correct / total),
    correct: grouped(correct),
    total: grouped(total),
    iteration: grouped(iteration),
  });
}

/**
 * How much is done of what is under way: of a test, else of the way to the goal.
 * @param {RunFrame} frame
 * @param {Labels} labels
 */
export function shareDone({ tested, iteration, goal }, labels) {
  if (tested !== null) return tested / labels.test_images;
  return goal ? Math.min(1, iteration / goal) : 0;
}

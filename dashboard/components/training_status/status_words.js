// What the training bar says of a run. Every accuracy stands beside the iteration that it is of.

import { grouped, percent } from "../browser/numbers.js";
import { filled } from "../browser/wording.js";

/** @import { Phase, RunFrame } from "../browser/server.d.ts" */

/**
 * @typedef {object} Labels
 * @property {string} phase
 * @property {string} iteration
 * @property {string} rate
 * @property {string} validation
 * @property {string} validation_at
 * @property {string} test
 * @property {string} test_at
 * @property {string} of
 * @property {string} correct
 * @property {string} untested
 * @property {string} starting
 * @property {string} silent
 * @property {string} away
 * @property {string} testing
 * @property {string} testing_share
 * @property {string} chip
 * @property {string} chip_help
 * @property {number} test_images
 * @property {Record<Phase, string>} phases
 */

/**
 * `more`: what there is room for on a wide screen.
 * @typedef {{ label: string, value: string, more?: string }} Figure
 */

/**
 * Of the training; a test under way is no phase of it.
 * @param {RunFrame} frame
 * @param {Labels} labels
 */
export function phaseText({ phase, tested, health }, labels) {
  const waiting = phase === "training" || tested !== null;
  if (health === "silent") return labels.silent;
  if (waiting && health !== "ready") return labels.starting;
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
export function chipText({ iteration }, labels) {
  return filled(labels.chip, { iteration: grouped(iteration) });
}

/**
 * @param {RunFrame} frame
 * @param {Labels} labels
 * @returns {Record<"phase" | "iteration" | "validation" | "accuracy" | "rate", Figure>}
 */
export function figureTexts(frame, labels) {
  return {
    phase: { label: labels.phase, value: phaseText(frame, labels) },
    iteration: { label: labels.iteration, value: iterationText(frame, labels) },
    validation: judged(frame.validation, labels.validation, labels.validation_at, labels),
    accuracy: testFigure(frame, labels),
    rate: { label: labels.rate, value: frame.rate ? grouped(frame.rate) : "–" },
  };
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
 * The latest test, or how far one under way is.
 * @param {RunFrame} frame
 * @param {Labels} labels
 * @returns {Figure}
 */
export function testFigure({ latest, tested, testing }, labels) {
  if (tested === null) return judged(latest, labels.test, labels.test_at, labels);
  return {
    label: filled(labels.testing, { iteration: grouped(testing ?? 0) }),
    value: filled(labels.testing_share, { percent: `${Math.floor(100 * tested / labels.test_images)} %` }),
  };
}

/**
 * @param {{ iteration: number, correct: number, total: number } | null} result
 * @param {string} label
 * @param {string} labelAt
 * @param {Labels} labels
 * @returns {Figure}
 */
function judged(result, label, labelAt, labels) {
  if (!result) return { label, value: labels.untested };
  const { iteration, correct, total } = result;
  return {
    label: filled(labelAt, { iteration: grouped(iteration) }),
    value: percent(correct / total),
    more: filled(labels.correct, { correct: grouped(correct), total: grouped(total) }),
  };
}

/**
 * How much of the way to the goal is done.
 * @param {RunFrame} frame
 */
export function shareDone({ iteration, goal }) {
  return goal ? Math.min(1, iteration / goal) : 0;
}

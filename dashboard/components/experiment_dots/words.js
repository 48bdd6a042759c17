// An experiment in words: how far it is, one seed, and all of it for whoever does not see the dots.

import { fixed, grouped, percentage, points } from "../browser/numbers.js";
import { counted, filled } from "../browser/wording.js";
import { accuraciesOf, accuracyOf, differenceOf, hasEnded, meanOf, runOf } from "./seed_runs.js";

/** @import { ExperimentFrame } from "../browser/server.d.ts" */
/** @import { Data, Labels } from "./data.d.ts" */
/** @import { SeedRun, SeedRuns } from "./seed_runs.js" */

const LONGEST_SECONDS = 90, LONGEST_MINUTES = 90; // that are still told as such

/**
 * @param {number} seconds
 * @param {Labels} labels
 */
export function durationText(seconds, labels) {
  const minutes = Math.round(seconds / 60);
  if (seconds <= LONGEST_SECONDS) return filled(labels.seconds, { count: seconds });
  if (minutes <= LONGEST_MINUTES) return filled(labels.minutes, { count: minutes });
  return filled(labels.hours, { count: fixed(minutes / 60, 1) });
}

/**
 * @param {ExperimentFrame} frame
 * @param {Labels} labels
 */
export function progressText(frame, labels) {
  const done = frame.runs.filter(([, , stage]) => stage === "done").length, runs = frame.runs.length;
  if (hasEnded(frame)) return filled(labels.ended, { done, runs });
  const words = [filled(labels.runs, { done, runs })];
  if (frame.left) words.push(filled(labels.left, { time: durationText(frame.left, labels) }));
  words.push(frame.processes ? counted(labels.processes, frame.processes) : labels.opening);
  return words.join(", ");
}

/**
 * @param {SeedRun | null} run
 * @param {Data} data
 */
export function stateText(run, { labels, iterations }) {
  const values = { iteration: grouped(run?.iteration ?? 0), goal: grouped(iterations) };
  return filled(labels.states[run?.state ?? "waiting"], values);
}

/**
 * Everything about one seed. What belongs together is not broken over two lines.
 * @param {SeedRuns} runs
 * @param {number} seed
 * @param {Data} data
 */
export function seedText(runs, seed, data) {
  const { labels, designs } = data;
  const parts = designs.map((_, design) => valueText(runs, seed, design, data));
  const difference = designs.length === 2 ? differenceOf(runs, seed, 1) : null;
  if (difference !== null) parts.push(filled(labels.difference_of, { points: points(difference) }));
  return filled(labels.seed, { seed, values: parts.map((part) => part.replaceAll(" ", "\u00a0")).join(", ") });
}

/**
 * One design's part of it: its accuracy, among three or more with the difference; or how far it is.
 * @param {SeedRuns} runs
 * @param {number} seed
 * @param {number} design
 * @param {Data} data
 */
function valueText(runs, seed, design, data) {
  const { labels, designs } = data, { letter } = designs[design];
  const accuracy = accuracyOf(runs, seed, design), difference = design ? differenceOf(runs, seed, design) : null;
  if (accuracy === null) return filled(labels.state, { letter, state: stateText(runOf(runs, seed, design), data) });
  const values = { letter, percent: percentage(accuracy, 2), points: difference === null ? "" : points(difference) };
  return filled(designs.length > 2 && values.points ? labels.value_difference : labels.value, values);
}

/**
 * The whole picture.
 * @param {SeedRuns} runs
 * @param {Data} data
 */
export function altText(runs, { labels, designs, comparisons }) {
  const means = designs.map(({ letter, name }, design) => {
    const values = accuraciesOf(runs, design), mean = meanOf(values);
    if (mean === null) return filled(labels.alt_none, { letter, name });
    const [low, high] = [Math.min(...values), Math.max(...values)].map((value) => percentage(value, 2));
    return filled(labels.alt_design, { letter, name, seeds: values.length, percent: percentage(mean, 2), low, high });
  });
  const differences = comparisons.map(({ design, difference, low, high }) => {
    const values = { letter: designs[design].letter, base: designs[0].letter, points: points(difference) };
    if (low === null || high === null) return filled(labels.alt_difference, values);
    return filled(labels.alt_interval, { ...values, low: points(low), high: points(high) });
  });
  return [`${labels.title}.`, ...means, ...differences, labels.keys].join(" ");
}

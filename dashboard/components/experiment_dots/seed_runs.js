// The runs of an experiment by their seeds, and the accuracies they came to.

/** @import { ExperimentFrame, Stage } from "../browser/server.d.ts" */
/** @import { RunState } from "./data.d.ts" */

/** One run. @typedef {{ state: RunState, iteration: number, accuracy: number | null }} SeedRun */

/**
 * `seeds` in their order; `runs`: of each seed one for each design, null where it has none.
 * @typedef {{ seeds: number[], runs: Map<number, (SeedRun | null)[]> }} SeedRuns
 */

/** @type {readonly Stage[]} */
const ENDED = ["done", "cancelled", "failed"];

/** @param {ExperimentFrame} frame */
export function hasEnded({ stage }) {
  return ENDED.includes(stage);
}

/**
 * @param {ExperimentFrame} frame
 * @param {number} designs
 * @returns {SeedRuns}
 */
export function readRuns(frame, designs) {
  /** @type {SeedRuns} */
  const { seeds, runs } = { seeds: [], runs: new Map() };
  for (const [design, seed, stage, iteration, accuracy, validation] of frame.runs) {
    const row = runs.get(seed) ?? Array(designs).fill(null);
    if (!runs.has(seed)) seeds.push(seed);
    runs.set(seed, row);
    const lost = stage === "done" && accuracy === null && validation === null;
    if (design < designs) row[design] = { state: lost ? "diverged" : stage, iteration, accuracy };
  }
  return { seeds, runs };
}

/**
 * @param {SeedRuns} seed_runs
 * @param {number} seed
 * @param {number} design
 */
export function runOf({ runs }, seed, design) {
  return runs.get(seed)?.[design] ?? null;
}

/**
 * @param {SeedRuns} runs
 * @param {number} seed
 * @param {number} design
 */
export function accuracyOf(runs, seed, design) {
  return runOf(runs, seed, design)?.accuracy ?? null;
}

/**
 * @param {SeedRuns} runs
 * @param {number} design
 */
export function accuraciesOf(runs, design) {
  return runs.seeds.map((seed) => accuracyOf(runs, seed, design)).filter((value) => value !== null);
}

/**
 * This design less the first one; null until both are judged.
 * @param {SeedRuns} runs
 * @param {number} seed
 * @param {number} design
 */
export function differenceOf(runs, seed, design) {
  const own = accuracyOf(runs, seed, design), base = accuracyOf(runs, seed, 0);
  return own === null || base === null ? null : own - base;
}

/** @param {number[]} values */
export function meanOf(values) {
  return values.length ? values.reduce((sum, value) => sum + value, 0) / values.length : null;
}

/**
 * How many runs are in a state.
 * @param {SeedRuns} runs
 * @param {RunState} state
 */
export function countOf({ seeds, runs }, state) {
  const of = (/** @type {number} */ seed) => runs.get(seed)?.filter((run) => run?.state === state).length ?? 0;
  return seeds.reduce((sum, seed) => sum + of(seed), 0);
}

// The app's own endpoints, seen from the browser. They lie where the scripts do, under whatever path the app is served.

const base = new URL("../..", import.meta.url).href; // of `<base>/scripts-<digest>/browser/addresses.js`
const NO_RUN = "-"; // in place of a run: only how the worker is

export const INSPECTION = `${base}inspection`;
export const ANSWERS = `${base}answers`;
export const NOVELTY = `${base}novelty`;
export const ABLATION = `${base}ablation`;
export const CHECKPOINT_ANSWERS = `${base}checkpoint_answers`;
export const TEST_RESULT = `${base}test_result`;

/**
 * @param {string | null} run
 */
export function runStream(run) {
  return `${base}stream/run/${run ?? NO_RUN}`;
}

/**
 * @param {string} experiment
 */
export function experimentStream(experiment) {
  return `${base}stream/experiment/${experiment}`;
}

/**
 * @param {string} run
 */
export function runCurve(run) {
  return `${base}curve/${run}`;
}

/**
 * @param {string} version
 */
export function plotlyScript(version) {
  return `${base}plotly-${version}.min.js`;
}

/**
 * A script of ours by its path, as "lens/lens.js".
 * @param {string} path
 */
export function componentScript(path) {
  return new URL(`../${path}`, import.meta.url).href;
}

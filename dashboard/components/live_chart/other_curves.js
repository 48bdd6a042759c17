// The curves of the other runs: fetched once, and again when they have grown. They outlive a change of page.

import { runCurve } from "../browser/addresses.js";
import { patiently } from "../browser/json_request.js";

/** @import { RunCurve } from "../browser/server.d.ts" */
/** @import { ChartRun } from "./traces.js" */

/** @type {Map<string, { curve: RunCurve | null, stamp: string | null }>} */
const known = new Map();

/**
 * What is known of a run's curve.
 * @param {string} run
 */
export function curveOf(run) {
  return known.get(run)?.curve ?? null;
}

/**
 * @param {ChartRun[]} runs
 * @param {() => void} changed Called when more is known.
 */
export function fetchCurves(runs, changed) {
  for (const { run, stamp } of runs) {
    const entry = known.get(run) ?? { curve: null, stamp: null };
    known.set(run, entry);
    if (entry.stamp === stamp) continue;
    entry.stamp = stamp;
    fetchCurve(run).then((curve) => {
      if (entry.stamp !== stamp) return; // a later wish is under way
      entry.curve = curve;
      changed();
    }).catch(() => {
      if (entry.stamp === stamp) entry.stamp = null; // the next drawing asks again
    });
  }
}

/**
 * Null where there is no such run any more.
 * @param {string} run
 * @returns {Promise<RunCurve | null>}
 */
async function fetchCurve(run) {
  const reply = await patiently(() => fetch(runCurve(run)));
  if (!reply.ok && reply.status !== 404) throw new Error(reply.statusText);
  return reply.ok ? await reply.json() : null;
}

// The numbers of the dots as a table.

import { percentage } from "../browser/numbers.js";
import { accuraciesOf, accuracyOf, meanOf, runOf } from "./seed_runs.js";
import { stateText } from "./words.js";

/** @import { Table } from "../browser/data_table.js" */
/** @import { Data } from "./data.d.ts" */
/** @import { SeedRuns } from "./seed_runs.js" */

/**
 * @param {SeedRuns} runs
 * @param {number} seed
 * @param {number} design
 * @param {Data} data
 */
function cellText(runs, seed, design, data) {
  const accuracy = accuracyOf(runs, seed, design), run = runOf(runs, seed, design);
  if (accuracy !== null) return `${percentage(accuracy, 2)} %`;
  return run?.state === "training" ? "–" : stateText(run, data);
}

/**
 * A row for each seed, and last the means.
 * @param {SeedRuns} runs
 * @param {Data} data
 * @returns {Table}
 */
export function tableOf(runs, data) {
  const { labels, designs } = data, means = designs.map((_, design) => meanOf(accuraciesOf(runs, design)));
  return {
    caption: labels.title,
    head: [labels.seed_head, ...designs.map(({ letter, name }) => `${letter}, ${name}`)],
    rows: [
      ...runs.seeds.map((seed) => [String(seed), ...designs.map((_, design) => cellText(runs, seed, design, data))]),
      [labels.mean, ...means.map((mean) => mean === null ? "–" : `${percentage(mean, 2)} %`)],
    ],
    file: null,
  };
}

// The numbers as a table, for whoever does not see the dots.

import { element } from "../browser/elements.js";
import { percentage } from "../browser/numbers.js";
import { accuraciesOf, accuracyOf, meanOf, runOf } from "./seed_runs.js";
import { stateText } from "./words.js";

/** @import { Data } from "./data.d.ts" */
/** @import { SeedRuns } from "./seed_runs.js" */

/**
 * @param {ParentNode} parent
 * @param {string} head
 * @param {string[]} texts
 * @param {"col"} [scope] Where the cells are the heads of their columns.
 */
function row(parent, head, texts, scope) {
  const line = element("tr", "", parent);
  element("th", "", line, head).scope = "row";
  for (const text of texts) {
    if (scope) element("th", "", line, text).scope = scope;
    else element("td", "", line, text);
  }
}

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
 * @param {HTMLTableElement} table
 * @param {SeedRuns} runs
 * @param {Data} data
 */
export function fillTable(table, runs, data) {
  const { labels, designs } = data;
  table.replaceChildren();
  element("caption", "", table, labels.title);
  row(element("thead", "", table), labels.seed_head, designs.map(({ letter, name }) => `${letter}, ${name}`), "col");
  const body = element("tbody", "", table);
  for (const seed of runs.seeds) {
    row(body, String(seed), designs.map((_, design) => cellText(runs, seed, design, data)));
  }
  const means = designs.map((_, design) => meanOf(accuraciesOf(runs, design)));
  row(body, labels.mean, means.map((mean) => mean === null ? "–" : `${percentage(mean, 2)} %`));
}

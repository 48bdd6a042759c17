// The strip: one row a design, one cell a seed, filled as far as its training is; and the line that sums it up.

import { element, write } from "../browser/elements.js";
import { filled } from "../browser/wording.js";
import { countOf, runOf } from "./seed_runs.js";
import { progressText } from "./words.js";

/** @import { ExperimentFrame } from "../browser/server.d.ts" */
/** @import { Data, Design } from "./data.d.ts" */
/** @import { SeedRun, SeedRuns } from "./seed_runs.js" */

const TOLD = /** @type {const} */ (["cancelled", "failed", "diverged"]); // how many there are of them is said
const MANY = 40, SOME = 15; // seeds

/** A design's cells, by their seeds. */
class Row {
  /** @type {Map<number, HTMLElement>} */
  #cells = new Map();

  /**
   * @param {HTMLElement} strip
   * @param {Design} design
   * @param {number} place
   */
  constructor(strip, { letter, name }, place) {
    const row = element("div", "ll-row", strip);
    row.style.setProperty("--ll-color", `var(--ll-color-${place})`);
    row.style.setProperty("--ll-on", `var(--ll-on-${place})`);
    element("span", "ll-letter", row, letter);
    element("span", "ll-row-name", row, name).title = name;
    this.box = element("div", "ll-cells", row);
  }

  /**
   * @param {number[]} seeds
   * @param {(seed: number) => SeedRun | null} run_of
   * @param {number} iterations
   */
  show(seeds, run_of, iterations) {
    this.box.dataset.size = seeds.length > MANY ? "many" : seeds.length > SOME ? "some" : "few";
    const here = new Set(seeds);
    for (const seed of here) showRun(this.#cell(seed), run_of(seed), iterations);
    for (const [seed, cell] of this.#cells) {
      if (here.has(seed)) continue;
      cell.remove();
      this.#cells.delete(seed);
    }
  }

  /** @param {number} seed */
  #cell(seed) {
    const known = this.#cells.get(seed);
    if (known) return known;
    const cell = element("i", "ll-cell", this.box);
    cell.dataset.seed = String(seed);
    this.#cells.set(seed, cell);
    return cell;
  }
}

/**
 * What is there already is not touched: the browser would style it again.
 * @param {HTMLElement} cell
 * @param {SeedRun | null} run
 * @param {number} iterations
 */
function showRun(cell, run, iterations) {
  const state = run?.state ?? "waiting", done = Math.min(1, (run?.iteration ?? 0) / iterations);
  const share = state === "training" ? `${(100 * done).toFixed(1)}%` : "";
  if (cell.dataset.stage !== state) cell.dataset.stage = state;
  if (cell.style.getPropertyValue("--ll-share") !== share) cell.style.setProperty("--ll-share", share);
}

export class Strip {
  #told = "";

  /**
   * @param {HTMLElement} root
   * @param {Design[]} designs
   */
  constructor(root, designs) {
    this.box = element("div", "ll-strip", root);
    this.box.setAttribute("aria-hidden", "true"); // the line and the table say it
    this.rows = designs.map((design, place) => new Row(this.box, design, place));
    const under = element("div", "ll-under", root);
    this.line = element("span", "ll-line", under);
    this.counts = element("span", "ll-counts", under);
  }

  /**
   * @param {SeedRuns} runs
   * @param {ExperimentFrame} frame
   * @param {Data} data
   */
  show(runs, frame, { labels, iterations }) {
    this.rows.forEach((row, design) => row.show(runs.seeds, (seed) => runOf(runs, seed, design), iterations));
    write(this.line, progressText(frame, labels));
    const told = TOLD.map((state) => ({ state, count: countOf(runs, state) })).filter(({ count }) => count);
    const wanted = JSON.stringify(told);
    if (this.#told === wanted) return;
    this.#told = wanted;
    this.counts.replaceChildren(...told.map(({ state, count }) => {
      const part = element("span", "ll-count");
      element("i", "ll-cell", part).dataset.stage = state;
      part.append(filled(labels.counts[state], { count }));
      return part;
    }));
  }

  /**
   * Points a seed's cells out.
   * @param {number | null} seed
   */
  mark(seed) {
    for (const cell of this.box.querySelectorAll(".ll-cell")) {
      cell.classList.toggle("ll-here", cell instanceof HTMLElement && cell.dataset.seed === String(seed));
    }
  }
}

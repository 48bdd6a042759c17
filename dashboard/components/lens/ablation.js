// The test accuracy with and without what is switched off: asked after every change of the switches, and rarely while the
// training goes on.

import { ABLATION } from "../browser/addresses.js";
import { ask, isProblem } from "../browser/json_request.js";
import { grouped, percent } from "../browser/numbers.js";
import { filled } from "../browser/wording.js";

/** @import { Ablation, Inspection, InspectionRequest, Problem } from "../browser/server.d.ts" */
/** @import { SwitchLabels } from "./data.d.ts" */

const ASK_AFTER_MS = 350; // several switches may be meant
const COST = 15; // while training, a test may take one part in so many of the time

/**
 * @param {Ablation} found
 * @param {string} template
 */
export function ablationText({ iteration, total, correct, without }, template) {
  return filled(template, {
    before: percent(correct / total),
    after: percent(without / total),
    iteration: grouped(iteration),
    correct: grouped(correct),
    without: grouped(without),
    total: grouped(total),
  });
}

/**
 * A test: of what it is, and when the next one may be.
 * @typedef {{ subject: string, busy: boolean, next: number, iteration: number | null }} Test
 */

export class AblationTest {
  /** @type {Test | null} */
  #test = null;
  /** @type {number | undefined} */
  #timer = undefined;

  /**
   * @param {HTMLElement} result
   * @param {SwitchLabels} labels
   */
  constructor(result, labels) {
    this.result = result;
    this.labels = labels;
  }

  /**
   * @param {InspectionRequest} wish Of what is drawn now: the run, the checkpoint, what is switched off.
   * @param {Inspection} answer
   */
  follow({ run, at = null, off = {}, lang }, { iteration }) {
    if (Object.keys(off).length === 0) {
      this.result.textContent = "";
      this.#test = null;
      return;
    }
    const subject = JSON.stringify([run, at, off]), last = this.#test, same = last?.subject === subject;
    if (same && (last.busy || last.iteration === iteration || performance.now() < last.next)) return;
    const test = this.#test = { subject, busy: true, next: Infinity, iteration: null };
    if (!same) this.result.textContent = this.labels.measuring;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#run(test, { run, at, off, lang }), same ? 0 : ASK_AFTER_MS);
  }

  end() {
    clearTimeout(this.#timer);
    this.#test = null;
  }

  /**
   * @param {Test} test
   * @param {object} request
   */
  async #run(test, request) {
    const began = performance.now();
    /** @type {Ablation | Problem} */
    const found = await ask(ABLATION, request);
    if (this.#test !== test) return;
    const now = performance.now(), problem = isProblem(found);
    Object.assign(test, { busy: false, iteration: problem ? null : found.iteration, next: now + COST * (now - began) });
    this.result.textContent = problem
      ? found.problem ?? this.labels.offline
      : ablationText(found, this.labels.ablation);
  }
}

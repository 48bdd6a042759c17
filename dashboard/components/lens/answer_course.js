// Of each image: what the network said at every checkpoint of its training. Asked once for each image and each list of
// checkpoints, not at every answer.

import { CHECKPOINT_ANSWERS } from "../browser/addresses.js";
import { ask, isProblem } from "../browser/json_request.js";

/** @import { CheckpointAnswers, Image, Inspection, InspectionRequest, Problem } from "../browser/server.d.ts" */

/**
 * What was said at a checkpoint, of each image; or `live`, by the network as it is now.
 * @typedef {{ iteration: number, probabilities: number[][], live?: true }} Answer
 */

const ASK_AFTER_MS = 300; // an image that is only passed by is not asked about
const ASK_AGAIN_MS = 2000; // and after twice as long each time

/**
 * The checkpoints that there are still, and last the network as it is now where that is no checkpoint.
 * @param {CheckpointAnswers["checkpoints"]} answers
 * @param {number[]} kept Iterations of the checkpoints.
 * @param {{ iteration: number, probabilities: number[][] } | null} now What it says now, where that is known.
 * @returns {Answer[]}
 */
export function courseOf(answers, kept, now) {
  const found = answers.filter(([iteration]) => kept.includes(iteration)).map(([iteration, probabilities]) => ({
    iteration,
    probabilities,
  }));
  const last = answers.at(-1), latest = now ?? (last ? { iteration: last[0], probabilities: last[1] } : null);
  if (!latest || latest.iteration <= (found.at(-1)?.iteration ?? -1)) return found;
  return [...found, { ...latest, live: true }];
}

export class AnswerCourse {
  #asked = "";
  #of = ""; // the run and the images that the answers are of
  /** @type {CheckpointAnswers["checkpoints"]} */
  #answers = [];
  /** @type {number[]} */
  #kept = [];
  #pause = ASK_AGAIN_MS;
  /** @type {number | undefined} */
  #timer = undefined;

  /**
   * @param {() => void} changed Called when there are other answers.
   */
  constructor(changed) {
    this.changed = changed;
  }

  /**
   * Whether there is a course to speak of.
   * @param {string | null} run
   */
  has(run) {
    return run !== null && this.#kept.length > 1;
  }

  /** @param {number[]} kept The checkpoints' iterations; none, where another run's are still to be heard of. */
  keep(kept) {
    this.#kept = kept;
  }

  /**
   * @param {string | null} run
   * @param {Image[]} images
   * @param {string} language
   */
  follow(run, images, language) {
    const asked = JSON.stringify([run, images, this.#kept]);
    if (run === null || !this.has(run) || this.#asked === asked) return;
    this.#asked = asked;
    this.#pause = ASK_AGAIN_MS;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#ask(asked, run, images, language), ASK_AFTER_MS);
  }

  /**
   * Null where nothing is known of these images yet.
   * @param {string | null} run
   * @param {Image[]} images
   * @param {{ answer: Inspection, wish: InspectionRequest } | null} shown
   * @returns {Answer[] | null}
   */
  of(run, images, shown) {
    if (run === null || this.#of !== subjectOf(run, images)) return null;
    const live = shown && shown.wish.run === run && shown.wish.at === null;
    const same = live && subjectOf(run, shown.wish.images) === this.#of, answer = shown?.answer;
    const now = same && answer
      ? { iteration: answer.iteration, probabilities: answer.probabilities_all_on ?? answer.probabilities }
      : null;
    return courseOf(this.#answers, this.#kept, now);
  }

  end() {
    clearTimeout(this.#timer);
    this.#asked = "";
  }

  /**
   * @param {string} asked
   * @param {string} run
   * @param {Image[]} images
   * @param {string} language
   */
  async #ask(asked, run, images, language) {
    /** @type {CheckpointAnswers | Problem} */
    const found = await ask(CHECKPOINT_ANSWERS, { run, images, lang: language });
    if (this.#asked !== asked) return;
    if (isProblem(found)) {
      this.#timer = setTimeout(() => this.#ask(asked, run, images, language), this.#pause);
      this.#pause *= 2;
      return;
    }
    this.#answers = found.checkpoints;
    this.#of = subjectOf(run, images);
    this.changed();
  }
}

/**
 * @param {string} run
 * @param {Image[]} images
 */
function subjectOf(run, images) {
  return `${run} ${JSON.stringify(images)}`;
}

// The gallery of the Test page. It asks for the view of a checkpoint, for all the parts of the page.

import { TEST_RESULT } from "../browser/addresses.js";
import { checkpointOf, followCheckpoint } from "../browser/checkpoint.js";
import { element } from "../browser/elements.js";
import { isProblem } from "../browser/json_request.js";
import { LiveRequest } from "../browser/live_request.js";
import { component } from "../browser/mounting.js";
import { RunSubscription } from "../browser/run_stream.js";
import { DigitRow } from "./digit_figures.js";
import { publishView, showWaiting, ViewFollower } from "./result_view.js";

/** @import { Place } from "../browser/mounting.js" */
/** @import { RunCourse } from "../browser/run_stream.js" */
/** @import { GalleryChoice, Problem, TestResult, TestResultRequest, TestView } from "../browser/server.d.ts" */
/** @import { ViewedCheckpoint } from "./result_view.js" */

/**
 * @typedef {object} Own
 * @property {GalleryChoice} choice
 * @property {number} size
 * @property {string} language
 * @property {{ pick: string, offline: string }} labels
 */
/** @typedef {ViewedCheckpoint & Own} Data */

const LINGER_MS = 300; // so long at a checkpoint that was not tested, and it is tested

class ResultGallery {
  root = element("div", "ll-gallery");
  #row = new DigitRow();
  #tallest = 0;
  #choice = "";
  /** @type {number | undefined} */
  #timer = undefined;
  /** @type {number | null | undefined} */
  #lingering = undefined; // at this checkpoint
  /** @type {number | null | undefined} */
  #awaited = undefined; // the checkpoint whose test is under way

  #follower = new ViewFollower((view, at) => this.#draw(view, at));
  #stream = new RunSubscription();
  /** @type {LiveRequest<TestResultRequest, TestResult>} */
  #request = new LiveRequest({
    address: TEST_RESULT,
    wish: () => this.#wish(),
    show: (answer, wish) => this.#take(answer, wish),
    lasting: (answer) => !answer.untested,
  });
  #leave = followCheckpoint({
    moved: () => this.#travel(),
    busy: () => this.#request.busy || this.#awaited === checkpointOf(this.data.run),
  });

  /**
   * @param {Place} place
   * @param {Data} data
   */
  constructor(place, data) {
    this.place = place;
    this.data = data;
    this.root.append(this.#row.root);
  }

  /** @param {Data} data */
  update(data) {
    this.data = data;
    this.#follower.update(data);
    this.#travel();
    this.#stream.followRun(data.run, (course) => this.#hear(course));
  }

  end() {
    this.#request.end();
    this.#stream.end();
    this.#follower.end();
    this.#leave();
    clearTimeout(this.#timer);
    markStale(false);
  }

  /** @returns {TestResultRequest | null} */
  #wish() {
    const { run, at: drawn, choice, language } = this.data, at = checkpointOf(run, drawn);
    if (at === drawn) return null; // that is here already
    return { run, at, ...choice, lang: language, test: this.#lingering === at };
  }

  /**
   * @param {TestResult | Problem} answer
   * @param {TestResultRequest} wish
   */
  #take(answer, { run, at, test }) {
    const problem = isProblem(answer);
    const view = problem ? { waiting: answer.problem ?? this.data.labels.offline } : answer;
    const untested = !problem && answer.untested;
    this.#awaited = untested ? at : undefined;
    publishView({ run, at, view });
    clearTimeout(this.#timer);
    if (untested && !test) this.#timer = setTimeout(() => this.#linger(at), LINGER_MS);
  }

  /** @param {number | null} at */
  #linger(at) {
    this.#lingering = at;
    if (checkpointOf(this.data.run) === at) this.#request.ask();
  }

  #travel() {
    const { run, at } = this.data, away = checkpointOf(run, at) !== at;
    this.#awaited = undefined;
    if (away) this.#request.askNext();
    markStale(away);
  }

  /** @param {RunCourse} course */
  #hear({ frame }) {
    if (this.#awaited === undefined) return;
    const found = frame.checkpoints.find(([iteration]) => iteration === this.#awaited);
    if (found && found[1] !== null) this.#request.askNext();
  }

  /**
   * @param {TestView} view
   * @param {number | null} at
   */
  #draw(view, at) {
    const { pictures } = view, { labels, size } = this.data;
    showWaiting(this.root, view, at);
    if (!pictures) return;
    this.#row.show(
      pictures,
      size,
      labels.pick,
      (place) => this.place.tell("picked", pictures.items[place].number),
    );
    if (pictures.none) element("p", "", this.#row.root, pictures.none);
    this.#keepHeight();
  }

  /** What stands below keeps its place from one checkpoint to the next. */
  #keepHeight() {
    const choice = JSON.stringify([this.data.run, this.data.choice]);
    if (choice !== this.#choice) this.#tallest = 0;
    this.#choice = choice;
    this.#tallest = Math.max(this.#tallest, this.#row.root.offsetHeight);
    this.root.style.minHeight = `${this.#tallest}px`;
  }
}

/**
 * The table below is drawn by the page: until it is, what it says is of another checkpoint.
 * @param {boolean} stale
 */
function markStale(stale) {
  document.querySelector(".st-key-matrix_table")?.classList.toggle("ll-stale", stale);
}

export default component((place, /** @type {Data} */ data) => new ResultGallery(place, data));

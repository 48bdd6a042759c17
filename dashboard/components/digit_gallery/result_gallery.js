// The gallery of the Test page. It asks for the view of a checkpoint, for all the parts of the page.

import { TEST_RESULT } from "../browser/addresses.js";
import { checkpointOf, followCheckpoint } from "../browser/checkpoint.js";
import { offerCommands } from "../browser/commands.js";
import { element, focusedElement } from "../browser/elements.js";
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

const LONGEST_TURN_MS = 10_000; // of a page
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

  /** Which way a page is being turned, from which, and since when. */
  #turning = { by: 0, from: 0, since: 0 };
  #withdraw = offerCommands({ next_error: () => this.#walk(1), previous_error: () => this.#walk(-1) });
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
    this.#withdraw();
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
    this.#enter();
  }

  /**
   * The focus goes to the next image, or to the next page.
   * @param {number} by 1, or -1 for the previous one.
   */
  #walk(by) {
    const images = [...this.root.querySelectorAll("button")], focused = focusedElement(this.root);
    const here = images.findIndex((each) => each === focused),
      next = here < 0 && by < 0 ? images.length - 1 : here + by;
    this.#turning.by = 0;
    if (images[next]) images[next].focus();
    else if (turnPage(by)) this.#turning = { by, from: this.data.choice.page, since: performance.now() };
  }

  /** The page that was turned to is here; after the last one there is none. */
  #enter() {
    const { by, from, since } = this.#turning;
    if (!by || from === this.data.choice.page || performance.now() - since > LONGEST_TURN_MS) return;
    const images = this.root.querySelectorAll("button");
    images[by > 0 ? 0 : images.length - 1]?.focus();
    this.#turning.by = 0;
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
 * Whether there is a page to turn to.
 * @param {number} by
 */
function turnPage(by) {
  const name = by > 0 ? "gallery_next" : "gallery_previous";
  /** @type {HTMLButtonElement | null} */
  const found = document.querySelector(`.st-key-${name} button:not(:disabled)`);
  found?.click();
  return found !== null;
}

/**
 * The table below is drawn by the page: until it is, what it says is of another checkpoint.
 * @param {boolean} stale
 */
function markStale(stale) {
  document.querySelector(".st-key-matrix_table")?.classList.toggle("ll-stale", stale);
}

export default component((place, /** @type {Data} */ data) => new ResultGallery(place, data));

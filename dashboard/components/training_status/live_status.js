// The numbers of the training bar. It tells the page when something happened that the page should show.

import { tellLanguage } from "../browser/document.js";
import { element } from "../browser/elements.js";
import { component } from "../browser/mounting.js";
import { grouped } from "../browser/numbers.js";
import { isConnected, PageRun } from "../browser/page_run.js";
import { readAhead } from "../browser/read_ahead.js";
import { RunSubscription } from "../browser/run_stream.js";
import { accuracyText, awayText, iterationText, phaseText, shareDone } from "./status_words.js";

/** @import { Place } from "../browser/mounting.js" */
/** @import { Ahead } from "../browser/read_ahead.js" */
/** @import { RunFrame } from "../browser/server.d.ts" */
/** @import { Labels } from "./status_words.js" */

/** @typedef {{ run: string | null, frame: RunFrame, labels: Labels & { language: string }, ahead: Ahead }} Data */

const AWAY_MS = 1500; // a shorter break is no news
const RETURN_MS = 2500; // so long Streamlit may take to find its way back once the server answers; then the page is loaded anew

const FIGURES = /** @type {const} */ (["phase", "iteration", "accuracy", "rate"]);

/**
 * @param {HTMLElement} root
 * @param {Labels} labels
 */
function build(root, labels) {
  const cells = FIGURES.map((name) => {
    const figure = element("div", `ll-figure ll-${name}`, root);
    element("div", "ll-label", figure, labels[name]);
    return element("div", "ll-value", figure);
  });
  const track = element("div", "ll-track", root);
  track.setAttribute("role", "progressbar");
  const done = element("div", "ll-done", track), spoken = element("div", "ll-spoken", root);
  spoken.setAttribute("aria-live", "polite");
  return { cells, track, done, spoken };
}

class LiveStatus {
  root = element("div", "ll-status");
  #stream = new RunSubscription((connected) => connected ? this.#return() : this.#lose());
  #spoken = ""; // what was last spoken of
  #away = false;
  #returns = 0; // of the server
  #updates = 0;
  /** @type {number | undefined} */
  #timer = undefined;

  /**
   * @param {Place} place
   * @param {Data} data
   */
  constructor(place, { labels }) {
    this.labels = labels;
    tellLanguage(labels.language);
    this.parts = build(this.root, labels);
    this.page = new PageRun(place, this.root);
  }

  /** @param {Data} data */
  update({ run, frame: given, ahead }) {
    readAhead(ahead);
    this.#show(given);
    const updates = ++this.#updates;
    this.#stream.followRun(run, ({ frame }) => {
      if (this.#stream.lostFor) return; // it was told before
      this.#show(run === null ? { ...frame, phase: given.phase } : frame);
      if (given.phase === "sought" && frame.health === "ready") this.page.ask(`sought ${updates}`);
      if (frame.event > given.event || frame.health !== given.health) this.page.ask(`${frame.event} ${frame.health}`);
    });
  }

  end() {
    clearTimeout(this.#timer);
    this.page.end();
    this.#stream.end();
  }

  /** The server does not answer: what is shown was true some time ago. */
  #lose() {
    const milliseconds = this.#stream.lostFor, { parts: { cells: [phase, , , rate], spoken } } = this;
    if (milliseconds < AWAY_MS) return;
    this.#away = true;
    this.root.dataset.phase = "away";
    phase.textContent = awayText(milliseconds, this.labels);
    rate.textContent = "–";
    if (this.#spoken === "away") return;
    this.#spoken = "away";
    spoken.textContent = phase.textContent;
  }

  /** The server is back. It may be another one that knows nothing of this page: the page must run before anything is pressed. */
  #return() {
    if (!this.#away) return;
    this.#away = false;
    this.parts.cells[0].textContent = this.labels.phases.sought;
    this.page.ask(`returned ${++this.#returns}`);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (!isConnected()) location.reload();
    }, RETURN_MS);
  }

  /** @param {RunFrame} frame */
  #show(frame) {
    const { root, labels, parts: { cells: [phase, iteration, accuracy, rate], track, done, spoken } } = this;
    root.dataset.phase = frame.tested !== null ? "testing" : frame.phase;
    phase.textContent = phaseText(frame, labels);
    iteration.textContent = iterationText(frame, labels);
    accuracy.textContent = accuracyText(frame, labels);
    rate.textContent = frame.rate ? grouped(frame.rate) : "–";
    const share = shareDone(frame, labels);
    done.style.width = `${100 * share}%`;
    track.setAttribute("aria-valuenow", String(Math.round(100 * share)));
    track.setAttribute("aria-label", phase.textContent);
    if (this.#spoken === `event ${frame.event}`) return;
    this.#spoken = `event ${frame.event}`;
    spoken.textContent = `${phase.textContent}. ${labels.iteration} ${iteration.textContent}.`;
  }
}

export default component(
  (place, /** @type {Data} */ data) => new LiveStatus(place, data),
  ({ labels }) => labels,
);

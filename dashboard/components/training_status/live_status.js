// The figures of the training bar, or the chip of a page that shows no run. It tells the page when something happened that the page
// should show.

import { tellPage } from "../browser/document.js";
import { element, write } from "../browser/elements.js";
import { component } from "../browser/mounting.js";
import { grouped } from "../browser/numbers.js";
import { isConnected, PageRun } from "../browser/page_run.js";
import { readAhead } from "../browser/read_ahead.js";
import { RunSubscription } from "../browser/run_stream.js";
import { awayText, chipText, figureTexts, phaseText, shareDone } from "./status_words.js";

/** @import { Place } from "../browser/mounting.js" */
/** @import { PageWords } from "../browser/document.js" */
/** @import { Ahead } from "../browser/read_ahead.js" */
/** @import { RunFrame } from "../browser/server.d.ts" */
/** @import { Figure, Labels } from "./status_words.js" */

/** @typedef {{ run: string | null, frame: RunFrame, labels: Labels & PageWords, ahead: Ahead, chip: boolean }} Data */

const AWAY_MS = 1500; // a shorter break is no news
const RETURN_MS = 2500; // so long Streamlit may take to find its way back once the server answers; then the page is loaded anew

const FIGURES = /** @type {const} */ (["phase", "iteration", "validation", "accuracy", "rate"]);

/** The figures, and how far the way to the goal is done. */
class Bar {
  root = element("div", "ll-status");
  /** @type {Record<string, { label: HTMLElement, value: HTMLElement, more: HTMLElement, figure: HTMLElement }>} */
  #cells = {};
  #track = element("div", "ll-track");
  #done = element("div", "ll-done", this.#track);

  /** @param {Labels} labels */
  constructor(labels) {
    this.labels = labels;
    for (const name of FIGURES) {
      const figure = element("div", `ll-figure ll-${name}`, this.root);
      const label = element("div", "ll-label", figure), line = element("div", "ll-value", figure);
      this.#cells[name] = { figure, label, value: element("span", "", line), more: element("span", "ll-more", line) };
    }
    this.root.append(this.#track);
    this.#track.setAttribute("role", "progressbar");
  }

  /** @param {RunFrame} frame */
  show(frame) {
    const { root, labels } = this;
    root.dataset.phase = frame.phase;
    root.toggleAttribute("data-testing", frame.tested !== null);
    for (const [name, figure] of Object.entries(figureTexts(frame, labels))) this.#write(name, figure);
    const share = shareDone(frame);
    this.#done.style.width = `${100 * share}%`;
    this.#track.setAttribute("aria-valuenow", String(Math.round(100 * share)));
    this.#track.setAttribute("aria-label", phaseText(frame, labels));
  }

  /** @param {string} words */
  lose(words) {
    this.root.dataset.phase = "away";
    write(this.#cells.phase.value, words);
    write(this.#cells.rate.value, "–");
  }

  /** @param {string} words */
  find(words) {
    write(this.#cells.phase.value, words);
  }

  /**
   * @param {string} name
   * @param {Figure} figure
   */
  #write(name, { label, value, more }) {
    const cell = this.#cells[name];
    write(cell.label, label);
    write(cell.value, value);
    write(cell.more, more ? ` (${more})` : "");
    cell.figure.title = more ? `${label}: ${value} (${more})` : "";
  }
}

/** Tells of a training that goes on, and leads to it. */
class Chip {
  root = element("div", "ll-status ll-chip");
  #button = element("button", "", this.root);

  /**
   * @param {Labels} labels
   * @param {() => void} open
   */
  constructor(labels, open) {
    this.labels = labels;
    this.#button.type = "button";
    this.#button.onclick = open;
    this.#button.title = labels.chip_help;
  }

  /** @param {RunFrame} frame */
  show(frame) {
    this.root.dataset.phase = frame.phase;
    this.#button.hidden = frame.phase !== "training";
    write(this.#button, chipText(frame, this.labels));
  }

  /** @param {string} words */
  lose(words) {
    this.root.dataset.phase = "away";
    this.#button.hidden = false;
    write(this.#button, words);
  }

  find() {
    this.#button.hidden = true;
  }
}

class LiveStatus {
  root = element("div", "ll-live-status");
  #stream = new RunSubscription((connected) => connected ? this.#return() : this.#lose());
  #spoken = ""; // what was last spoken of
  #away = false;
  #returns = 0; // of the server
  #updates = 0;
  #clicks = 0;
  /** @type {number | undefined} */
  #timer = undefined;

  /**
   * @param {Place} place
   * @param {Data} data
   */
  constructor(place, { labels, chip }) {
    this.labels = labels;
    tellPage(labels);
    this.view = chip ? new Chip(labels, () => place.tell("opened", ++this.#clicks)) : new Bar(labels);
    this.root.append(this.view.root);
    this.spoken = element("div", "ll-spoken", this.root);
    this.spoken.setAttribute("aria-live", "polite");
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
    const milliseconds = this.#stream.lostFor, words = awayText(milliseconds, this.labels);
    if (milliseconds < AWAY_MS) return;
    this.#away = true;
    this.view.lose(words);
    this.#speak("away", words);
  }

  /** The server is back. It may be another one that knows nothing of this page: the page must run before anything is pressed. */
  #return() {
    if (!this.#away) return;
    this.#away = false;
    this.view.find(this.labels.phases.sought);
    this.page.ask(`returned ${++this.#returns}`);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (!isConnected()) location.reload();
    }, RETURN_MS);
  }

  /** @param {RunFrame} frame */
  #show(frame) {
    const { labels } = this;
    this.view.show(frame);
    this.#speak(
      `event ${frame.event}`,
      `${phaseText(frame, labels)}. ${labels.iteration} ${grouped(frame.iteration)}.`,
    );
  }

  /**
   * Once for each thing that happened.
   * @param {string} happened
   * @param {string} words
   */
  #speak(happened, words) {
    if (this.#spoken === happened) return;
    this.#spoken = happened;
    this.spoken.textContent = words;
  }
}

export default component(
  (place, /** @type {Data} */ data) => new LiveStatus(place, data),
  ({ labels, chip }) => [labels, chip],
);

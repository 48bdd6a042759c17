// The numbers of the training bar. It tells the page when something happened that the page should show.

import { element } from "../browser/elements.js";
import { component } from "../browser/mounting.js";
import { grouped } from "../browser/numbers.js";
import { PageRun } from "../browser/page_run.js";
import { readAhead } from "../browser/read_ahead.js";
import { RunSubscription } from "../browser/run_stream.js";
import { accuracyText, iterationText, phaseText, shareDone } from "./status_words.js";

/** @import { Place } from "../browser/mounting.js" */
/** @import { Ahead } from "../browser/read_ahead.js" */
/** @import { RunFrame } from "../browser/server.d.ts" */
/** @import { Labels } from "./status_words.js" */

/** @typedef {{ run: string | null, frame: RunFrame, labels: Labels, ahead: Ahead }} Data */

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
  #stream = new RunSubscription();
  #spoken = -1; // the event that was last spoken of

  /**
   * @param {Place} place
   * @param {Data} data
   */
  constructor(place, { labels }) {
    this.labels = labels;
    this.parts = build(this.root, labels);
    this.page = new PageRun(place, this.root);
  }

  /** @param {Data} data */
  update({ run, frame: given, ahead }) {
    readAhead(ahead);
    this.#show(given);
    this.#stream.followRun(run, ({ frame }) => {
      this.#show(frame);
      if (frame.event > given.event || frame.health !== given.health) this.page.ask(`${frame.event} ${frame.health}`);
    });
  }

  end() {
    this.page.end();
    this.#stream.end();
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
    if (frame.event === this.#spoken) return;
    this.#spoken = frame.event;
    spoken.textContent = `${phase.textContent}. ${labels.iteration} ${iteration.textContent}.`;
  }
}

export default component(
  (place, /** @type {Data} */ data) => new LiveStatus(place, data),
  ({ labels }) => labels,
);

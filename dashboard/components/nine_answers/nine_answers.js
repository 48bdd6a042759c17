// Test images with the network's answer under each: all answers are of one iteration, which is said. They follow the
// training, or the time slider where that stands at an earlier checkpoint.

import { ANSWERS } from "../browser/addresses.js";
import { bytesOf } from "../browser/base64.js";
import { checkpointOf, followCheckpoint, markDrawn } from "../browser/checkpoint.js";
import { element, write } from "../browser/elements.js";
import { isProblem } from "../browser/json_request.js";
import { EVERY_MS, LiveRequest } from "../browser/live_request.js";
import { component } from "../browser/mounting.js";
import { RunSubscription } from "../browser/run_stream.js";
import { AnswerFigure } from "./answer_figure.js";
import { countOf, rightOf, scoreText, turnedRight } from "./answer_words.js";
import { SpokenPace } from "./spoken_pace.js";

/** @import { RunCourse } from "../browser/run_stream.js" */
/** @import { Answers, AnswersRequest, Problem } from "../browser/server.d.ts" */
/** @import { Labels } from "./answer_words.js" */

/**
 * `network`: of a run, or of a design with its first weights; null: not known yet. `pixels`: of all images.
 * @typedef {object} Data
 * @property {{ run: string | null, at: number | null, design: string } | null} network
 * @property {number[]} numbers
 * @property {string} pixels
 * @property {number[]} digits
 * @property {Labels} labels
 * @property {string} language
 */

const PIXELS = 28 * 28;
const EARLY = 200; // iterations in which most of the images turn
const EARLY_MS = 150;

class NineAnswers {
  root = element("section", "ll-nine");
  #network = "";
  #ready = false; // the training process can answer
  #iteration = 0; // where the run is
  /** What was right when the network was first heard of. @type {boolean[] | null} */
  #first = null;
  #stream = new RunSubscription();
  /** @type {LiveRequest<AnswersRequest, Answers>} */
  #request = new LiveRequest({
    address: ANSWERS,
    wish: () => this.#wish(),
    show: (answer, wish) => this.#take(answer, wish),
    every: () => this.#iteration < EARLY ? EARLY_MS : EVERY_MS,
  });
  #leave = followCheckpoint({
    moved: () => {
      if (this.data.network?.run) this.#request.askNext();
    },
    busy: () => this.#request.busy,
  });

  /** @param {Data} data */
  constructor(data) {
    this.data = data;
    const { root } = this, { labels, numbers, digits, pixels } = data, bytes = bytesOf(pixels);
    root.setAttribute("aria-label", labels.title);
    this.score = element("p", "ll-score", root, labels.unknown);
    const grid = element("div", "ll-nine-grid", root);
    this.figures = numbers.map((number, place) => {
      const own = bytes.subarray(place * PIXELS, (place + 1) * PIXELS);
      return new AnswerFigure(number, digits[place], own, labels);
    });
    grid.append(...this.figures.map((figure) => figure.root));
    this.problem = element("p", "ll-problem", root);
    this.problem.setAttribute("role", "status");
    const spoken = element("div", "ll-spoken", root);
    spoken.setAttribute("aria-live", "polite");
    this.spoken = new SpokenPace((text) => spoken.textContent = text);
  }

  /** @param {Data} data */
  update(data) {
    const before = this.data.network?.run ?? null;
    this.data = data;
    const run = data.network?.run ?? null, network = JSON.stringify([run ?? data.network?.design, data.language]);
    if (this.#network !== network) {
      this.#network = network;
      if (before !== null) this.#first = null; // a run takes over what was said of its first weights
      this.#request.ask();
    }
    if (run === null) this.#stream.end();
    else this.#stream.followRun(run, (course) => this.#hear(course));
  }

  end() {
    this.#request.end();
    this.#stream.end();
    this.#leave();
    this.spoken.end();
  }

  #at() {
    const { network } = this.data;
    return network && checkpointOf(network.run, network.at);
  }

  /** @returns {AnswersRequest | null} */
  #wish() {
    const { network, numbers, language } = this.data;
    if (!network) return null;
    if (network.run === null) return { design: network.design, test: numbers, lang: language };
    return this.#ready ? { run: network.run, at: this.#at(), test: numbers, lang: language } : null;
  }

  /** @param {RunCourse} course */
  #hear({ frame }) {
    const started = frame.health === "ready" && !this.#ready;
    this.#ready = frame.health === "ready"; // while it is starting, the training bar says so
    this.#iteration = frame.iteration;
    if (started) this.#request.ask();
    else if (this.#at() === null) this.#request.runMoved(String(frame.iteration));
  }

  /**
   * @param {Answers | Problem} answer
   * @param {AnswersRequest} wish
   */
  #take(answer, wish) {
    const { network, labels } = this.data;
    write(this.problem, isProblem(answer) ? answer.problem ?? labels.offline : "");
    if (isProblem(answer)) return;
    if (!network || (wish.run ?? null) !== network.run) return; // of another network
    this.#draw(answer, wish.at ?? null);
  }

  /**
   * @param {Answers} answers
   * @param {number | null} at
   */
  #draw(answers, at) {
    const { root, data: { digits, labels } } = this, right = rightOf(answers.predicted, digits);
    const opening = this.#first === null;
    this.#first ??= right;
    this.figures.forEach((figure, place) => figure.show(answers.predicted[place]));
    const text = scoreText(answers, digits, labels);
    write(this.score, text);
    this.spoken.want(text, !opening);
    root.dataset.iteration = String(answers.iteration);
    root.dataset.right = String(countOf(right));
    root.dataset.turned = String(countOf(turnedRight(this.#first, right)));
    markDrawn(root, at);
  }
}

export default component(
  (_, /** @type {Data} */ data) => new NineAnswers(data),
  ({ labels, numbers, pixels }) => [labels, numbers, pixels.length],
);

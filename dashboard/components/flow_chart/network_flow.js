// The network as cards in a row that wraps; their pictures are what each layer makes of the chosen image just now.

import { INSPECTION } from "../browser/addresses.js";
import { checkpointOf, followCheckpoint, markDrawn } from "../browser/checkpoint.js";
import { element, write } from "../browser/elements.js";
import { isProblem } from "../browser/json_request.js";
import { LiveRequest } from "../browser/live_request.js";
import { component } from "../browser/mounting.js";
import { figure, grouped, placeOfLargest, softmaxText } from "../browser/numbers.js";
import { RunSubscription } from "../browser/run_stream.js";
import { filled } from "../browser/wording.js";
import { arrangeCards, Card } from "./cards.js";
import { ImageChoice } from "./image_choice.js";
import { endOf } from "./output_picture.js";
import { ScaleChoice } from "./scale_choice.js";

/** @import { Place } from "../browser/mounting.js" */
/** @import { Inspection, InspectionRequest, Problem } from "../browser/server.d.ts" */
/** @import { CardData } from "./cards.js" */
/** @import { Labels as ChoiceLabels } from "./image_choice.js" */

/**
 * @typedef {object} OwnLabels
 * @property {string} chart
 * @property {string} image
 * @property {string} alt
 * @property {string} at
 * @property {string} first
 * @property {string} untrained
 * @property {string} says
 * @property {string} range
 * @property {string} scales
 * @property {string} one
 * @property {string} own
 * @property {string} one_help
 * @property {string} own_help
 * @property {string} offline
 */

/**
 * `run`: whose weights, null for the design's first ones; `stale`: the form says something else, which cannot be.
 * @typedef {object} Data
 * @property {{ run: string | null, at: number | null, design: string }} source
 * @property {CardData[]} cards
 * @property {number | null} selected
 * @property {boolean} stale
 * @property {string} language
 * @property {ChoiceLabels & OwnLabels} labels
 */

class NetworkFlow {
  root = element("div", "ll-flow");
  /** @type {Card[]} */
  #cards = [];
  #shape = "";
  #source = "";
  /** @type {Inspection | null} */
  #inspection = null;
  /** @type {number | null} */
  #at = null;
  #stream = new RunSubscription();
  /** @type {LiveRequest<InspectionRequest, Inspection>} */
  #request = new LiveRequest({
    address: INSPECTION,
    wish: () => this.#wish(),
    show: (answer, wish) => this.#take(answer, wish),
  });
  #leave = followCheckpoint({
    moved: () => {
      if (this.data.source.run !== null) this.#request.askNext();
    },
    busy: () => this.#request.busy,
  });

  /**
   * @param {Place} place
   * @param {Data} data
   */
  constructor(place, data) {
    this.place = place;
    this.data = data;
    const { root } = this, { labels } = data, head = element("div", "ll-flow-head", root);
    this.choice = new ImageChoice(head, labels, () => this.#request.ask());
    this.scale = new ScaleChoice(head, labels, () => this.#draw());
    this.when = element("span", "ll-when", head);
    this.problem = element("p", "ll-problem", root);
    this.problem.setAttribute("role", "status");
    this.row = element("div", "ll-cards", root);
    this.row.setAttribute("role", "list");
    this.row.setAttribute("aria-label", labels.chart);
    this.scales = element("p", "ll-scales", root);
    this.observer = new ResizeObserver(() =>
      requestAnimationFrame(() => {
        this.#arrange();
        this.#draw();
      })
    );
    this.observer.observe(root);
  }

  /** @param {Data} data */
  update(data) {
    this.data = data;
    this.#layOut();
    this.row.classList.toggle("ll-stale", data.stale);
    for (const card of this.#cards) card.select(data.selected);
    const { run, at, design } = data.source, source = `${run ?? design} ${data.language}`;
    if (this.#source !== source) {
      this.#source = source;
      this.#request.ask();
    }
    if (run === null) this.#stream.end();
    else {
      this.#stream.followRun(run, ({ frame }) => {
        if (checkpointOf(run, at) === null) this.#request.runMoved(`${frame.event} ${frame.iteration}`);
      });
    }
  }

  end() {
    this.#request.end();
    this.#stream.end();
    this.#leave();
    this.observer.disconnect();
  }

  /** Other layers, other cards. */
  #layOut() {
    const { cards, labels } = this.data, shape = JSON.stringify(cards);
    if (this.#shape === shape) return;
    this.#shape = shape;
    /** @type {CardData} */
    const image = {
      name: "image",
      title: labels.image,
      picture: "image",
      lines: ["28 × 28"],
      position: null,
      mark: "",
      refused: false,
    };
    this.#cards = [image, ...cards].map((card, place) =>
      new Card(card, place > 0, labels, (position) => this.place.tell("selected", position))
    );
    this.row.replaceChildren(...this.#cards.map(({ box }) => box));
    this.#arrange();
    this.#draw();
  }

  #arrange() {
    arrangeCards(this.row, this.#cards.length, this.root.clientWidth);
  }

  /** @returns {InspectionRequest} */
  #wish() {
    const { source: { run, at, design }, language } = this.data;
    const network = run !== null ? { run, at: checkpointOf(run, at) } : { design };
    return { ...network, images: [{ test: this.choice.image }], flow: true, lang: language };
  }

  /**
   * @param {Inspection | Problem} answer
   * @param {InspectionRequest} wish
   */
  #take(answer, wish) {
    const { source, labels } = this.data;
    this.problem.textContent = isProblem(answer) ? answer.problem ?? labels.offline : "";
    if (isProblem(answer) || !answer.flow) return;
    const other = wish.run ? wish.run !== source.run : source.run !== null || wish.design !== source.design;
    if (other) return; // of another network
    this.#inspection = answer;
    this.#at = wish.at ?? null;
    this.when.textContent = `${this.#networkText(answer, wish)} ${this.#answerText(answer)}`;
    this.choice.keep();
    this.#draw();
  }

  /**
   * @param {Inspection} inspection
   * @param {InspectionRequest} wish
   */
  #networkText({ iteration }, { run }) {
    const { labels } = this.data;
    return filled(run ? (iteration ? labels.at : labels.first) : labels.untrained, { iteration: grouped(iteration) });
  }

  /** @param {Inspection} inspection */
  #answerText({ images: [{ label }], probabilities: [probabilities] }) {
    const predicted = placeOfLargest(probabilities);
    return filled(this.data.labels.says, { label, predicted, value: softmaxText(probabilities[predicted]) });
  }

  /**
   * The largest of what all pictures show.
   * @param {Inspection} inspection
   */
  #commonPeak({ flow = {} }) {
    const shown = this.data.cards.filter(({ picture }) => picture === "maps" || picture === "values");
    return Math.max(...shown.map(({ name }) => flow[name] ? endOf(flow[name]) : 0));
  }

  #draw() {
    const { root } = this, inspection = this.#inspection;
    if (!inspection) return;
    const { own } = this.scale, { labels } = this.data, peak = own ? undefined : this.#commonPeak(inspection);
    for (const card of this.#cards) card.draw(inspection, peak);
    write(this.scales, own ? labels.own_help : filled(labels.one_help, { peak: figure(peak ?? 0) }));
    root.dataset.iteration = String(inspection.iteration);
    markDrawn(root, this.#at);
    root.dataset.drawn = String(Number(root.dataset.drawn ?? 0) + 1);
  }
}

export default component((place, /** @type {Data} */ data) => new NetworkFlow(place, data), ({ labels }) => labels);

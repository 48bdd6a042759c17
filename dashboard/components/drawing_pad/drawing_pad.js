// A pad, the 28 × 28 picture that the network sees of it, and the ten probabilities as they form.

import { INSPECTION } from "../browser/addresses.js";
import { checkpointOf, followCheckpoint, markDrawn } from "../browser/checkpoint.js";
import { element } from "../browser/elements.js";
import { isProblem } from "../browser/json_request.js";
import { LiveRequest } from "../browser/live_request.js";
import { component } from "../browser/mounting.js";
import { placeOfLargest } from "../browser/numbers.js";
import { RunSubscription } from "../browser/run_stream.js";
import { showChoices } from "./choices.js";
import { keepDrawing } from "./kept_drawing.js";
import { AnswerView, PaperView, PictureView } from "./pad_view.js";
import { DRAWN_UNIT } from "./paper.js";
import { placementText } from "./placement_text.js";
import { Sheet } from "./sheet.js";

/** @import { Place } from "../browser/mounting.js" */
/** @import { EmptyInspection, Inspection, InspectionRequest, Placement, Problem } from "../browser/server.d.ts" */
/** @import { Labels } from "./pad_view.js" */
/** @import { Upload } from "./sheet.js" */

/**
 * @typedef {object} Data
 * @property {string | null} run
 * @property {number | null} at
 * @property {string} design
 * @property {string} language
 * @property {Upload | null} upload
 * @property {Labels} labels
 */

const ASK_EVERY_MS = 100; // while the pen moves

class DrawingPad {
  root = element("div", "ll-draw");
  #begun = false;
  /** @type {{ key: string, pixels: string } | null} */
  #prepared = null; // the picture that the server made of the sheet
  /** @type {WeakMap<InspectionRequest, { key: string, epoch: number }>} */
  #asked = new WeakMap();
  /** @type {number | undefined} */
  #timer = undefined;
  #last = -Infinity;
  #stream = new RunSubscription();
  /** @type {LiveRequest<InspectionRequest, Inspection | EmptyInspection>} */
  #request = new LiveRequest({
    address: INSPECTION,
    wish: () => this.#wish(),
    show: (answer, wish) => this.#take(answer, wish),
  });
  #leave = followCheckpoint({ moved: () => this.#request.askNext(), busy: () => this.#request.busy });

  /**
   * @param {Place} place
   * @param {Data} data
   */
  constructor(place, data) {
    const { root } = this, { labels } = data, view = new PaperView(root, labels);
    this.data = data;
    this.picture = new PictureView(root, labels, () => this.#prepared && place.tell("use", this.#prepared.pixels));
    this.answer = new AnswerView(root, labels);
    this.sheet = new Sheet(root, view, labels, {
      grown: () => this.#askSoon(),
      replaced: () => this.sheet.empty ? this.#showEmpty() : this.#askSoon(),
    });
    this.#showWays();
    this.#showEmpty();
  }

  /** @param {Data} data */
  update(data) {
    const before = this.data;
    this.data = data;
    if (!this.#begun || before.upload?.id !== data.upload?.id) this.sheet.take(data.upload);
    else if (before.run !== data.run || before.design !== data.design) this.#request.ask();
    this.#begun = true;
    this.#stream.followRun(data.run, ({ frame }) => {
      if (checkpointOf(data.run, data.at) !== null) return;
      this.#request.runMoved(`${frame.iteration} ${frame.event} ${frame.health}`);
    });
  }

  end() {
    this.#request.end();
    this.#stream.end();
    this.#leave();
    clearTimeout(this.#timer);
    keepDrawing();
  }

  #showWays() {
    const { sheet, picture, data: { labels } } = this;
    const options = [{ value: "mnist", text: labels.mnist }, { value: "raw", text: labels.raw }];
    showChoices(picture.ways, "way", labels.way, options, sheet.raw ? "raw" : "mnist", (way) => {
      sheet.raw = way === "raw";
      this.#request.ask();
    });
  }

  /** @returns {InspectionRequest | null} */
  #wish() {
    const { sheet } = this, { run, at, design, language } = this.data, prepared = this.#prepared;
    if (sheet.empty) return null;
    const image = prepared?.key === sheet.key ? { pixels: prepared.pixels } : sheet.image();
    const network = run !== null ? { run, at: checkpointOf(run, at) } : { design };
    const wish = { ...network, images: [image], lang: language };
    this.#asked.set(wish, { key: sheet.key, epoch: sheet.epoch });
    return wish;
  }

  #askSoon() {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#last = performance.now();
      this.#request.ask();
    }, Math.max(0, this.#last + ASK_EVERY_MS - performance.now()));
  }

  /**
   * @param {Inspection | EmptyInspection | Problem} answer
   * @param {InspectionRequest} wish
   */
  #take(answer, wish) {
    const asked = this.#asked.get(wish);
    if (!asked || asked.epoch !== this.sheet.epoch) return;
    this.answer.showProblem(isProblem(answer) ? answer.problem ?? this.data.labels.offline : "");
    if (isProblem(answer)) return;
    if (!("probabilities" in answer)) {
      this.#showEmpty();
      return;
    }
    const { images: [image], probabilities: [probabilities], iteration } = answer;
    this.#prepared = { key: asked.key, pixels: image.pixels };
    this.picture.show(image.pixels, placeOfLargest(probabilities));
    if (wish.images[0].drawing) this.picture.explain(this.#placementText(image.placement));
    this.answer.show(probabilities, iteration, !this.sheet.pen.down);
    this.root.dataset.answers = String(Number(this.root.dataset.answers ?? 0) + 1);
    markDrawn(this.root, wish.at ?? null);
  }

  /** @param {Placement | null | undefined} placement */
  #placementText(placement) {
    const { labels } = this.data;
    return placement ? placementText(placement, this.sheet.picture?.unit ?? DRAWN_UNIT, labels) : labels.raw_placed;
  }

  #showEmpty() {
    this.#prepared = null;
    this.picture.showEmpty();
    this.answer.showEmpty();
  }
}

export default component((place, /** @type {Data} */ data) => new DrawingPad(place, data), ({ labels }) => labels);

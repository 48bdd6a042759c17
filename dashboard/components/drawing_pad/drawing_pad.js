// A pad, the 28 × 28 picture that the network sees of it, and the ten probabilities as they form.

import { INSPECTION } from "../browser/addresses.js";
import { checkpointOf, followCheckpoint, markDrawn } from "../browser/checkpoint.js";
import { element } from "../browser/elements.js";
import { isProblem } from "../browser/json_request.js";
import { LiveRequest } from "../browser/live_request.js";
import { component } from "../browser/mounting.js";
import { placeOfLargest } from "../browser/numbers.js";
import { RunSubscription } from "../browser/run_stream.js";
import { filled } from "../browser/wording.js";
import { showChoices } from "./choices.js";
import { DigitReader } from "./digit_reader.js";
import { keepDrawing } from "./kept_drawing.js";
import { NoveltyCheck } from "./novelty_check.js";
import { AnswerView, PaperView, PictureView } from "./pad_view.js";
import { DRAWN_UNIT } from "./paper.js";
import { PhotoLayer } from "./photo_layer.js";
import { PictureGate } from "./picture_gate.js";
import { placementText } from "./placement_text.js";
import { Sheet } from "./sheet.js";

/** @import { Place } from "../browser/mounting.js" */
/** @import { EmptyInspection, Inspection, InspectionRequest, Placement, Problem } from "../browser/server.d.ts" */
/** @import { Labels } from "./pad_view.js" */
/** @import { Photo } from "./photo_layer.js" */

/**
 * @typedef {object} Data
 * @property {string | null} run
 * @property {number | null} at
 * @property {string} design
 * @property {string} language
 * @property {Photo | null} upload
 * @property {number} most_bytes Of a picture's file.
 * @property {Labels} labels
 */

const ASK_EVERY_MS = 100; // while the pen moves

class DrawingPad {
  root = element("div", "ll-draw");
  #begun = false;
  /** The picture that is shown. @type {string | undefined} */
  #shown = undefined;
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
  #leave = followCheckpoint({
    moved: () => {
      this.#request.askNext();
      this.reader.readSoon(() => this.sheet.picture);
    },
    busy: () => this.#request.busy,
  });
  #training = false;
  /** The iteration at which all digits were read. @type {number | null} */
  #read_at = null;

  /**
   * @param {Place} place
   * @param {Data} data
   */
  constructor(place, data) {
    const { root } = this, { labels } = data, view = new PaperView(root, labels);
    this.data = data;
    this.picture = new PictureView(root, labels, () => this.#prepared && place.tell("use", this.#prepared.pixels));
    this.answer = new AnswerView(root, labels);
    this.novelty = new NoveltyCheck((found) => this.answer.showNovelty(found));
    this.sheet = new Sheet(root, view, labels, {
      grown: () => this.#askSoon(),
      replaced: () => {
        this.#showPhoto();
        if (this.sheet.empty) this.#showEmpty();
        else this.#askSoon();
      },
    });
    this.photo = new PhotoLayer(view.photo, labels, {
      choose: (chosen) => this.sheet.choose(chosen),
      draw: (box) => this.#send(place, "box", { picture: this.data.upload?.id, box }),
    });
    this.gate = new PictureGate(view.paper, {
      most: () => this.data.most_bytes,
      sent: (picture) => this.#send(place, "picture", picture),
      none: () => view.state.textContent = labels.no_picture,
    });
    view.box.onclick = () => this.photo.byHand = !this.photo.byHand;
    this.view = view;
    this.reader = new DigitReader(() => this.#network(), () => this.#markDigits());
    this.#showWays();
    this.#showEmpty();
  }

  /** @param {Data} data */
  update(data) {
    const before = this.data;
    this.data = data;
    this.view.state.textContent = "";
    if (!this.#begun || before.upload?.id !== data.upload?.id) this.sheet.take(data.upload);
    else if (before.run !== data.run || before.design !== data.design) {
      this.#request.ask();
      this.reader.read(this.sheet.picture);
    }
    this.#begun = true;
    this.#stream.followRun(data.run, ({ frame }) => {
      this.#training = frame.phase === "training";
      if (checkpointOf(data.run, data.at) !== null) return;
      this.#request.runMoved(`${frame.iteration} ${frame.event} ${frame.health}`);
      if (this.sheet.picture && this.#read_at !== frame.iteration) {
        this.#read_at = frame.iteration;
        this.reader.readSoon(() => this.sheet.picture);
      }
    });
  }

  end() {
    this.#request.end();
    this.#stream.end();
    this.reader.end();
    this.novelty.end();
    this.gate.end();
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
    const { sheet } = this, prepared = this.#prepared;
    if (sheet.empty) return null;
    const image = prepared?.key === sheet.key ? { pixels: prepared.pixels } : sheet.image();
    const wish = { ...this.#network(), images: [image] };
    this.#asked.set(wish, { key: sheet.key, epoch: sheet.epoch });
    return wish;
  }

  #network() {
    const { run, at, design, language } = this.data;
    return { ...run !== null ? { run, at: checkpointOf(run, at) } : { design }, lang: language };
  }

  /**
   * @param {Place} place
   * @param {string} event
   * @param {unknown} value
   */
  #send(place, event, value) {
    this.view.state.textContent = this.data.labels.reading;
    place.tell(event, value);
  }

  #showPhoto() {
    const { picture } = this.sheet, anew = picture?.id !== this.#shown;
    this.#shown = picture?.id;
    this.photo.show(picture);
    if (anew) this.reader.read(picture);
    this.#markDigits();
  }

  #markDigits() {
    const { sheet: { picture, chosen }, reader: { answers }, data: { labels } } = this;
    if (!picture) return;
    this.photo.mark(chosen, answers);
    const words = { count: answers.length, answers: answers.map((answer) => answer ?? "…").join(", ") };
    this.view.found.textContent = filled(answers.length === 1 ? labels.one_digit : labels.digits, words);
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
    const { digit, picture, raw } = this.sheet;
    if (picture) this.picture.explain(this.#placementText(raw ? null : digit?.placement, 1));
    else if (wish.images[0].drawing) this.picture.explain(this.#placementText(image.placement, DRAWN_UNIT));
    this.answer.show(probabilities, iteration, !this.sheet.pen.down);
    this.#followNovelty(wish, image.pixels, iteration);
    this.root.dataset.answers = String(Number(this.root.dataset.answers ?? 0) + 1);
    markDrawn(this.root, wish.at ?? null);
  }

  /**
   * Nothing is said before the first iteration, nor while the network that is shown still changes.
   * @param {InspectionRequest} wish
   * @param {string} pixels
   * @param {number} iteration
   */
  #followNovelty({ run, at = null, lang }, pixels, iteration) {
    const still = run && iteration > 0 && (at !== null || !this.#training);
    this.novelty.follow(still ? { run, at, images: [{ pixels }], lang } : null, iteration);
  }

  /**
   * @param {Placement | null | undefined} placement
   * @param {number} unit
   */
  #placementText(placement, unit) {
    const { labels } = this.data;
    return placement ? placementText(placement, unit, labels) : labels.raw_placed;
  }

  #showEmpty() {
    this.#prepared = null;
    this.picture.showEmpty();
    this.answer.showEmpty();
    this.novelty.follow(null);
  }
}

export default component((place, /** @type {Data} */ data) => new DrawingPad(place, data), ({ labels }) => labels);

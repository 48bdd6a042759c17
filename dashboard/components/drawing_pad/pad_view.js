// The pad's page: on the left the paper, in the middle what the network sees, on the right its answer.

import { button, element, write } from "../browser/elements.js";
import { contextOf, paintDigit } from "../browser/map_canvas.js";
import { grouped, percent, placeOfLargest, range, softmaxText } from "../browser/numbers.js";
import { filled } from "../browser/wording.js";

/** @import { ImageNovelty } from "../browser/server.d.ts" */
/** @import { PlacementLabels } from "./placement_text.js" */
/** @import { Pen } from "./strokes.js" */

/**
 * @typedef {object} OwnLabels
 * @property {string} pad
 * @property {string} upload
 * @property {string} source
 * @property {string} hint
 * @property {string} keyboard
 * @property {string} keys
 * @property {string} pen_down
 * @property {string} pen_up
 * @property {string} undo
 * @property {string} clear
 * @property {string} pen
 * @property {Record<Pen, string>} pens
 * @property {string} seen
 * @property {string} way
 * @property {string} mnist
 * @property {string} raw
 * @property {string} raw_placed
 * @property {string} picture
 * @property {string} nothing
 * @property {string} use
 * @property {string} answer
 * @property {string} empty
 * @property {string} softmax
 * @property {string} like
 * @property {string} unlike
 * @property {string} unlike_all
 * @property {string} after
 * @property {string} untrained
 * @property {string} offline
 * @property {string} one_digit
 * @property {string} digits
 * @property {string} digit
 * @property {string} digit_read
 * @property {string} photo
 * @property {string} by_hand
 * @property {string} draw_box
 * @property {string} reading
 * @property {string} drop
 * @property {string} no_picture
 */
/** @typedef {PlacementLabels & OwnLabels} Labels */

const SIDE = 28;

/**
 * @param {HTMLElement} parent
 * @param {string} className
 * @param {string} title
 */
function column(parent, className, title) {
  const made = element("section", className, parent);
  return { made, head: element("div", "ll-head", made, title) };
}

/** @param {HTMLElement} parent */
function makeBars(parent) {
  const bars = element("div", "ll-bars", parent);
  return range(10).map((digit) => {
    const bar = element("div", "ll-bar", bars);
    element("span", "ll-name", bar, String(digit));
    const filling = element("div", "", element("div", "ll-track", bar));
    return { bar, filling, share: element("span", "ll-share", bar) };
  });
}

/** The paper and its tools. */
export class PaperView {
  /**
   * @param {HTMLElement} root
   * @param {Labels} labels
   */
  constructor(root, labels) {
    const { made, head } = column(root, "ll-left", "");
    this.title = element("span", "", head, labels.pad);
    this.sources = element("div", "ll-sources", head);
    const paper = this.paper = element("div", "ll-paper", made);
    this.canvas = element("canvas", "ll-pad", paper);
    this.canvas.tabIndex = 0;
    this.canvas.setAttribute("role", "application");
    this.canvas.setAttribute("aria-label", labels.keyboard);
    this.hint = element("div", "ll-hint", paper, labels.hint);
    this.cursor = element("div", "ll-cursor", paper);
    element("div", "ll-keys", paper, labels.keys).setAttribute("aria-hidden", "true"); // the pad's name says it
    this.pen = element("div", "ll-spoken", paper);
    this.pen.setAttribute("aria-live", "polite");
    const tools = element("div", "ll-tools", made);
    this.undo = element("button", "ll-undo", tools, labels.undo);
    this.clear = element("button", "ll-clear", tools, labels.clear);
    this.undo.type = this.clear.type = "button";
    this.pens = element("div", "ll-pens", tools);
    this.photo = element("div", "ll-photo", paper);
    this.photo.hidden = true;
    element("div", "ll-drop", paper, labels.drop);
    this.found = element("div", "ll-found", made);
    this.found.setAttribute("role", "status");
    const hand = element("div", "ll-hand", made);
    element("span", "", hand, labels.by_hand);
    this.box = element("button", "ll-draw-box", hand, labels.draw_box);
    this.box.type = "button";
    this.file = element("div", "ll-file", made);
    this.note = element("div", "ll-note", made);
    this.state = element("div", "ll-state", made);
    this.state.setAttribute("role", "status");
  }
}

/** The 28 × 28 picture that the network sees. */
export class PictureView {
  /**
   * @param {HTMLElement} root
   * @param {Labels} labels
   * @param {() => void} use Takes the picture to another page.
   */
  constructor(root, labels, use) {
    this.labels = labels;
    const { made } = column(root, "ll-middle", labels.seen);
    this.ways = element("div", "ll-ways", made);
    this.canvas = element("canvas", "ll-picture", made);
    this.canvas.width = this.canvas.height = SIDE;
    this.canvas.setAttribute("role", "img");
    this.placed = element("div", "ll-placed", made);
    this.use = button(made, labels.use, use);
    this.use.className = "ll-use";
  }

  /**
   * @param {string} pixels
   * @param {number} digit What the network says of it.
   */
  show(pixels, digit) {
    paintDigit(this.canvas, pixels);
    this.use.disabled = false;
    this.canvas.setAttribute("aria-label", filled(this.labels.picture, { digit }));
  }

  /** @param {string} text How the ink came into the picture. */
  explain(text) {
    this.placed.textContent = text;
  }

  showEmpty() {
    const context = contextOf(this.canvas);
    context.fillStyle = "#fff";
    context.fillRect(0, 0, SIDE, SIDE);
    this.canvas.setAttribute("aria-label", this.labels.nothing);
    this.use.disabled = true;
    this.explain(this.labels.nothing);
  }
}

/** What the network says. */
export class AnswerView {
  #spoken = "";

  /**
   * @param {HTMLElement} root
   * @param {Labels} labels
   */
  constructor(root, labels) {
    this.labels = labels;
    const { made } = column(root, "ll-right", labels.answer);
    this.verdict = element("div", "ll-verdict", made);
    this.digit = element("span", "ll-digit", this.verdict);
    this.value = element("span", "ll-value", this.verdict);
    const novelty = element("div", "ll-novelty", made);
    this.unlike = element("div", "ll-unlike", novelty);
    this.unlike.setAttribute("role", "status");
    this.like = element("div", "ll-like", novelty);
    this.bars = makeBars(made);
    this.at = element("div", "ll-at", made);
    this.problem = element("div", "ll-problem", made);
    this.problem.setAttribute("role", "status");
    this.spoken = element("div", "ll-spoken", made);
    this.spoken.setAttribute("aria-live", "polite");
  }

  /**
   * @param {number[]} probabilities
   * @param {number} iteration
   * @param {boolean} speaks Whether what is new shall be spoken; not while the pen is down.
   */
  show(probabilities, iteration, speaks) {
    const { labels } = this, best = placeOfLargest(probabilities);
    this.bars.forEach(({ bar, filling, share }, digit) => {
      bar.classList.toggle("ll-best", digit === best);
      filling.style.width = `${100 * probabilities[digit]}%`;
      share.textContent = softmaxText(probabilities[digit]);
    });
    this.digit.textContent = String(best);
    this.value.textContent = filled(labels.softmax, { value: softmaxText(probabilities[best]) });
    this.verdict.classList.remove("ll-nothing");
    this.at.textContent = iteration ? filled(labels.after, { iteration: grouped(iteration) }) : labels.untrained;
    if (!speaks || this.#spoken === String(best)) return;
    this.#spoken = String(best);
    this.spoken.textContent = `${best}, ${this.value.textContent}`;
  }

  /** @param {ImageNovelty | null} found How far the picture lies from the training images, where that is known. */
  showNovelty(found) {
    const { labels } = this, words = { percent: percent(found?.nearer ?? 0) };
    const warning = found && found.nearer === 1 ? labels.unlike_all : labels.unlike;
    write(this.unlike, found?.unlike ? filled(warning, words) : "");
    write(this.like, found && !found.unlike ? filled(labels.like, words) : "");
  }

  showEmpty() {
    this.#spoken = "";
    for (const { bar, filling, share } of this.bars) {
      bar.classList.remove("ll-best");
      filling.style.width = "0";
      share.textContent = "–";
    }
    this.digit.textContent = "";
    this.value.textContent = this.labels.empty;
    this.verdict.classList.add("ll-nothing");
    this.at.textContent = this.problem.textContent = "";
  }

  /** @param {string} text */
  showProblem(text) {
    this.problem.textContent = text;
  }
}

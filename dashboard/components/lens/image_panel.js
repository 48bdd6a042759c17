// One of the images: how it is chosen, the digit, and the network's ten logits and probabilities.

import { button, element, focusedElement, write } from "../browser/elements.js";
import { paintDigit } from "../browser/map_canvas.js";
import { fixed, grouped, placeOfLargest, range, softmaxText } from "../browser/numbers.js";
import { filled } from "../browser/wording.js";

/** @import { DescribedImage, Image } from "../browser/server.d.ts" */
/** @import { ImageLabels } from "./data.d.ts" */

/**
 * What the network said of an image; `all_on`: its probabilities with nothing switched off, where something is.
 * @typedef {{ probabilities: number[], logits: number[], all_on?: number[] }} Said
 */

/**
 * @template {HTMLElement} Input
 * @param {HTMLElement} parent
 * @param {string} label
 * @param {Input} input
 */
function field(parent, label, input) {
  const wrap = element("label", "ll-field", parent);
  element("span", "", wrap, label);
  wrap.append(input);
  return input;
}

/**
 * @param {HTMLElement} parent
 * @param {string} name
 */
function makeBars(parent, name) {
  const bars = element("div", "ll-bars", parent);
  bars.setAttribute("role", "table");
  bars.setAttribute("aria-label", name);
  return range(10).map((digit) => {
    const row = element("div", "ll-bar", bars);
    row.setAttribute("role", "row");
    const share = element("span", "", row), track = element("span", "ll-bar-track", row);
    const fill = element("i", "", track), ghost = element("u", "", track);
    const name = element("b", "", row, String(digit)), logit = element("small", "", row);
    track.setAttribute("aria-hidden", "true");
    name.setAttribute("role", "rowheader");
    for (const cell of [share, logit]) cell.setAttribute("role", "cell");
    return { row, fill, ghost, share, logit };
  });
}

export class ImagePanel {
  /**
   * @param {HTMLElement} parent
   * @param {string} side
   * @param {ImageLabels} labels
   * @param {string} digits The test images' classes, one letter each.
   * @param {(image: Image) => void} change
   */
  constructor(parent, side, labels, digits, change) {
    this.labels = labels;
    this.digits = digits;
    this.change = change;
    this.root = element("section", "ll-image", parent);
    const head = element("div", "ll-image-head", this.root);
    this.digit = element("canvas", "ll-digit", head);
    this.digit.setAttribute("role", "img");
    const about = element("div", "ll-image-about", head);
    this.caption = element("div", "ll-caption", about);
    this.caption.tabIndex = -1;
    const controls = element("div", "ll-controls", about);
    this.number = this.#makeNumber(controls);
    button(controls, "‹", () => this.#step(-1), labels.previous);
    button(controls, "›", () => this.#step(1), labels.next).classList.add("ll-next");
    button(controls, labels.random, () => this.#random(), labels.random_help);
    this.#makeClasses(controls);
    this.bars = makeBars(this.root, filled(labels.bars, { side }));
  }

  /**
   * @param {Image} image What was asked for.
   * @param {DescribedImage} described
   * @param {Said} said
   */
  show(image, { pixels, label }, { probabilities, logits, all_on }) {
    paintDigit(this.digit, pixels);
    const best = placeOfLargest(probabilities);
    this.#showNumber(image);
    this.#showCaption(image, label, probabilities, all_on);
    this.bars.forEach(({ row, fill, ghost, share, logit }, digit) => {
      row.classList.toggle("ll-best", digit === best);
      row.classList.toggle("ll-true", digit === label);
      fill.style.height = `${(100 * probabilities[digit]).toFixed(1)}%`;
      ghost.style.display = all_on ? "block" : "none";
      if (all_on) ghost.style.height = `${100 * all_on[digit]}%`;
      write(share, softmaxText(probabilities[digit]));
      write(logit, fixed(logits[digit], 2));
    });
  }

  /** Whoever comes here for this image goes on from it. */
  focus() {
    this.caption.focus();
  }

  /** The number of the test image that is shown; undefined: an image of one's own. */
  get #now() {
    const { now } = this.number.dataset;
    return now ? Number(now) : undefined;
  }

  /** @param {Image} image */
  #showNumber({ test }) {
    const text = test === undefined ? "" : String(test);
    this.number.dataset.now = text;
    if (focusedElement(this.number) !== this.number) this.number.value = text;
  }

  /**
   * @param {Image} image
   * @param {number | undefined} label The true digit, where it is known.
   * @param {number[]} probabilities
   * @param {number[] | undefined} all_on
   */
  #showCaption({ test }, label, probabilities, all_on) {
    const { labels, caption } = this, predicted = placeOfLargest(probabilities);
    const value = softmaxText(probabilities[predicted]);
    const values = { number: grouped(test ?? 0), true: label, predicted, value };
    const wrong = label !== undefined && label !== predicted;
    caption.replaceChildren(
      element("b", "", null, filled(test === undefined ? labels.drawn : labels.test_image, values)),
      element("div", wrong ? "ll-wrong" : "", null, filled(labels.says, values)),
    );
    if (all_on) {
      const before = placeOfLargest(all_on), words = { predicted: before, value: softmaxText(all_on[before]) };
      element("div", "ll-quiet", caption, filled(labels.with_all, words));
    }
    this.digit.setAttribute("aria-label", caption.textContent ?? "");
  }

  /** @param {HTMLElement} parent */
  #makeNumber(parent) {
    const input = field(parent, this.labels.number, element("input"));
    Object.assign(input, { type: "number", min: 0, max: this.digits.length - 1, step: 1 });
    input.onchange = () => {
      const asked = Math.round(Number(input.value));
      // What is no number of an image is not taken: the field shows the image that stays.
      if (input.value !== "" && asked >= 0 && asked < this.digits.length) this.change({ test: asked });
      else input.value = input.dataset.now ?? "";
    };
    return input;
  }

  /**
   * The next image of a class.
   * @param {HTMLElement} parent
   */
  #makeClasses(parent) {
    const { labels, digits } = this, select = field(parent, labels.class, element("select"));
    element("option", "", select, labels.any).value = "";
    for (const label of range(10)) element("option", "", select, String(label)).value = String(label);
    select.onchange = () => {
      if (select.value === "") return;
      const after = digits.indexOf(select.value, (this.#now ?? -1) + 1);
      this.change({ test: after >= 0 ? after : digits.indexOf(select.value) });
      select.value = "";
    };
  }

  /** @param {number} by */
  #step(by) {
    const { length } = this.digits;
    this.change({ test: ((this.#now ?? 0) + by + length) % length });
  }

  #random() {
    this.change({ test: Math.floor(Math.random() * this.digits.length) });
  }
}

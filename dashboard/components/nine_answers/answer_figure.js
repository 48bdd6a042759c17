// One test image, and under it the network's answer with a mark that says whether it is right.

import { element, setAttributes, svgElement, write } from "../browser/elements.js";
import { paintInk } from "../browser/map_canvas.js";
import { filled } from "../browser/wording.js";
import { imageText } from "./answer_words.js";

/** @import { Labels } from "./answer_words.js" */

const CHECK = "M3 8.5 6.5 12 13 4.5", CROSS = "M4 4l8 8M12 4l-8 8";

export class AnswerFigure {
  root = element("figure");
  #canvas = element("canvas", "", this.root);
  /** @type {number | null} */
  #answer = null;
  /** @type {SVGElement} */
  #mark;

  /**
   * @param {number} number Of the test image.
   * @param {number} digit What it is.
   * @param {Uint8Array} pixels
   * @param {Labels} labels
   */
  constructor(number, digit, pixels, labels) {
    this.number = number;
    this.digit = digit;
    this.labels = labels;
    this.#canvas.setAttribute("role", "img");
    paintInk(this.#canvas, pixels);
    const caption = element("figcaption", "", this.root);
    caption.setAttribute("aria-hidden", "true"); // the picture says it all
    const answer = element("span", "ll-answer", caption), picture = svgElement("svg", "", answer);
    setAttributes(picture, { viewBox: "0 0 16 16" });
    this.#mark = svgElement("path", "", picture);
    this.says = element("b", "", answer);
    element("span", "ll-truth", caption, filled(labels.true, { true: digit }));
    this.show(null);
  }

  /** @param {number | null} answer */
  show(answer) {
    const { root, digit } = this, right = answer === digit;
    if (answer !== null && right && this.#answer !== null && this.#answer !== digit) this.#flash();
    this.#answer = answer;
    root.classList.toggle("ll-right", answer !== null && right);
    root.classList.toggle("ll-wrong", answer !== null && !right);
    this.#mark.setAttribute("d", answer === null ? "" : right ? CHECK : CROSS);
    write(this.says, answer === null ? "" : String(answer));
    const words = imageText(this.number, digit, answer, this.labels);
    if (this.#canvas.getAttribute("aria-label") !== words) this.#canvas.setAttribute("aria-label", words);
  }

  /** It has just turned right; a style sheet says whether that is seen. */
  #flash() {
    this.root.classList.remove("ll-turned");
    void this.root.offsetWidth; // begins the animation anew
    this.root.classList.add("ll-turned");
  }
}

// The picture in place of the drawing, with a box around each digit: one is chosen by a click, another is drawn by hand.

import { childrenOf, element, write } from "../browser/elements.js";
import { clamped } from "../browser/numbers.js";
import { filled } from "../browser/wording.js";

/** @import { Placement } from "../browser/server.d.ts" */
/** @import { Labels } from "./pad_view.js" */

/** Left, top, right, bottom in pixels of the picture: @typedef {[number, number, number, number]} Box */
/** @typedef {{ box: Box, pixels: string, placement: Placement | null }} PhotoDigit */
/**
 * @typedef {object} Photo
 * @property {string} id
 * @property {string} name
 * @property {string} source
 * @property {number} width
 * @property {number} height
 * @property {PhotoDigit[]} digits
 * @property {string} whole All of its ink as 28 × 28 pixels.
 * @property {number} chosen
 * @property {string} note
 */

const LEAST = 6; // pixels on the screen; a shorter drag is a click
const MARGIN = 0.012; // of the picture's longer side, around a digit

export class PhotoLayer {
  /** @type {Photo | null} */
  #photo = null;
  /** @type {{ pointer: number, x: number, y: number } | null} */
  #drag = null;
  #by_hand = false; // a finger draws a box, and does not scroll

  /**
   * @param {HTMLElement} root
   * @param {Labels} labels
   * @param {{ choose: (place: number) => void, draw: (box: Box) => void }} events
   */
  constructor(root, labels, events) {
    this.labels = labels;
    this.events = events;
    this.root = root;
    this.frame = element("div", "ll-photo-frame", root);
    this.image = element("img", "", this.frame);
    this.image.alt = labels.photo;
    this.image.draggable = false;
    this.boxes = element("div", "ll-boxes", this.frame);
    this.boxes.setAttribute("role", "group");
    this.boxes.setAttribute("aria-label", labels.photo);
    this.drawn = element("div", "ll-drawn", this.frame);
    this.drawn.hidden = true;
    this.frame.onpointerdown = (event) => this.#pressed(event);
    this.frame.onpointermove = (event) => this.#moved(event);
    this.frame.onpointerup = (event) => this.#released(event);
    this.frame.onpointercancel = this.frame.onlostpointercapture = () => this.#leave();
  }

  set byHand(on) {
    this.#by_hand = on;
    this.frame.classList.toggle("ll-by-hand", on);
  }

  get byHand() {
    return this.#by_hand;
  }

  /** @param {Photo | null} photo */
  show(photo) {
    this.root.hidden = photo === null;
    if (this.#photo?.id === photo?.id) return;
    this.#photo = photo;
    this.byHand = false;
    if (!photo) {
      this.image.removeAttribute("src");
      this.boxes.replaceChildren();
      return;
    }
    this.image.src = photo.source;
    this.frame.style.aspectRatio = `${photo.width} / ${photo.height}`;
    this.frame.classList.toggle("ll-coarse", Math.max(photo.width, photo.height) <= 112);
    this.frame.classList.toggle("ll-tall", photo.height > photo.width);
    const buttons = childrenOf(this.boxes, photo.digits.length, () => element("button", "ll-box"));
    buttons.forEach((button, place) => this.#place(button, photo, place));
  }

  /**
   * @param {number} chosen
   * @param {(number | null)[]} answers
   */
  mark(chosen, answers) {
    const { labels, boxes } = this, count = boxes.children.length;
    [...boxes.children].forEach((button, place) => {
      const answer = answers[place] ?? null, words = { number: place + 1, count, answer };
      button.classList.toggle("ll-chosen", place === chosen);
      button.setAttribute("aria-pressed", String(place === chosen));
      button.setAttribute("aria-label", filled(answer === null ? labels.digit : labels.digit_read, words));
      write(button.children[0], answer === null ? "" : String(answer));
    });
  }

  /**
   * @param {HTMLButtonElement} button
   * @param {Photo} photo
   * @param {number} place
   */
  #place(button, { width, height, digits }, place) {
    const [left, top, right, bottom] = digits[place].box, margin = MARGIN * Math.max(width, height);
    const x = Math.max(0, left - margin), y = Math.max(0, top - margin);
    Object.assign(button.style, {
      left: `${100 * x / width}%`,
      top: `${100 * y / height}%`,
      width: `${100 * (Math.min(width, right + margin) - x) / width}%`,
      height: `${100 * (Math.min(height, bottom + margin) - y) / height}%`,
    });
    button.type = "button";
    button.onclick = (event) => {
      if (event.detail === 0) this.events.choose(place); // by the keyboard; the pointer's is chosen when it is released
    };
    if (!button.children.length) element("span", "", button);
  }

  /** @param {PointerEvent} event */
  #pressed(event) {
    if (this.#drag || !event.isPrimary || event.button !== 0) return;
    this.#drag = { pointer: event.pointerId, x: event.clientX, y: event.clientY };
    if (event.pointerType === "touch" && !this.#by_hand) return; // it may scroll the page
    event.preventDefault();
    try {
      this.frame.setPointerCapture(event.pointerId);
    } catch { /* the pointer has gone already */ }
  }

  /** @param {PointerEvent} event */
  #moved(event) {
    const box = this.#box(event);
    this.drawn.hidden = box === null;
    if (!box || !this.#photo) return;
    const { width, height } = this.#photo, [left, top, right, bottom] = box;
    Object.assign(this.drawn.style, {
      left: `${100 * left / width}%`,
      top: `${100 * top / height}%`,
      width: `${100 * (right - left) / width}%`,
      height: `${100 * (bottom - top) / height}%`,
    });
  }

  /** @param {PointerEvent} event */
  #released(event) {
    if (event.pointerId !== this.#drag?.pointer) return;
    const box = this.#box(event), place = this.#under(event);
    this.#leave();
    if (box) this.events.draw(box);
    else if (place !== -1) this.events.choose(place);
  }

  #leave() {
    this.#drag = null;
    this.drawn.hidden = true;
  }

  /**
   * The box that was dragged so far.
   * @param {PointerEvent} event
   * @returns {Box | null}
   */
  #box(event) {
    const drag = this.#drag;
    if (!drag || !this.#photo || event.pointerId !== drag.pointer) return null;
    if (event.pointerType === "touch" && !this.#by_hand) return null;
    if (Math.abs(event.clientX - drag.x) < LEAST || Math.abs(event.clientY - drag.y) < LEAST) return null;
    const [x, y] = this.#at(drag.x, drag.y), [other_x, other_y] = this.#at(event.clientX, event.clientY);
    return [Math.min(x, other_x), Math.min(y, other_y), Math.max(x, other_x), Math.max(y, other_y)];
  }

  /**
   * The smallest box that the pointer is in.
   * @param {PointerEvent} event
   */
  #under(event) {
    const [x, y] = this.#at(event.clientX, event.clientY), digits = this.#photo?.digits ?? [];
    let found = -1, least = Infinity;
    digits.forEach(({ box: [left, top, right, bottom] }, place) => {
      const margin = MARGIN * Math.max(this.#photo?.width ?? 0, this.#photo?.height ?? 0);
      const inside = x >= left - margin && x <= right + margin && y >= top - margin && y <= bottom + margin;
      const area = (right - left) * (bottom - top);
      if (inside && area < least) [found, least] = [place, area];
    });
    return found;
  }

  /**
   * In pixels of the picture.
   * @param {number} x
   * @param {number} y
   * @returns {[number, number]}
   */
  #at(x, y) {
    const frame = this.frame.getBoundingClientRect(), { width, height } = this.#photo ?? { width: 0, height: 0 };
    return [
      Math.round(clamped((x - frame.left) / frame.width, 0, 1) * width),
      Math.round(clamped((y - frame.top) / frame.height, 0, 1) * height),
    ];
  }
}

// The pen: a mouse, a finger or a stylus, or the arrow keys with the space bar to lower and lift it.

import { clamped } from "../browser/numbers.js";
import { Palm } from "./palm.js";
import { PAD } from "./strokes.js";

const STEP = 12, FINE_STEP = 3; // of the arrow keys, in units of the pad
const STILL = 4; // pixels on the screen: a finger that has moved less may be a hand that rests
const TAP_MS = 400; // what stays longer without moving is no dot

/** @type {Record<string, [right: number, down: number]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/**
 * What the pen does; places are in units of the pad.
 * @typedef {object} PenActions
 * @property {() => boolean} ready Whether there is paper to draw on.
 * @property {(x: number, y: number) => void} begin
 * @property {(x: number, y: number) => void} move
 * @property {() => void} end
 * @property {() => void} drop The stroke was none.
 * @property {() => void} undo
 * @property {() => void} clear
 * @property {(down: boolean) => void} toggled By the space bar.
 */

export class PenInput {
  #down = false;
  /** @type {number | null} */
  #pointer = null;
  #touch = false; // the stroke is a finger's
  /** A finger that has touched and not moved yet. @type {PointerEvent | null} */
  #waiting = null;
  #palm = new Palm();
  #at = { x: PAD / 2, y: PAD / 2 }; // of the keyboard's pen

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {HTMLElement} cursor Shows where the keyboard's pen is.
   * @param {PenActions} actions
   */
  constructor(canvas, cursor, actions) {
    this.canvas = canvas;
    this.cursor = cursor;
    this.actions = actions;
    canvas.onpointerdown = (event) => this.#pressed(event);
    canvas.onpointermove = (event) => this.#moved(event);
    canvas.onpointerup = (event) => this.#released(event);
    canvas.onpointercancel = canvas.onlostpointercapture = (event) => {
      if (this.#waiting?.pointerId === event.pointerId) this.#waiting = null;
      if (this.#down && event.pointerId === this.#pointer) this.#lift();
    };
    // Some browsers scroll and select in spite of `touch-action`.
    canvas.addEventListener("touchstart", (event) => {
      if (actions.ready() && event.cancelable) event.preventDefault();
    }, { passive: false });
    canvas.onkeydown = (event) => this.#key(event);
    canvas.onblur = () => {
      if (this.#down && this.#pointer === null) this.#lift();
    };
    this.#showCursor();
  }

  /** Whether a stroke is being drawn. */
  get down() {
    return this.#down;
  }

  /**
   * @param {number} x
   * @param {number} y
   */
  #lower(x, y) {
    this.#down = true;
    this.actions.begin(x, y);
  }

  #lift() {
    this.#down = false;
    this.#pointer = null;
    this.actions.end();
  }

  /** @param {PointerEvent} event */
  #pressed(event) {
    this.#palm.see(event);
    if (!this.actions.ready() || !event.isPrimary || event.button !== 0) return;
    if (event.pointerType === "pen") this.#dropTouch();
    if (this.#down || this.#palm.isPalm(event)) return;
    event.preventDefault(); // no selection, no scrolling
    if (event.pointerType === "touch") this.#waiting = event;
    else this.#begin(event);
  }

  /** @param {PointerEvent} event */
  #begin(event) {
    this.#touch = event.pointerType === "touch";
    this.canvas.focus({ preventScroll: true, focusVisible: false });
    this.#pointer = event.pointerId;
    try {
      this.canvas.setPointerCapture(event.pointerId);
    } catch { /* the pointer has gone already */ }
    this.#lower(...this.#place(event));
  }

  /** @param {PointerEvent} event */
  #moved(event) {
    this.#palm.see(event);
    const first = this.#waiting;
    if (first?.pointerId === event.pointerId) {
      if (this.#palm.isPalm(event)) this.#waiting = null;
      else if (Math.hypot(event.clientX - first.clientX, event.clientY - first.clientY) >= STILL) {
        this.#waiting = null;
        this.#begin(first);
      }
    }
    if (!this.#down || event.pointerId !== this.#pointer) return;
    if (this.#palm.isPalm(event)) {
      this.#dropTouch();
      return;
    }
    const between = event.getCoalescedEvents?.() ?? [];
    for (const each of between.length ? between : [event]) this.actions.move(...this.#place(each));
  }

  /** @param {PointerEvent} event */
  #released(event) {
    const first = this.#waiting;
    if (first?.pointerId === event.pointerId) {
      this.#waiting = null;
      if (!this.#palm.isPalm(event) && event.timeStamp - first.timeStamp < TAP_MS) this.#begin(first);
    }
    if (this.#down && event.pointerId === this.#pointer) this.#lift();
  }

  /** What a hand has drawn before the pen came is none. */
  #dropTouch() {
    this.#waiting = null;
    if (!this.#down || !this.#touch || this.#pointer === null) return;
    this.#down = false;
    this.#pointer = null;
    this.actions.drop();
  }

  /**
   * @param {PointerEvent} event
   * @returns {[x: number, y: number]}
   */
  #place(event) {
    const frame = this.canvas.getBoundingClientRect();
    return [(event.clientX - frame.left) * PAD / frame.width, (event.clientY - frame.top) * PAD / frame.height];
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (!this.actions.ready() || this.#pointer !== null) return;
    const way = ARROWS[event.key];
    if (way) this.#walk(way, event.shiftKey ? FINE_STEP : STEP);
    else if (event.key === " ") this.#toggle();
    else if (event.key === "z" && (event.ctrlKey || event.metaKey)) this.actions.undo();
    else if (event.key === "Delete" || event.key === "Backspace") this.actions.clear();
    else return;
    event.preventDefault();
    event.stopPropagation();
    this.#showCursor();
  }

  /**
   * @param {[right: number, down: number]} way
   * @param {number} step
   */
  #walk([right, down], step) {
    const { x, y } = this.#at;
    this.#at = { x: clamped(x + right * step, 0, PAD), y: clamped(y + down * step, 0, PAD) };
    if (this.#down) this.actions.move(this.#at.x, this.#at.y);
  }

  #toggle() {
    if (this.#down) this.#lift();
    else this.#lower(this.#at.x, this.#at.y);
    this.actions.toggled(this.#down);
  }

  #showCursor() {
    const { x, y } = this.#at;
    Object.assign(this.cursor.style, { left: `${100 * x / PAD}%`, top: `${100 * y / PAD}%` });
    this.cursor.classList.toggle("ll-down", this.#down);
  }
}

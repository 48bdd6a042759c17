// Many small pictures on one canvas: a hundred canvases of their own would cost a slow browser, and the training beside
// it, far more.

import { button, element, nameControl } from "./elements.js";
import { contextOf, paintMaps } from "./map_canvas.js";
import { MosaicKeys } from "./mosaic_keys.js";
import { arrange, cornerOf, placeAt } from "./mosaic_layout.js";
import { savePicture } from "./picture_file.js";
import { textScale } from "./text_scale.js";

/** @import { Maps } from "./map_canvas.js" */
/** @import { Steps } from "./mosaic_keys.js" */
/** @import { Fit, Layout, Place } from "./mosaic_layout.js" */

const MARKER = "#E69F00";
const LEAST_NUMBERED = 16; // on smaller pictures only every fifth has room for its number

/**
 * @typedef {object} Around
 * @property {number} [first] The number that stands above the first of them; 0 unless it is said.
 * @property {number} [chosen]
 * @property {Place | null} [marker] One pixel to be pointed out.
 * @property {ReadonlySet<number>} [off] Those that are switched off.
 * @property {string[][]} [captions] The lines below each of them.
 * @property {Fit} fit
 * @property {string} label
 * @property {string} [keys] How the keys work it, in words.
 * @property {(place: Place) => string} [words] What is said of a place that the keys lead to.
 * @property {{ words: string, file: string }} [save] Where it may be saved as a picture.
 */

/** @typedef {Maps & Around} MosaicPicture */

/**
 * The width that there is, and the theme's colours.
 * @typedef {{ width: number, scale: number, text: string, line: string, accent: string, font: string }} Frame
 */

export class Mosaic {
  /** @type {Frame | null} */
  #frame = null;
  /** @type {Layout | null} */
  #layout = null;
  /** @type {HTMLButtonElement | null} */
  #save = null;
  #around = "";
  #strip = document.createElement("canvas");

  /**
   * @param {HTMLElement} parent
   * @param {Steps} steps
   * @param {(place: Place) => void} choose What a click does, or Enter.
   * @param {(place: Place | null) => void} [point] Told what the pointer is over, or the cursor of the keys.
   */
  constructor(parent, steps, choose, point = () => {}) {
    this.steps = steps;
    this.canvas = element("canvas", "", parent);
    this.canvas.style.cursor = "pointer";
    this.keys = new MosaicKeys(this.canvas, steps, { choose, point });
    const at = (/** @type {MouseEvent} */ event) => this.#layout && placeAt(this.#layout, event.offsetX, event.offsetY);
    this.canvas.addEventListener("click", (event) => {
      const found = at(event);
      if (!found) return;
      this.keys.moveTo(found);
      choose(found);
    });
    this.canvas.addEventListener("pointermove", (event) => point(at(event)));
    this.canvas.addEventListener("pointerleave", () => point(null));
  }

  /** The page has another width or theme: both are asked for anew. */
  measure() {
    this.#frame = null;
  }

  /**
   * @param {MosaicPicture} picture
   */
  draw(picture) {
    const { canvas } = this, frame = this.#measured();
    const layout = arrange(picture, frame.width, picture.fit, frame.scale), context = contextOf(canvas);
    this.#layout = layout;
    // What stands around the pictures is drawn anew only where it changed: text costs far more than pixels.
    const ratio = globalThis.devicePixelRatio || 1, { first = 0, chosen, off = new Set(), marker, captions } = picture;
    const around = JSON.stringify([layout, frame, ratio, first, chosen, [...off], marker, captions]);
    if (around !== this.#around) {
      this.#around = around;
      clear(canvas, context, layout, ratio);
      drawFrames(context, layout, frame, first, chosen);
      drawCaptions(context, layout, frame, captions ?? []);
    }
    paintMaps(this.#strip, picture);
    drawPictures(context, layout, this.#strip, off, frame.text);
    if (marker) drawMarker(context, layout, marker);
    this.#offerKeys(layout, picture);
    if (picture.save) this.#offer(picture.save);
    canvas.dataset.drawn = String(Number(canvas.dataset.drawn ?? 0) + 1);
  }

  /** Kept: to ask for it between two drawings makes the browser lay out the page. */
  #measured() {
    if (this.#frame) return this.#frame;
    const { scale } = textScale(), style = getComputedStyle(this.canvas), width = this.canvas.parentElement?.clientWidth ?? 0;
    const of = (/** @type {string} */ name, /** @type {string} */ otherwise) =>
      style.getPropertyValue(name) || otherwise;
    const frame = {
      width: Math.max(120, width),
      text: of("--st-text-color", "#222"),
      line: of("--st-border-color", "#ccc"),
      accent: of("--st-primary-color", "#0072B2"),
      scale,
      font: `${12 * scale}px ${of("--st-font", "sans-serif")}`,
    };
    if (width) this.#frame = frame; // hidden, it has none yet
    return frame;
  }

  /**
   * A single picture of which nothing can be chosen needs no keys.
   * @param {Layout} layout
   * @param {MosaicPicture} picture
   */
  #offerKeys(layout, { chosen, marker, label, keys = "", words = () => "" }) {
    const open = this.steps === "pixels" || layout.count > 1;
    const start = marker ?? (chosen === undefined ? undefined : { tile: chosen, row: 0, column: 0 });
    this.keys.follow(layout, start, open, words);
    this.canvas.setAttribute("aria-label", open ? `${label} ${keys}`.trim() : label);
  }

  /**
   * A small button that saves the mosaic as it stands.
   * @param {{ words: string, file: string }} save
   */
  #offer({ words, file }) {
    if (!this.#save) {
      this.#save = button(this.canvas.parentElement, "PNG", () => {});
      this.#save.className = "ll-save";
    }
    this.#save.onclick = () => savePicture(this.canvas, file);
    nameControl(this.#save, words);
  }
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {CanvasRenderingContext2D} context
 * @param {Layout} layout
 * @param {number} ratio Canvas pixels a pixel of the page.
 */
function clear(canvas, context, { size }, ratio) {
  canvas.width = Math.round(size.width * ratio);
  canvas.height = Math.round(size.height * ratio);
  Object.assign(canvas.style, { width: `${size.width}px`, height: `${size.height}px` });
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.imageSmoothingEnabled = false;
}

/**
 * The pictures' borders and numbers, and the chosen one's mark.
 * @param {CanvasRenderingContext2D} context
 * @param {Layout} layout
 * @param {Frame} frame
 * @param {number} first
 * @param {number} [chosen]
 */
function drawFrames(context, layout, { text, line, accent, font }, first, chosen) {
  const { tile, tall } = layout;
  context.font = font;
  context.fillStyle = text;
  for (let place = 0; place < layout.count; place++) {
    const { x, y } = cornerOf(layout, place), marked = place === chosen;
    context.lineWidth = marked ? 3 : 1;
    context.strokeStyle = marked ? accent : line;
    const out = context.lineWidth / 2;
    context.strokeRect(x - out, y - out, tile + 2 * out, tall + 2 * out);
    if (tile >= LEAST_NUMBERED || place % 5 === 0) {
      context.globalAlpha = marked ? 1 : 0.65;
      context.fillText(String(first + place), x, y - 4);
      context.globalAlpha = 1;
    }
  }
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Layout} layout
 * @param {Frame} frame
 * @param {string[][]} captions
 */
function drawCaptions(context, layout, { text, font }, captions) {
  context.font = font;
  context.fillStyle = text;
  captions.forEach((lines, place) => {
    const { x, y } = cornerOf(layout, place);
    lines.slice(0, layout.lines).forEach((line, at) =>
      context.fillText(line, x, y + layout.tall + (at + 0.85) * layout.line)
    );
  });
}

/**
 * The pictures themselves: copied to their places from one strip.
 * @param {CanvasRenderingContext2D} context
 * @param {Layout} layout
 * @param {HTMLCanvasElement} strip
 * @param {ReadonlySet<number>} off
 * @param {string} color
 */
function drawPictures(context, layout, strip, off, color) {
  const { tile, tall, rows, columns } = layout;
  for (let place = 0; place < layout.count; place++) {
    const { x, y } = cornerOf(layout, place), faint = off.has(place);
    if (faint) context.clearRect(x, y, tile, tall);
    context.globalAlpha = faint ? 0.25 : 1;
    context.drawImage(strip, 0, place * rows, columns, rows, x, y, tile, tall);
    context.globalAlpha = 1;
    if (faint) crossOut(context, x, y, tile, tall, color);
  }
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {number} x
 * @param {number} y
 * @param {number} width
 * @param {number} height
 * @param {string} color
 */
function crossOut(context, x, y, width, height, color) {
  context.lineWidth = 1;
  context.strokeStyle = color;
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(x + width, y + height);
  context.moveTo(x + width, y);
  context.lineTo(x, y + height);
  context.stroke();
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Layout} layout
 * @param {Place} marker
 */
function drawMarker(context, layout, { tile, row, column }) {
  const { x, y } = cornerOf(layout, tile), cell = layout.tile / layout.columns;
  context.lineWidth = 2;
  context.strokeStyle = MARKER;
  context.strokeRect(x + column * cell - 1, y + row * cell - 1, cell + 2, cell + 2);
}

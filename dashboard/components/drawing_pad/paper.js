// The drawing on two canvases: as it is seen, and small, as it is sent to the network.

import { base64Of } from "../browser/base64.js";
import { drawPiece, PAD, pointsOf } from "./strokes.js";

/** @import { Stroke } from "./strokes.js" */

/** A square picture: @typedef {{ side: number, ink: string }} Ink */

const GRID = 140; // the side of the drawing as it is sent
export const DRAWN_UNIT = PAD / GRID; // so much of the pad one of its pixels is wide
const SEEN_INK = "#121a22", SENT_INK = "#000";

/**
 * @param {HTMLCanvasElement} canvas
 * @param {number} side
 * @param {string} color
 * @param {CanvasRenderingContext2DSettings} [options]
 */
function penOn(canvas, side, color, options) {
  canvas.width = canvas.height = side;
  const context = canvas.getContext("2d", options);
  if (!context) throw new Error("the browser draws on no canvas");
  return Object.assign(context, { lineCap: "round", lineJoin: "round", strokeStyle: color });
}

export class Paper {
  #sent = penOn(document.createElement("canvas"), GRID, SENT_INK, { willReadFrequently: true });

  /** @param {HTMLCanvasElement} canvas */
  constructor(canvas) {
    const density = Math.min(3, Math.max(1, globalThis.devicePixelRatio ?? 1));
    this.side = Math.round(PAD * density);
    this.seen = penOn(canvas, this.side, SEEN_INK);
  }

  /**
   * The last piece of a stroke that grows.
   * @param {Stroke} stroke
   */
  grow(stroke) {
    const at = stroke.length - 2;
    drawPiece(this.seen, this.side / PAD, stroke, at);
    drawPiece(this.#sent, GRID / PAD, stroke, at);
  }

  /**
   * Draws all anew.
   * @param {Stroke[]} strokes
   */
  redraw(strokes) {
    this.seen.clearRect(0, 0, this.side, this.side);
    this.#sent.clearRect(0, 0, GRID, GRID);
    for (const stroke of strokes) {
      for (const at of pointsOf(stroke)) {
        drawPiece(this.seen, this.side / PAD, stroke, at);
        drawPiece(this.#sent, GRID / PAD, stroke, at);
      }
    }
  }

  /**
   * The drawing as it is sent.
   * @returns {Ink}
   */
  ink() {
    const colors = this.#sent.getImageData(0, 0, GRID, GRID).data;
    const opacity = Uint8Array.from({ length: GRID * GRID }, (_, at) => colors[4 * at + 3]);
    return { side: GRID, ink: base64Of(opacity) };
  }
}

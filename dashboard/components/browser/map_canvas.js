// Kernels, feature maps and digits on a canvas, one canvas pixel each number; the style sheet makes them larger.

import { bytesOf } from "./base64.js";
import { pixelOf, shadeOf } from "./shades.js";

const SIDE = 28; // of a digit
// Shades from the middle of the scale to its end, as a canvas keeps them: no arrays are made for each pixel.
const STEPS = 255;
const SIGNED = palette(true), UNSIGNED = palette(false);

/**
 * Pictures of the same size, one after the other in `values`.
 * @typedef {object} Maps
 * @property {ArrayLike<number>} values
 * @property {number} count
 * @property {number} rows
 * @property {number} columns
 * @property {(place: number) => number} peakOf Where the scale of each ends.
 * @property {boolean} signed
 */

/**
 * @param {boolean} signed
 */
function palette(signed) {
  return Uint32Array.from({ length: 2 * STEPS + 1 }, (_, place) => pixelOf(shadeOf(place - STEPS, STEPS, signed)));
}

/**
 * @param {HTMLCanvasElement} canvas
 */
export function contextOf(canvas) {
  const context = canvas.getContext("2d");
  if (!context) throw new Error("the browser draws on no canvas");
  return context;
}

/**
 * Sets the size only where it is another one: that alone clears a canvas, and costs time.
 * @param {HTMLCanvasElement} canvas
 * @param {number} width
 * @param {number} height
 */
export function sizeCanvas(canvas, width, height) {
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
}

/**
 * Draws all maps one below the other.
 * @param {HTMLCanvasElement} canvas
 * @param {Maps} maps
 */
export function paintMaps(canvas, { values, count, rows, columns, peakOf, signed }) {
  sizeCanvas(canvas, columns, count * rows);
  const context = contextOf(canvas);
  const picture = context.createImageData(columns, count * rows);
  const pixels = new Uint32Array(picture.data.buffer), shades = signed ? SIGNED : UNSIGNED, cells = rows * columns;
  for (let place = 0, at = 0; place < count; place++) {
    const peak = peakOf(place), scale = peak ? STEPS / peak : 0;
    for (const end = at + cells; at < end; at++) {
      const step = Math.round(values[at] * scale);
      pixels[at] = shades[STEPS + (step > STEPS ? STEPS : step < -STEPS ? -STEPS : step)];
    }
  }
  context.putImageData(picture, 0, 0);
}

/**
 * A square picture as it was put in, 255 is ink; drawn dark on light.
 * @param {HTMLCanvasElement} canvas
 * @param {Uint8Array} bytes
 * @param {number} [side]
 */
export function paintInk(canvas, bytes, side = SIDE) {
  paintMaps(canvas, { values: bytes, count: 1, rows: side, columns: side, peakOf: () => 255, signed: false });
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {string} pixels base64 of 784 bytes
 */
export function paintDigit(canvas, pixels) {
  paintInk(canvas, bytesOf(pixels));
}

// A layer's output as one small picture: feature maps as a mosaic, values as cells.

import { bytesOf } from "../browser/base64.js";
import { contextOf, sizeCanvas } from "../browser/map_canvas.js";
import { pixelOf, shadeOf } from "../browser/shades.js";

/** @import { OutputPicture } from "../browser/server.d.ts" */

const MOST_MAPS = 64; // more would be dots
const LEAST_SIDE = 48; // pixels
const GROUND = "#cfd7de"; // between the maps
const scratch = document.createElement("canvas");

/**
 * Where a scale ends on which zero is white.
 * @param {{ low: number, high: number }} output
 */
export function endOf({ low, high }) {
  return Math.max(Math.abs(low), Math.abs(high)) || 1;
}

/**
 * byte → the colour of its value, as one pixel of a canvas; the bytes go from `low` to `high`.
 * @param {number} low
 * @param {number} high
 * @param {number} [peak] Where the scale ends, if not at the largest of them.
 */
export function paletteOf(low, high, peak = endOf({ low, high })) {
  const signed = low < 0;
  return Uint32Array.from(
    { length: 256 },
    (_, byte) => pixelOf(shadeOf(low + byte * (high - low) / 255, peak, signed)),
  );
}

/**
 * `count` tiles as near to a square as may be.
 * @param {number} count
 */
export function squareOf(count) {
  const across = Math.ceil(Math.sqrt(count));
  return { across, down: Math.ceil(count / across) };
}

/**
 * How an output is cut into tiles: each map one, or each value.
 * @param {number[]} shape
 */
export function tilesOf(shape) {
  if (shape.length === 3) {
    return { rows: shape[0], columns: shape[1], count: Math.min(shape[2], MOST_MAPS), maps: true };
  }
  return { rows: 1, columns: 1, count: shape[0], maps: false };
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {OutputPicture} output
 * @param {number} [peak] Where the scale ends, if not at its own largest value.
 */
export function drawOutput(canvas, { shape, low, high, values }, peak) {
  const { rows, columns, count, maps } = tilesOf(shape), { across, down } = squareOf(count);
  const bytes = bytesOf(values), colors = paletteOf(low, high, peak);
  const width = Math.max(LEAST_SIDE, canvas.parentElement?.clientWidth ?? 0);
  const side = Math.round(width * (globalThis.devicePixelRatio || 1));
  const gap = maps && count > 1 ? Math.max(1, Math.round(side / 90)) : 0, step = (side + gap) / across;
  const tall = Math.round(down * step - gap);
  sizeCanvas(canvas, side, tall);
  const context = contextOf(canvas);
  context.clearRect(0, 0, side, tall);
  context.fillStyle = GROUND;
  context.imageSmoothingEnabled = step - gap < columns;
  for (let place = 0; place < count; place++) {
    const column = place % across, row = Math.floor(place / across);
    const x = Math.round(column * step), y = Math.round(row * step);
    const tile = { width: Math.round((column + 1) * step - gap) - x, height: Math.round((row + 1) * step - gap) - y };
    if (gap) context.fillRect(x - gap, y - gap, tile.width + 2 * gap, tile.height + 2 * gap);
    paintTile(bytes.subarray(place * rows * columns), rows, columns, colors);
    context.drawImage(scratch, x, y, tile.width, tile.height);
  }
}

/**
 * @param {Uint8Array} bytes
 * @param {number} rows
 * @param {number} columns
 * @param {Uint32Array} colors
 */
function paintTile(bytes, rows, columns, colors) {
  sizeCanvas(scratch, columns, rows);
  const context = contextOf(scratch), picture = context.createImageData(columns, rows);
  const pixels = new Uint32Array(picture.data.buffer);
  for (let at = 0; at < rows * columns; at++) pixels[at] = colors[bytes[at]];
  context.putImageData(picture, 0, 0);
}

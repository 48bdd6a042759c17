// Where many small pictures lie on one canvas, and which of them lies at a place.

import { clamped } from "./numbers.js";

export const GAP = 7; // pixels
export const LINE = 14; // pixels, where text has its usual size: above each picture stands its number, below it perhaps lines of words
const LEAST_CAPTIONED = 34; // pixels; smaller pictures have no room for words
const EDGE = 2; // so far from the left edge the first picture begins: its frame needs room

/**
 * What room there is.
 * @typedef {{ largest: number, smallest: number, height: number }} Fit
 */

/**
 * @typedef {object} Layout
 * @property {number} tile The width of a picture, in pixels.
 * @property {number} tall Its height.
 * @property {number} across Pictures in a row.
 * @property {{ x: number, y: number }} step From one picture to the next.
 * @property {number} lines Of words below each.
 * @property {number} line The height of such a line, and of the number above each.
 * @property {{ width: number, height: number }} size Of them all.
 * @property {number} count
 * @property {number} rows Of a picture's own pixels.
 * @property {number} columns
 */

/**
 * A picture, and one of its own pixels.
 * @typedef {{ tile: number, row: number, column: number }} Place
 */

/**
 * The largest pictures between `smallest` and `largest` pixels with which `count` of them stay within the height.
 * @param {{ count: number, rows: number, columns: number, captions?: string[][] }} pictures
 * @param {number} width
 * @param {Fit} fit
 * @param {number} scale Of text: 1 where it has its usual size.
 * @returns {Layout}
 */
export function arrange({ count, rows, columns, captions = [] }, width, { largest, smallest, height }, scale = 1) {
  const line = LINE * scale;
  for (let tile = largest;; tile -= 2) {
    const across = clamped(Math.floor((width + GAP) / (tile + GAP)), 1, count);
    const down = Math.ceil(count / across), lines = tile < LEAST_CAPTIONED ? 0 : captions[0]?.length ?? 0;
    const words = (1 + lines) * line;
    if (tile > smallest && down * (tile + GAP + words) > height) continue;
    const tall = tile * rows / columns, step = { x: tile + GAP, y: tall + GAP + words };
    const size = { width: across * step.x, height: down * step.y };
    return { tile, tall, across, step, lines, line, size, count, rows, columns };
  }
}

/**
 * Where picture number `place` begins.
 * @param {Layout} layout
 * @param {number} place
 */
export function cornerOf({ across, step, line }, place) {
  return { x: (place % across) * step.x + EDGE, y: Math.floor(place / across) * step.y + line };
}

/**
 * What lies at (x, y) of the canvas; null between the pictures. A picture's number belongs to its first row.
 * @param {Layout} layout
 * @param {number} x
 * @param {number} y
 * @returns {Place | null}
 */
export function placeAt({ tile, tall, across, step, line, count, rows, columns }, x, y) {
  const inX = (x % step.x) - EDGE, inY = (y % step.y) - line;
  const found = Math.floor(y / step.y) * across + Math.floor(x / step.x);
  if (inX < 0 || inX >= tile || inY >= tall || found >= count || x / step.x >= across) return null;
  return {
    tile: found,
    row: clamped(Math.floor(inY / tall * rows), 0, rows - 1),
    column: clamped(Math.floor(inX / tile * columns), 0, columns - 1),
  };
}

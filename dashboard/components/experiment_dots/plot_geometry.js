// Where the picture's columns lie: left one of dots for each design, right one for each difference to the first design.

/**
 * All in pixels of the picture.
 * @typedef {object} Geometry
 * @property {number} rem
 * @property {number} axis Where the left part begins.
 * @property {number} gap Between the two parts.
 * @property {number} left The width of a design's column.
 * @property {number} right The width of a difference's column.
 * @property {number} radius Of a dot.
 * @property {number} end Where the left part ends.
 * @property {number} start Where the right part begins.
 * @property {number} width
 * @property {number} height
 * @property {number} top
 * @property {number} bottom
 * @property {boolean} narrow Whether the words below have little room.
 * @property {number} spread How far a column's dots are spread.
 * @property {number} spread_right
 * @property {number[]} columns The middle of each design's dots.
 * @property {number[]} dots The middle of each difference's dots; the first design has none.
 * @property {number[]} bars Where each interval stands, beside its dots.
 */

const HIGHEST_REM = 24, LOWEST_REM = 14, OF_WINDOW = 0.34, TOP_REM = 0.9, BOTTOM_REM = 0.7;
const AXIS_REM = 4.2, GAP_REM = 5.4, RIGHT_REM = 0.4;
const GOLDEN = 0.6180339887;

/**
 * @param {number} window The height of the browser's window.
 * @param {number} rem
 */
export function heightFor(window, rem) {
  return Math.round(Math.max(LOWEST_REM * rem, Math.min(HIGHEST_REM * rem, OF_WINDOW * window)));
}

/** @param {number} seeds */
function radiusFor(seeds) {
  return seeds <= 12 ? 0.42 : seeds <= 30 ? 0.34 : seeds <= 60 ? 0.27 : 0.22;
}

/**
 * @param {number} width
 * @param {number} height
 * @param {number} rem
 * @param {number} designs
 * @param {number} seeds
 * @returns {Geometry}
 */
export function geometryOf(width, height, rem, designs, seeds) {
  const axis = AXIS_REM * rem, gap = GAP_REM * rem, room = Math.max(1, width - axis - gap - RIGHT_REM * rem);
  const unit = room / (1.15 * designs + designs - 1);
  const left = Math.min(1.15 * unit, 22 * rem), right = Math.min((room - designs * left) / (designs - 1), 30 * rem);
  const radius = rem * radiusFor(seeds), abreast = Math.max(0, seeds - 1) * radius * 0.9;
  const end = axis + designs * left, start = end + gap, spread_right = Math.min(0.45 * right, 7 * rem, abreast);
  const apart = Math.min(spread_right / 2 + 1.7 * rem, 0.3 * right + 0.3 * rem); // the interval stands to the right of its dots
  const middles = Array.from({ length: designs }, (_, design) => start + (design - 0.5) * right);
  return {
    rem,
    axis,
    gap,
    left,
    right,
    radius,
    end,
    start,
    height,
    narrow: left < 6.2 * rem,
    top: TOP_REM * rem,
    bottom: height - BOTTOM_REM * rem,
    width: start + (designs - 1) * right + RIGHT_REM * rem,
    spread: Math.min(0.4 * left, 8 * rem, abreast),
    spread_right,
    columns: Array.from({ length: designs }, (_, design) => axis + (design + 0.5) * left),
    dots: middles.map((middle) => middle - apart / 2),
    bars: middles.map((middle) => middle + apart / 2),
  };
}

/**
 * Dots that would lie on one another are spread to the sides, from −½ to ½, each seed always to the same one: the golden
 * ratio fills a width evenly.
 * @param {number} place
 */
export function sideOf(place) {
  return ((place + 1) * GOLDEN) % 1 - 0.5;
}

/**
 * How high a value of a range stands in the picture.
 * @param {Geometry} geometry
 * @param {number} low
 * @param {number} high
 * @returns {(value: number) => number}
 */
export function heightsOf({ top, bottom }, low, high) {
  return (value) => bottom - (value - low) / (high - low) * (bottom - top);
}

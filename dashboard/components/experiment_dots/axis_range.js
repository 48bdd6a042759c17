// The axes: nice ticks, and ranges that change in steps.

/** @import { Comparison } from "./data.d.ts" */

/** @typedef {[low: number, high: number]} Range */

const ROOM = 1.24; // the range is so much wider than what lies in it
const MARGIN = 0.03; // of the range: so near to its end a value asks for another one
export const LOOSE = 0.55, LOOSE_AT_LAST = 0.85; // a range is narrowed when a fitting one would be smaller than this share of it

/**
 * 1, 2 or 5 times a power of ten.
 * @param {number} span
 * @param {number} count About so many steps.
 */
export function niceStep(span, count) {
  const raw = span / count, power = 10 ** Math.floor(Math.log10(raw));
  return power * ([1, 2, 5].find((factor) => factor * power >= raw * 0.999) ?? 10);
}

/**
 * `decimals`: of the values in per cent.
 * @param {Range} range
 * @param {number} count About so many.
 */
export function ticksOf([low, high], count) {
  const step = niceStep(high - low, count), values = [];
  for (let place = Math.ceil(low / step - 1e-6); place * step <= high + step * 1e-6; place++) values.push(place * step);
  return { values, decimals: Math.max(0, Math.ceil(-Math.log10(100 * step) - 1e-9)) };
}

/**
 * A range with room around the values, from one nice number to another.
 * @param {number[]} values
 * @param {number} least Its least width.
 * @param {Range} bounds
 * @returns {Range}
 */
export function fittingRange(values, least, [floor, ceiling]) {
  const low = Math.min(...values), high = Math.max(...values);
  const half = Math.max((high - low) * ROOM, least) / 2, middle = (low + high) / 2;
  const step = niceStep(2 * half, 5) / 2;
  return [
    Math.max(floor, Math.floor((middle - half) / step + 1e-6) * step),
    Math.min(ceiling, Math.ceil((middle + half) / step - 1e-6) * step),
  ];
}

/**
 * The range that was, as long as everything lies in it and fills it well enough.
 * @param {Range} range
 * @param {number[]} values
 * @param {number} least
 * @param {Range} bounds
 * @param {number} loose
 * @returns {Range}
 */
export function nextRange(range, values, least, bounds, loose) {
  if (!values.length) return range;
  const fitting = fittingRange(values, least, bounds), margin = (range[1] - range[0]) * MARGIN;
  const inside = values.every((value) =>
    (value >= range[0] + margin || range[0] === bounds[0]) && (value <= range[1] - margin || range[1] === bounds[1])
  );
  return inside && fitting[1] - fitting[0] > loose * (range[1] - range[0]) ? range : fitting;
}

/**
 * Before the first dot: where dots of so many iterations may be expected.
 * @param {number} iterations
 * @returns {Range}
 */
export function firstRange(iterations) {
  return iterations >= 500 ? [0.9, 1] : iterations >= 100 ? [0.6, 1] : [0, 1];
}

/**
 * What the range of the differences shall hold: them, with zero and the band. An interval of few seeds may be far wider
 * than the picture: then its ends are cut.
 * @param {number[]} differences
 * @param {Comparison[]} comparisons
 * @param {number} worthwhile
 */
export function differenceValues(differences, comparisons, worthwhile) {
  const means = comparisons.map(({ difference }) => difference);
  const near = [...differences, ...means, -1.5 * worthwhile, 1.5 * worthwhile];
  const low = Math.min(...near), high = Math.max(...near), most = high - low;
  const ends = comparisons.flatMap(({ low, high }) => low === null || high === null ? [] : [low, high]);
  return [...near, ...ends.map((end) => Math.max(low - most, Math.min(high + most, end)))];
}

// Which seed is meant: by the pointer the one whose dot or line is near, by a key the next one.

/** @import { Point, SeedPoints } from "./plot_marks.js" */

const REACH = 18, LINE_REACH = 7; // pixels

/**
 * The distance from a point to a segment.
 * @param {Point} point
 * @param {Point} from
 * @param {Point} to
 */
export function distanceToSegment([x, y], [ax, ay], [bx, by]) {
  const length = (bx - ax) ** 2 + (by - ay) ** 2;
  const along = length ? Math.max(0, Math.min(1, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length)) : 0;
  return Math.hypot(x - ax - along * (bx - ax), y - ay - along * (by - ay));
}

/**
 * The seed whose dot is nearest to a place of the picture, or else whose line is, and where along the picture; null where
 * none is near.
 * @param {Map<number, SeedPoints>} points
 * @param {Point} place
 */
export function nearestSeed(points, place) {
  return nearestDot(points, place) ?? nearestLine(points, place);
}

/**
 * @param {Map<number, SeedPoints>} points
 * @param {Point} place
 */
function nearestDot(points, [x, y]) {
  let best = null, least = REACH;
  for (const [seed, { left, right }] of points) {
    for (const point of [...left, ...right]) {
      const far = point ? Math.hypot(point[0] - x, point[1] - y) : Infinity;
      if (point && far < least) [best, least] = [{ seed, x: point[0] }, far];
    }
  }
  return best;
}

/**
 * @param {Map<number, SeedPoints>} points
 * @param {Point} place
 */
function nearestLine(points, place) {
  let best = null, least = LINE_REACH;
  for (const [seed, { left }] of points) {
    for (let design = 1; design < left.length; design++) {
      const from = left[design - 1], to = left[design];
      const far = from && to ? distanceToSegment(place, from, to) : Infinity;
      if (far < least) [best, least] = [{ seed, x: place[0] }, far];
    }
  }
  return best;
}

/**
 * The seed that a key leads to: null for none, undefined where the key means nothing here.
 * @param {number[]} seeds
 * @param {number | null} seed
 * @param {string} key
 * @returns {number | null | undefined}
 */
export function walked(seeds, seed, key) {
  const here = seed === null ? -1 : seeds.indexOf(seed), last = seeds.length - 1;
  /** @type {Record<string, number>} */
  const places = {
    ArrowRight: Math.min(last, here + 1),
    ArrowDown: Math.min(last, here + 1),
    ArrowLeft: Math.max(0, here - 1),
    ArrowUp: Math.max(0, here - 1),
    Home: 0,
    End: last,
    Escape: -1,
  };
  return key in places ? seeds[places[key]] ?? null : undefined;
}

// The picture: left a column of dots for each design, joined by seed; right the differences to the first design.

import { rem } from "../browser/text_scale.js";
import { differenceValues, firstRange, LOOSE, LOOSE_AT_LAST, nextRange } from "./axis_range.js";
import { Motion } from "./motion.js";
import { paintAxes } from "./plot_axes.js";
import { geometryOf, heightFor, heightsOf } from "./plot_geometry.js";
import { paintDots, paintIntervals, paintMeans, pointsOf } from "./plot_marks.js";
import { PlotView } from "./plot_view.js";
import { accuraciesOf, differenceOf, hasEnded, meanOf } from "./seed_runs.js";
import { altText } from "./words.js";

/** @import { ExperimentFrame } from "../browser/server.d.ts" */
/** @import { Data } from "./data.d.ts" */
/** @import { Numbers } from "./motion.js" */
/** @import { Ranges } from "./plot_axes.js" */
/** @import { Geometry } from "./plot_geometry.js" */
/** @import { SeedPoints } from "./plot_marks.js" */
/** @import { SeedRuns } from "./seed_runs.js" */

/** What is drawn. @typedef {{ runs: SeedRuns, frame: ExperimentFrame, data: Data }} Picture */

const LEAST = 0.02; // of the accuracies' range: 2 points

/**
 * Where everything shall be, by name.
 * @param {Ranges} ranges
 * @param {number[][]} accuracies Of each design.
 * @param {Data} data
 * @returns {Numbers}
 */
export function targetOf({ left: [low, high], right: [least, most] }, accuracies, { comparisons }) {
  /** @type {Numbers} */
  const target = { low, high, least, most };
  accuracies.forEach((values, design) => {
    const mean = meanOf(values);
    if (mean !== null) target[`mean${design}`] = mean;
  });
  for (const { design, difference, low, high } of comparisons) {
    target[`difference${design}`] = difference;
    if (low !== null && high !== null) Object.assign(target, { [`low${design}`]: low, [`high${design}`]: high });
  }
  return target;
}

/**
 * @param {Ranges | null} before
 * @param {number[][]} accuracies Of each design.
 * @param {Picture} picture
 * @returns {{ former: Ranges, ranges: Ranges }}
 */
export function rangesFor(before, accuracies, { runs, frame, data: { designs, comparisons, worthwhile, iterations } }) {
  const former = before ?? { left: firstRange(iterations), right: [-5 * worthwhile, 5 * worthwhile] };
  const differences = designs.slice(1).flatMap((_, base) =>
    runs.seeds.map((seed) => differenceOf(runs, seed, base + 1)).filter((value) => value !== null)
  );
  const spanned = differences.length ? differenceValues(differences, comparisons, worthwhile) : [];
  const loose = hasEnded(frame) ? LOOSE_AT_LAST : LOOSE;
  const ranges = {
    left: nextRange(former.left, accuracies.flat(), LEAST, [0, 1], loose),
    right: nextRange(former.right, spanned, 3 * worthwhile, [-1, 1], loose),
  };
  return { former, ranges };
}

export class Plot {
  /** @type {Map<number, SeedPoints>} */
  points = new Map();
  /** @type {Geometry | null} */
  geometry = null;
  /** @type {{ former: Ranges, ranges: Ranges } | null} */
  #axes = null;
  /** @type {Picture | null} */
  #picture = null;
  #drawn = false;
  #entering = false; // dots that come after the first picture do so with a movement
  #motion = new Motion((now, share) => this.#paint(now, share));

  /**
   * @param {HTMLElement} root
   * @param {Data} data
   * @param {() => void} painted Called after each step: what lies on top is painted then.
   */
  constructor(root, data, painted) {
    this.root = root;
    this.view = new PlotView(root, data);
    this.painted = painted;
  }

  /**
   * @param {Picture} picture
   * @param {boolean} [at_once]
   */
  draw(picture, at_once = false) {
    const { runs, frame, data } = picture, accuracies = data.designs.map((_, design) => accuraciesOf(runs, design));
    const geometry = this.#layOut(picture), axes = rangesFor(this.#axes?.ranges ?? null, accuracies, picture);
    this.#picture = picture;
    this.#axes = axes;
    this.#motion.go(targetOf(axes.ranges, accuracies, data), at_once || !this.#drawn);
    this.#drawn = true;
    this.view.showNumbers(accuracies, data, frame, geometry.narrow);
    this.view.plot.setAttribute("aria-label", altText(runs, data));
    this.#entering = true;
  }

  /** The page has another width. */
  resize() {
    if (this.#picture) this.draw(this.#picture, true);
  }

  end() {
    this.#motion.stop();
  }

  /** @param {Picture} picture */
  #layOut({ runs, data }) {
    const oneRem = rem(), { clientWidth } = this.root;
    const height = heightFor(innerHeight, oneRem), seeds = runs.seeds.length;
    const geometry = this.geometry = geometryOf(clientWidth, height, oneRem, data.designs.length, seeds);
    this.view.layOut(geometry, seeds);
    return geometry;
  }

  /**
   * @param {Numbers} now
   * @param {number} share
   */
  #paint(now, share) {
    const { geometry, view: { layers } } = this, axes = this.#axes, picture = this.#picture;
    if (!geometry || !axes || !picture) return;
    const { runs, data: { designs, worthwhile } } = picture;
    const heights = {
      left: heightsOf(geometry, now.low, now.high),
      right: heightsOf(geometry, now.least, now.most),
    };
    this.points = pointsOf(runs, designs.length, geometry, heights);
    for (const each of Object.values(layers)) each.begin();
    paintAxes(layers.axes, geometry, { ...axes, heights, share, worthwhile });
    paintDots(layers, this.points, geometry.radius, this.#entering);
    paintMeans(layers.means, geometry, now, heights.left);
    paintIntervals(layers.intervals, geometry, now, heights.right);
    this.painted();
    for (const each of Object.values(layers)) each.end();
  }
}

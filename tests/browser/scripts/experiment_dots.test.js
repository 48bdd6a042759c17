import {
  geometryOf,
  heightFor,
  heightsOf,
  sideOf,
} from "../../../dashboard/components/experiment_dots/plot_geometry.js";
import { pointsOf, wayOf } from "../../../dashboard/components/experiment_dots/plot_marks.js";
import { distanceToSegment, nearestSeed, walked } from "../../../dashboard/components/experiment_dots/seed_finding.js";
import {
  accuraciesOf,
  accuracyOf,
  countOf,
  differenceOf,
  hasEnded,
  meanOf,
  readRuns,
} from "../../../dashboard/components/experiment_dots/seed_runs.js";
import { equal, holds, near, test } from "./testing.js";

/** @import { ExperimentFrame } from "../../../dashboard/components/browser/server.d.ts" */

/** @type {ExperimentFrame} */
const FRAME = {
  event: 3,
  serial: 40,
  stage: "training",
  left: 24,
  processes: 2,
  runs: [
    [0, 7, "done", 300, 0.95, 0.94],
    [1, 7, "done", 300, 0.97, 0.96],
    [0, 8, "training", 140, null, null],
    [1, 8, "done", 12, null, null],
  ],
};

test("runs are read by seed, in their order", () => {
  const runs = readRuns(FRAME, 2);
  equal(runs.seeds, [7, 8]);
  equal(runs.runs.get(8), [
    { state: "training", iteration: 140, accuracy: null },
    { state: "diverged", iteration: 12, accuracy: null },
  ]);
});

test("a run of a search has no test accuracy, and has not diverged", () => {
  const runs = readRuns({ ...FRAME, runs: [[0, 1, "done", 300, null, 0.94]] }, 1);
  equal(runs.runs.get(1), [{ state: "done", iteration: 300, accuracy: null }]);
});

test("a difference needs both", () => {
  const runs = readRuns(FRAME, 2);
  equal([accuracyOf(runs, 7, 1), accuracyOf(runs, 8, 1), accuracyOf(runs, 99, 0)], [0.97, null, null]);
  near(differenceOf(runs, 7, 1) ?? 0, 0.02);
  equal(differenceOf(runs, 8, 1), null);
  equal(accuraciesOf(runs, 0), [0.95]);
});

test("a mean of none is none", () => {
  equal([meanOf([]), meanOf([1, 2, 6])], [null, 3]);
});

test("runs in a state are counted", () => {
  const runs = readRuns(FRAME, 2);
  equal([countOf(runs, "done"), countOf(runs, "diverged"), countOf(runs, "failed")], [2, 1, 0]);
});

test("it is told when all has ended", () => {
  equal([hasEnded(FRAME), hasEnded({ ...FRAME, stage: "cancelled" })], [false, true]);
});

test("the columns lie side by side within the width", () => {
  for (const designs of [2, 3, 6]) {
    for (const width of [500, 900, 1400]) {
      const g = geometryOf(width, 400, 16, designs, 10);
      holds(g.width <= width + 1, `${designs} designs in ${width} pixels take ${g.width}`);
      holds(g.columns.every((x, at) => !at || x > g.columns[at - 1]), "one after the other");
      holds(g.columns[designs - 1] < g.end && g.end < g.start && g.start < g.dots[1], "left before right");
      equal([g.columns.length, g.dots.length, g.bars.length], [designs, designs, designs]);
    }
  }
});

test("the more seeds, the smaller the dots", () => {
  const radii = [5, 20, 50, 100].map((seeds) => geometryOf(1000, 400, 16, 2, seeds).radius);
  holds(radii.every((radius, at) => !at || radius < radii[at - 1]), String(radii));
});

test("the picture is no higher than the window allows", () => {
  equal([heightFor(300, 16), heightFor(800, 16), heightFor(3000, 16)], [224, 272, 384]);
});

test("seeds are spread to both sides, each always to the same", () => {
  const sides = Array.from({ length: 100 }, (_, place) => sideOf(place));
  holds(sides.every((side) => side >= -0.5 && side < 0.5), "within the column");
  near(sides.reduce((sum, side) => sum + side, 0) / 100, 0, 0.02);
  equal(new Set(sides.map((side) => Math.floor(10 * side))).size, 10);
});

test("a value stands between bottom and top", () => {
  const geometry = geometryOf(1000, 400, 16, 2, 5), height = heightsOf(geometry, 0.9, 1);
  near(height(0.9), geometry.bottom);
  near(height(1), geometry.top);
  near(height(0.95), (geometry.bottom + geometry.top) / 2);
});

test("a dot for each accuracy, and one for each difference", () => {
  const geometry = geometryOf(1000, 400, 16, 2, 2);
  const heights = { left: heightsOf(geometry, 0.9, 1), right: heightsOf(geometry, -0.1, 0.1) };
  const seven = pointsOf(readRuns(FRAME, 2), 2, geometry, heights).get(7);
  if (!seven) throw new Error("seed 7 has no dots");
  equal([seven.left.map(Boolean), seven.right.map(Boolean)], [[true, true], [false, true]]);
  near(seven.left[1]?.[1] ?? 0, heights.left(0.97));
  near(seven.right[1]?.[1] ?? 0, heights.right(0.02));
});

test("a line joins neighbours and is broken where one is missing", () => {
  equal(wayOf([[0, 1], [10, 2], [20, 3]]), "M0.00 1.00L10.00 2.00L20.00 3.00");
  equal(wayOf([[0, 1], null, [20, 3], [30, 4]]), "M20.00 3.00L30.00 4.00");
  equal([wayOf([[0, 1], null]), wayOf([])], ["", ""]);
});

test("the distance to a segment is to its nearest point", () => {
  equal([distanceToSegment([5, 3], [0, 0], [10, 0]), distanceToSegment([13, 4], [0, 0], [10, 0])], [3, 5]);
  equal(distanceToSegment([3, 4], [0, 0], [0, 0]), 5);
});

test("the nearest dot is meant, else the nearest line, else none", () => {
  const points = new Map([
    [1, { left: [/** @type {[number, number]} */ ([0, 0]), /** @type {[number, number]} */ ([100, 0])], right: [] }],
    [2, { left: [/** @type {[number, number]} */ ([0, 30]), /** @type {[number, number]} */ ([100, 30])], right: [] }],
  ]);
  equal(nearestSeed(points, [3, 20]), { seed: 2, x: 0 });
  equal(nearestSeed(points, [50, 4]), { seed: 1, x: 50 });
  equal(nearestSeed(points, [50, 15]), null);
});

test("keys walk over the seeds", () => {
  const seeds = [7, 8, 9];
  equal(["ArrowRight", "ArrowLeft", "Home", "End", "Escape"].map((key) => walked(seeds, 8, key)), [9, 7, 7, 9, null]);
  equal([walked(seeds, null, "ArrowDown"), walked(seeds, 9, "ArrowRight"), walked(seeds, 7, "ArrowUp")], [7, 9, 7]);
  equal([walked(seeds, 8, "a") === undefined, walked([], null, "Home")], [true, null]);
});

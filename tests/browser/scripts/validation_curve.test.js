import {
  latestAt,
  pathOf,
  placeOfPoint,
  scaleEnd,
  ticksOf,
} from "../../../dashboard/components/validation_curve/curve_shape.js";
import { equal, test } from "./testing.js";

/** @import { Point } from "../../../dashboard/components/browser/server.d.ts" */

/** @type {Point[]} */
const COURSE = [[0, 0.1], [1, 0.12], [100, 0.7], [400, 0.9]];

test("the scale leads to the goal while the run is on its way, and to where it is when it rests", () => {
  equal(scaleEnd(null, 1_000), 1_000);
  equal(scaleEnd({ phase: "ready", iteration: 0, goal: 0 }, 1_000), 1_000);
  equal(scaleEnd({ phase: "training", iteration: 20, goal: 1_000 }, 500), 1_000);
  equal(scaleEnd({ phase: "paused", iteration: 320, goal: 10_000 }, 1_000), 320);
  equal(scaleEnd({ phase: "reached", iteration: 1_000, goal: 1_000 }, 1_000), 1_000);
});

test("a run of one iteration has a scale, too", () => {
  equal(scaleEnd({ phase: "reached", iteration: 1, goal: 1 }, 1_000), 10);
  equal(scaleEnd({ phase: "training", iteration: 0, goal: 1 }, 1_000), 10);
});

test("the middle is named where it is a whole iteration", () => {
  equal([ticksOf(1_000), ticksOf(317)], [[0, 500, 1_000], [0, 317]]);
});

test("the figure is the latest validation that there was", () => {
  equal(latestAt(COURSE, null), [400, 0.9]);
  equal(latestAt(COURSE, 100), [100, 0.7]);
  equal(latestAt(COURSE, 399), [100, 0.7]);
  equal(latestAt(COURSE, 0), [0, 0.1]);
  equal(latestAt([], null), null);
  equal(latestAt([[5, 0.2]], 1), null);
});

test("a point lies at its share of the width, and higher the better it is", () => {
  equal(placeOfPoint([400, 0.75], 800), { x: 0.5, y: 0.25 });
  equal(placeOfPoint([20, 1], 10), { x: 1, y: 0 });
});

test("the curve goes from point to point, and not beyond the scale", () => {
  equal(pathOf([[0, 0.1], [100, 0.7], [400, 0.9]], 200), "M0.00 90.00L50.00 30.00");
  equal(pathOf([], 200), "");
});

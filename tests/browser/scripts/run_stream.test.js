import { takeRunFrame } from "../../../dashboard/components/browser/run_stream.js";
import { equal, test } from "./testing.js";

/** @import { RunFrame } from "../../../dashboard/components/browser/server.d.ts" */

/**
 * @param {Partial<RunFrame>} own
 * @returns {RunFrame}
 */
function frame(own) {
  return {
    phase: "training",
    iteration: 0,
    goal: 100,
    seconds: 0,
    rate: null,
    tested: null,
    testing: null,
    latest: null,
    validation: null,
    checkpoints: [],
    event: 0,
    health: "ready",
    ...own,
  };
}

/**
 * @param {number} first
 * @param {number[]} iteration
 */
function piece(first, iteration) {
  const same = iteration.map((each) => each / 10);
  return { first, iteration, loss: same, accuracy: same, smooth_loss: same, smooth_accuracy: same, seconds: same };
}

test("the first frame begins an empty course", () => {
  const course = takeRunFrame(undefined, frame({ iteration: 0 }));
  equal([course.curve.iteration, course.validations, course.lines, course.frame.iteration], [[], [], [], 0]);
});

test("pieces of the curve are put together", () => {
  let course = takeRunFrame(undefined, frame({ curve: piece(0, [1, 2]) }));
  course = takeRunFrame(course, frame({ curve: piece(2, [3]) }));
  equal([course.curve.iteration, course.curve.loss], [[1, 2, 3], [0.1, 0.2, 0.3]]);
});

test("a piece that begins earlier takes the place of what was", () => {
  let course = takeRunFrame(undefined, frame({ curve: piece(0, [1, 2, 3]) }));
  course = takeRunFrame(course, frame({ curve: piece(1, [4, 6]) }));
  equal(course.curve.iteration, [1, 4, 6]);
  course = takeRunFrame(course, frame({ curve: piece(0, [10]) }));
  equal(course.curve.iteration, [10]);
});

test("what a frame does not tell stays", () => {
  let course = takeRunFrame(undefined, frame({ validations: [[1, 0.5]], lines: { anew: true, new: [[1, 0.1]] } }));
  course = takeRunFrame(course, frame({ iteration: 7 }));
  equal([course.frame.iteration, course.validations, course.lines], [7, [[1, 0.5]], [[1, 0.1]]]);
});

test("lines are added, or begun anew", () => {
  let course = takeRunFrame(undefined, frame({ lines: { anew: true, new: [[1, 0.1]] } }));
  course = takeRunFrame(course, frame({ lines: { anew: false, new: [[101, 0.5]] } }));
  equal(course.lines, [[1, 0.1], [101, 0.5]]);
  course = takeRunFrame(course, frame({ lines: { anew: true, new: [[1, 0.2]] } }));
  equal(course.lines, [[1, 0.2]]);
});

test("of many lines the latest two hundred are kept", () => {
  /** @type {[number, number][]} */
  const many = Array.from({ length: 150 }, (_, at) => [at, 0]);
  const course = takeRunFrame(takeRunFrame(undefined, frame({ lines: { anew: true, new: many } })), {
    ...frame({}),
    lines: { anew: false, new: many.map(([at]) => [at + 150, 0]) },
  });
  equal([course.lines.length, course.lines[0][0], course.lines[199][0]], [200, 100, 299]);
});

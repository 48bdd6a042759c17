import {
  awayText,
  chipText,
  figureTexts,
  iterationText,
  phaseText,
  shareDone,
  testFigure,
} from "../../../dashboard/components/training_status/status_words.js";
import { equal, test } from "./testing.js";

/** @import { RunFrame } from "../../../dashboard/components/browser/server.d.ts" */

const LABELS = {
  phase: "Training",
  iteration: "Iterations",
  validation: "Validation",
  validation_at: "Validation at {iteration}",
  test: "Test",
  test_at: "Test at {iteration}",
  rate: "Images a second",
  of: "{iteration} of {goal}",
  correct: "{correct} of {total}",
  untested: "not yet",
  starting: "starting",
  silent: "not answering",
  away: "no connection for {seconds} s",
  testing: "Test of {iteration}",
  testing_share: "{percent} done",
  chip: "Training: iteration {iteration}",
  chip_help: "Go to the training",
  test_images: 10_000,
  phases: {
    ready: "not begun",
    sought: "looking",
    training: "training",
    paused: "paused",
    reached: "done",
    diverged: "lost",
    failed: "failed",
  },
};

/** @type {RunFrame} */
const FRAME = {
  phase: "training",
  iteration: 1234,
  goal: 10_000,
  seconds: 7,
  rate: 9000,
  tested: null,
  testing: null,
  latest: { iteration: 1000, correct: 9521, total: 10_000 },
  validation: { iteration: 1000, correct: 951, total: 1000 },
  checkpoints: [],
  event: 3,
  health: "ready",
};

test("it says what the run is at", () => {
  equal(phaseText(FRAME, LABELS), "training");
  equal(chipText(FRAME, LABELS), "Training: iteration 1,234");
  equal(phaseText({ ...FRAME, phase: "reached" }, LABELS), "done");
});

test("where the worker is not there yet it says that", () => {
  equal(phaseText({ ...FRAME, health: "starting" }, LABELS), "starting");
  equal(phaseText({ ...FRAME, health: "starting", phase: "paused" }, LABELS), "paused");
  equal(phaseText({ ...FRAME, health: "starting", phase: "paused", tested: 0, testing: 5 }, LABELS), "starting");
});

test("a worker that does not answer is said, whatever the run was at", () => {
  equal(phaseText({ ...FRAME, health: "silent" }, LABELS), "not answering");
  equal(phaseText({ ...FRAME, health: "silent", phase: "paused" }, LABELS), "not answering");
  equal(awayText(12_345, LABELS), "no connection for 12 s");
});

test("the goal is named as long as it lies ahead", () => {
  equal(iterationText(FRAME, LABELS), "1,234 of 10,000");
  equal(iterationText({ ...FRAME, goal: 1234 }, LABELS), "1,234");
});

test("every accuracy says of which iteration it is, and on how many images", () => {
  const { validation, accuracy } = figureTexts({ ...FRAME, iteration: 4000 }, LABELS);
  equal(validation, { label: "Validation at 1,000", value: "95.1 %", more: "951 of 1,000" });
  equal(accuracy, { label: "Test at 1,000", value: "95.2 %", more: "9,521 of 10,000" });
  equal(figureTexts({ ...FRAME, latest: null }, LABELS).accuracy, { label: "Test", value: "not yet" });
  equal(figureTexts({ ...FRAME, validation: null }, LABELS).validation, { label: "Validation", value: "not yet" });
});

test("a test under way is told where the test's accuracy stands, and changes nothing else", () => {
  const done = /** @type {RunFrame} */ ({ ...FRAME, phase: "reached", goal: 1234 });
  const tested = { ...done, tested: 7000, testing: 500 };
  equal(testFigure(tested, LABELS), { label: "Test of 500", value: "70 % done" });
  equal(phaseText(tested, LABELS), "done");
  equal(shareDone(tested), 1);
});

test("the bar is of the way to the goal", () => {
  equal(shareDone(FRAME), 0.1234);
  equal([shareDone({ ...FRAME, goal: 0 }), shareDone({ ...FRAME, goal: 1000 })], [0, 1]);
});

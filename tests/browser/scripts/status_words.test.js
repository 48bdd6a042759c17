import {
  accuracyText,
  awayText,
  iterationText,
  phaseText,
  shareDone,
} from "../../../dashboard/components/training_status/status_words.js";
import { equal, test } from "./testing.js";

/** @import { RunFrame } from "../../../dashboard/components/browser/server.d.ts" */

const LABELS = {
  phase: "Training",
  iteration: "Iterations",
  accuracy: "Test accuracy",
  rate: "Images a second",
  of: "{iteration} of {goal}",
  result: "{percent} ({correct} of {total})",
  untested: "not tested yet",
  starting: "starting",
  silent: "not answering",
  away: "no connection for {seconds} s",
  testing: "testing iteration {iteration}",
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
  equal(phaseText({ ...FRAME, tested: 4000, testing: 1000 }, LABELS), "testing iteration 1,000");
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

test("accuracy says on how many images", () => {
  equal(accuracyText(FRAME, LABELS), "95.2 % (9,521 of 10,000)");
  equal(accuracyText({ ...FRAME, latest: null }, LABELS), "not tested yet");
});

test("the bar is of a test, else of the way to the goal", () => {
  equal(shareDone(FRAME, LABELS), 0.1234);
  equal(shareDone({ ...FRAME, tested: 2500 }, LABELS), 0.25);
  equal([shareDone({ ...FRAME, goal: 0 }, LABELS), shareDone({ ...FRAME, goal: 1000 }, LABELS)], [0, 1]);
});

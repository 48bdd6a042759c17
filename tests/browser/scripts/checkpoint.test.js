import {
  checkpointOf,
  checkpointRun,
  chooseCheckpoint,
  followCheckpoint,
  isDrawing,
  keepBy,
  markDrawn,
  travelTo,
} from "../../../dashboard/components/browser/checkpoint.js";
import { equal, test } from "./testing.js";

test("until a slider has chosen, what the page said holds", () => {
  equal([checkpointOf("a", 100), checkpointOf("a"), checkpointOf(null, 5)], [100, null, 5]);
});

test("what was chosen holds for that run alone", () => {
  chooseCheckpoint("a", 20);
  equal([checkpointRun(), checkpointOf("a", 100), checkpointOf("b", 100)], ["a", 20, 100]);
  chooseCheckpoint("a", null);
  equal(checkpointOf("a", 100), null);
});

test("who follows is told of each other choice once", () => {
  let moved = 0;
  const leave = followCheckpoint({ moved: () => moved++ });
  chooseCheckpoint("a", 1);
  chooseCheckpoint("a", 1);
  chooseCheckpoint("b", 1);
  leave();
  chooseCheckpoint("b", 2);
  equal(moved, 2);
});

test("it is being drawn as long as one of them is busy", () => {
  let busy = true;
  const leave = [followCheckpoint({ moved: () => {} }), followCheckpoint({ moved: () => {}, busy: () => busy })];
  equal(isDrawing(), true);
  busy = false;
  equal(isDrawing(), false);
  for (const each of leave) each();
});

test("a journey is kept, a choice is not", () => {
  /** @type {(number | null)[]} */
  const kept = [];
  keepBy(() => kept.push(checkpointOf("c")));
  chooseCheckpoint("c", 5);
  travelTo("c", 50);
  equal(kept, [50]);
});

test("what is drawn says so", () => {
  const root = document.createElement("div");
  markDrawn(root, 50);
  equal(root.dataset.checkpoint, "50");
  markDrawn(root, null);
  equal(root.dataset.checkpoint, "live");
});

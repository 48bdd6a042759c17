import { chooseCheckpoint } from "../../../dashboard/components/browser/checkpoint.js";
import { Film } from "../../../dashboard/components/time_slider/film.js";
import { KeptChoice } from "../../../dashboard/components/time_slider/kept_choice.js";
import { checkpointAt, placeOf } from "../../../dashboard/components/time_slider/slider_scale.js";
import { equal, test } from "./testing.js";

/** @import { Checkpoint } from "../../../dashboard/components/browser/server.d.ts" */

/** @type {Checkpoint[]} */
const CHECKPOINTS = [[0, 980], [1, null], [2, 1200]];

/** @param {number} milliseconds */
const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

test("a checkpoint has its place, live the last one, and so has what is gone", () => {
  equal([0, 2, null, 50].map((at) => placeOf(CHECKPOINTS, at)), [0, 2, 3, 3]);
});

test("a place has its checkpoint", () => {
  equal([0, 1, 2, 3, 99].map((place) => checkpointAt(CHECKPOINTS, place)), [0, 1, 2, null, null]);
});

/** The session's side of a choice. */
function session() {
  /** @type {[number | null, number][]} */
  const told = [];
  return { told, kept: new KeptChoice((at, number) => told.push([at, number])) };
}

test("what the page says of a run that was not shown holds", () => {
  const { kept } = session();
  equal(kept.hear({ run: "a", at: 50, heard: 0 }, false), true);
});

test("a choice is told with a number, once", () => {
  const { kept, told } = session();
  kept.hear({ run: "a", at: null, heard: 0 }, false);
  chooseCheckpoint("a", 20);
  kept.keep();
  equal(told.map(([at]) => at), [20]);
  kept.hear({ run: "a", at: 20, heard: told[0][1] }, false);
  kept.keep();
  equal(told.length, 1);
});

test("until its choice is heard, the page does not know better", () => {
  const { kept, told } = session();
  const heard = 1; // as in the test before
  kept.hear({ run: "a", at: 20, heard }, false);
  chooseCheckpoint("a", 5);
  kept.keep();
  equal(kept.hear({ run: "a", at: 20, heard }, false), false);
  equal(kept.hear({ run: "a", at: 5, heard: told[0][1] }, false), true);
});

test("while somebody drags, the page does not know better", () => {
  const { kept } = session();
  equal(kept.hear({ run: "a", at: 5, heard: 2 }, true), false);
});

test("what the training itself moves holds, even before a choice is kept", () => {
  const { kept } = session();
  kept.hear({ run: "a", at: 5, heard: 2 }, false);
  kept.begin();
  equal(kept.hear({ run: "a", at: 5, heard: 2 }, false), false);
  equal(kept.hear({ run: "a", at: null, heard: 2 }, false), true);
});

test("what a page switch interrupts is told by the next slider", async () => {
  const before = session();
  before.kept.hear({ run: "a", at: null, heard: 2 }, false);
  chooseCheckpoint("a", 50);
  before.kept.keepSoon();
  before.kept.end();
  const next = session();
  equal(next.kept.hear({ run: "a", at: null, heard: 2 }, false), false);
  await wait(400);
  equal([before.told, next.told.map(([at]) => at)], [[], [50]]);
});

test("a film shows one frame after the other and says when it is over", async () => {
  /** @type {(boolean | string)[]} */
  const log = [];
  const film = new Film((first) => log.push(first) === 3, () => log.push("over"));
  film.start();
  equal([film.running, log], [true, [true]]);
  await wait(1700);
  equal([film.running, log], [false, [true, false, false, "over"]]);
});

test("a film that is broken off says nothing", async () => {
  let frames = 0;
  const film = new Film(() => ++frames > 9, () => frames = 100);
  film.start();
  film.end();
  await wait(800);
  equal([film.running, frames], [false, 1]);
});

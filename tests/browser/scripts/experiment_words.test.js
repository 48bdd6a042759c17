import { readRuns } from "../../../dashboard/components/experiment_dots/seed_runs.js";
import { tableOf } from "../../../dashboard/components/experiment_dots/seed_table.js";
import {
  altText,
  durationText,
  progressText,
  seedText,
  stateText,
} from "../../../dashboard/components/experiment_dots/words.js";
import { onColor } from "../../../dashboard/components/experiment_dots/experiment_dots.js";
import { equal, test } from "./testing.js";

/** @import { ExperimentFrame } from "../../../dashboard/components/browser/server.d.ts" */
/** @import { Data, Labels } from "../../../dashboard/components/experiment_dots/data.d.ts" */

const LABELS = /** @type {Labels} */ (/** @type {unknown} */ ({
  title: "Accuracy",
  seed: "seed {seed}: {values}",
  value: "{letter} {percent} %",
  state: "{letter} {state}",
  difference_of: "difference {points}",
  value_difference: "{letter} {percent} % ({points})",
  runs: "{done} of {runs} runs",
  left: "about {time} left",
  opening: "waiting",
  processes: { one: "1 process", other: "{count} processes" },
  ended: "{done} of {runs} runs done",
  seconds: "{count} s",
  minutes: "{count} min",
  hours: "{count} h",
  states: { waiting: "waiting", training: "{iteration} of {goal}" },
  alt_design: "{letter}, {name}: {seeds} seeds, mean {percent}, {low} to {high}.",
  alt_none: "{letter}, {name}: none.",
  alt_difference: "{letter} − {base}: {points}.",
  alt_interval: "{letter} − {base}: {points}, {low} to {high}.",
  keys: "Keys.",
  seed_head: "Seed",
  mean: "mean",
}));

/** @type {ExperimentFrame} */
const FRAME = {
  event: 1,
  serial: 1,
  stage: "training",
  left: 24,
  processes: 2,
  runs: [[0, 7, "done", 1000, 0.95, 0.94], [1, 7, "done", 1000, 0.97, 0.96], [0, 8, "training", 140, null, null]],
};
const COLOR = { light: "#000000", dark: "#ffffff" };

/** @type {Data} */
const DATA = {
  frame: FRAME,
  experiment: "e1",
  designs: [{ letter: "A", name: "tutorial", color: COLOR }, { letter: "B", name: "wider", color: COLOR }],
  comparisons: [{ design: 1, difference: 0.02, low: 0.01, high: 0.03 }],
  iterations: 1000,
  worthwhile: 0.002,
  labels: LABELS,
};

test("times are told in what is easiest to read", () => {
  equal([5, 90, 91, 5400, 5431, 36_000].map((seconds) => durationText(seconds, LABELS)), [
    "5 s",
    "90 s",
    "2 min",
    "90 min",
    "1.5 h",
    "10.0 h",
  ]);
});

test("progress says how many, how long, and with how many processes", () => {
  equal(progressText(FRAME, LABELS), "2 of 3 runs, about 24 s left, 2 processes");
  equal(progressText({ ...FRAME, left: null, processes: 1 }, LABELS), "2 of 3 runs, 1 process");
  equal(progressText({ ...FRAME, left: null, processes: 0 }, LABELS), "2 of 3 runs, waiting");
  equal(progressText({ ...FRAME, stage: "cancelled" }, LABELS), "2 of 3 runs done");
});

test("a run that is not there waits", () => {
  equal(stateText(null, DATA), "waiting");
  equal(stateText({ state: "training", iteration: 140, accuracy: null }, DATA), "140 of 1,000");
});

test("a seed says all, and what belongs together is not broken", () => {
  const runs = readRuns(FRAME, 2);
  equal(seedText(runs, 7, DATA), "seed 7: A\u00a095.00\u00a0%, B\u00a097.00\u00a0%, difference\u00a0+2.00");
  equal(seedText(runs, 8, DATA), "seed 8: A\u00a0140\u00a0of\u00a01,000, B\u00a0waiting");
});

test("of three designs each has its difference", () => {
  const designs = [...DATA.designs, { letter: "C", name: "deeper", color: COLOR }];
  const runs = readRuns({ ...FRAME, runs: [...FRAME.runs, [2, 7, "done", 1000, 0.94, 0.9]] }, 3);
  equal(
    seedText(runs, 7, { ...DATA, designs }).replaceAll("\u00a0", " "),
    "seed 7: A 95.00 %, B 97.00 % (+2.00), C 94.00 % (−1.00)",
  );
});

test("the picture is told to whoever does not see it", () => {
  const runs = readRuns(FRAME, 2);
  equal(
    altText(runs, DATA),
    "Accuracy. A, tutorial: 1 seeds, mean 95.00, 95.00 to 95.00. " +
      "B, wider: 1 seeds, mean 97.00, 97.00 to 97.00. B − A: +2.00, +1.00 to +3.00. Keys.",
  );
  const alone = { ...DATA, comparisons: [{ design: 1, difference: 0.02, low: null, high: null }] };
  equal(
    altText(readRuns({ ...FRAME, runs: [] }, 2), alone),
    "Accuracy. A, tutorial: none. B, wider: none. B − A: +2.00. Keys.",
  );
});

test("a letter on a colour can be read", () => {
  equal([onColor("#000000"), onColor("#0072B2"), onColor("#ffffff"), onColor("#E69F00")], [
    "#fff",
    "#fff",
    "#111",
    "#111",
  ]);
});

test("the table has a row for each seed, and the means", () => {
  const { caption, head, rows } = tableOf(readRuns(FRAME, 2), DATA);
  equal([caption, head], ["Accuracy", ["Seed", "A, tutorial", "B, wider"]]);
  equal(rows, [["7", "95.00 %", "97.00 %"], ["8", "–", "waiting"], ["mean", "95.00 %", "97.00 %"]]);
});

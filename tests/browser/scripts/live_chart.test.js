import { accuracyAtEnd, cutCurve, lowestNear } from "../../../dashboard/components/live_chart/chart_view.js";
import { readingsOf, tableOf, wordsOf } from "../../../dashboard/components/live_chart/course_words.js";
import { placeAt, placesOf } from "../../../dashboard/components/live_chart/curve_places.js";
import { legendName, liveTraces, otherTraces } from "../../../dashboard/components/live_chart/traces.js";
import { equal, near, test } from "./testing.js";

/** @import { Curve, Dash } from "../../../dashboard/components/browser/server.d.ts" */
/** @import { ChartRun, LiveStyle } from "../../../dashboard/components/live_chart/traces.js" */

/** @type {Curve} */
const CURVE = {
  iteration: [1, 2, 10],
  loss: [2.3, 2, 1],
  accuracy: [0.1, 0.2, 0.6],
  smooth_loss: [2.3, 2.1, 1.2],
  smooth_accuracy: [0.1, 0.15, 0.5],
  seconds: [1, 1.5, 3.5],
};
const EMPTY = { iteration: [], loss: [], accuracy: [], smooth_loss: [], smooth_accuracy: [], seconds: [] };

/** @type {ChartRun} */
const RUN = {
  run: "r1",
  name: "1: <b> & more",
  color: { light: "#111111", dark: "#eeeeee", dash: /** @type {Dash} */ ("dash") },
  stamp: "",
};
const KINDS = { batch: "#0072B2", validation: "#009E73", loss: "#D55E00" };

/** @type {LiveStyle} */
const STYLE = {
  axis: "iteration",
  dark: false,
  scale: { scale: 1, projector: false },
  own: null,
  colors: { light: KINDS, dark: { ...KINDS, batch: "#56B4E9" } },
  labels: { accuracy: "Batch accuracy", loss: "Batch loss", validation: "Validation" },
};

test("a curve lies over iterations or over seconds", () => {
  equal([placesOf(CURVE, "iteration"), placesOf(CURVE, "seconds")], [CURVE.iteration, CURVE.seconds]);
});

test("an iteration between two points lies between their seconds", () => {
  equal([placeAt(CURVE, "iteration", 6), placeAt(CURVE, "seconds", 0)], [6, 0]);
  near(placeAt(CURVE, "seconds", 1), 1);
  near(placeAt(CURVE, "seconds", 6), 1.5 + 2 * 4 / 8);
  near(placeAt(CURVE, "seconds", 99), 3.5);
  equal(placeAt(EMPTY, "seconds", 5), 0);
});

test("names are written as they were typed, and not too long", () => {
  equal(legendName("a < b & c"), "a &lt; b &amp; c");
  equal(legendName("가".repeat(31)), "가".repeat(29) + "…");
  equal(legendName("😀".repeat(30)), "😀".repeat(30));
});

test("alone a run has a colour for each kind of line", () => {
  const traces = liveTraces(CURVE, [[2, 0.3]], STYLE);
  equal(traces.map(({ y }) => y), [CURVE.accuracy, CURVE.smooth_accuracy, [0.3], CURVE.loss, CURVE.smooth_loss]);
  equal(traces.map(({ line }) => /** @type {{ color: string }} */ (line).color), [
    KINDS.batch,
    KINDS.batch,
    KINDS.validation,
    KINDS.loss,
    KINDS.loss,
  ]);
  equal(traces.map(({ showlegend }) => showlegend), [false, true, undefined, false, true]);
});

test("among others it has its own colour, and one name in the legend", () => {
  const traces = liveTraces(CURVE, [], { ...STYLE, own: RUN, dark: true });
  equal(new Set(traces.map(({ line }) => /** @type {{ color: string }} */ (line).color)), new Set(["#eeeeee"]));
  equal(traces.filter(({ showlegend }) => showlegend).map(({ name }) => name), ["1: &lt;b> &amp; more"]);
});

test("one point is a dot, not a line", () => {
  const one = Object.fromEntries(Object.entries(CURVE).map(([name, values]) => [name, values.slice(0, 1)]));
  equal(liveTraces(/** @type {Curve} */ (one), [], STYLE)[0].mode, "markers");
});

test("another run is smoothed, thin, and nothing before its first point", () => {
  const traces = otherTraces(RUN, CURVE, { ...STYLE, axis: "seconds" });
  equal(traces.map(({ x, y }) => [x, y]), [[CURVE.seconds, CURVE.smooth_accuracy], [CURVE.seconds, CURVE.smooth_loss]]);
  equal(otherTraces(RUN, EMPTY, STYLE), []);
});

test("on a projector lines are thicker, and all are where the text is larger", () => {
  const widths = (/** @type {LiveStyle["scale"]} */ scale) =>
    [...liveTraces(CURVE, [], { ...STYLE, scale }), ...otherTraces(RUN, CURVE, { ...STYLE, scale })].map(({ line }) =>
      /** @type {{ width: number }} */ (line).width
    );
  equal(widths({ scale: 1, projector: false }), [1, 2.5, 2, 1, 2.5, 1.5, 1.5]);
  equal(widths({ scale: 2, projector: false }), [2, 5, 4, 2, 5, 3, 3]);
  equal(widths({ scale: 1, projector: true }), [1, 3, 3, 1, 3, 3, 3]);
});

test("another run is cut where the run that is trained ends", () => {
  const run = { ...CURVE, validations: /** @type {[number, number][]} */ ([[1, 0.2], [10, 0.6]]) };
  equal(cutCurve(run, "iteration", 2).smooth_accuracy, [0.1, 0.15]);
  equal([cutCurve(run, "seconds", 1.2).iteration, cutCurve(run, "seconds", 0.5).iteration], [[1], [1]]);
  equal(cutCurve(run, "iteration", 10), run);
  equal(cutCurve(run, "iteration", Infinity), run);
});

test("the upper end holds where the lowest line ends, with room below it", () => {
  equal([[0.1], [0.7], [0.93], [0.995, 0.991], [0.991, 0.86], []].map(lowestNear), [0.5, 0.5, 0.9, 0.98, 0.8, 0.98]);
  equal(accuracyAtEnd([0.2, 0.9], [[1, 0.5]]), 0.5);
  equal(accuracyAtEnd([], [[1, 0.5]]), 0.5);
});

const WORDS = {
  says: "after {iteration} batch {accuracy}, loss {loss}.",
  validated: "valid {accuracy} at {iteration}.",
  other: "{name}: {accuracy} at {iteration}.",
  nothing: "nothing",
  read_iteration: "it {iteration}",
  read_seconds: "{seconds} s, it {iteration}",
  read_batch: "batch {accuracy}, loss {loss}",
  read_validation: "valid {accuracy} at {iteration}",
  read_other: "{name} {accuracy} {loss}",
  table_title: "numbers",
  iteration: "Iteration",
  smooth_accuracy: "Batch",
  smooth_loss: "Loss",
  validation: "Validation",
  validation_of: "Validation of {name}",
};
const LIVE = { curve: CURVE, validations: /** @type {[number, number][]} */ ([[0, 0.1], [2, 0.3]]) };
const OTHER = { name: "B", curve: { ...CURVE, iteration: [1, 2], seconds: [1, 1.5] }, validations: LIVE.validations };

test("the words say what the curves do, each number with its iteration", () => {
  equal(
    wordsOf({ live: LIVE, others: [OTHER] }, WORDS),
    "after 10 batch 50.0 %, loss 1.200. valid 30.0 % at 2. B: 30.0 % at 2.",
  );
  equal(wordsOf({ live: null, others: [] }, WORDS), "nothing");
});

test("what is read at a place is the smoothed batches, the last validation and the other runs that are as long", () => {
  const readings = readingsOf({ live: LIVE, others: [OTHER] }, "iteration", WORDS);
  equal(readings?.x, [1, 2, 10]);
  equal(readings?.text(1), "it 2\nbatch 15.0 %, loss 2.100\nvalid 30.0 % at 2\nB 15.0 % 2.100");
  equal(readings?.text(2), "it 10\nbatch 50.0 %, loss 1.200\nvalid 30.0 % at 2");
  equal(readingsOf({ live: LIVE, others: [] }, "seconds", WORDS)?.text(0).split("\n")[0], "1.0 s, it 1");
  equal(readingsOf({ live: null, others: [OTHER] }, "iteration", WORDS)?.text(0), "it 1\nB 10.0 % 2.300");
  equal(readingsOf({ live: { curve: EMPTY, validations: [] }, others: [] }, "iteration", WORDS), null);
});

test("the table has each validation, and the last iteration", () => {
  const { head, rows } = tableOf({ live: LIVE, others: [OTHER] }, WORDS, "file");
  equal(head, ["Iteration", "Batch", "Loss", "Validation", "Validation of B"]);
  equal(rows.map((row) => row.map((cell) => typeof cell === "string" ? cell : cell.text)), [
    ["0", "–", "–", "10.0 %", "10.0 %"],
    ["2", "15.0 %", "2.100", "30.0 %", "30.0 %"],
    ["10", "50.0 %", "1.200", "–", "–"],
  ]);
});

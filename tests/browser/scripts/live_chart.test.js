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
  const traces = otherTraces(RUN, CURVE, "seconds", false);
  equal(traces.map(({ x, y }) => [x, y]), [[CURVE.seconds, CURVE.smooth_accuracy], [CURVE.seconds, CURVE.smooth_loss]]);
  equal(otherTraces(RUN, EMPTY, "seconds", false), []);
});

import {
  differenceValues,
  firstRange,
  fittingRange,
  LOOSE,
  nextRange,
  niceStep,
  ticksOf,
} from "../../../dashboard/components/experiment_dots/axis_range.js";
import { between, eased, Motion } from "../../../dashboard/components/experiment_dots/motion.js";
import { equal, holds, near, test } from "./testing.js";

test("a nice step is 1, 2 or 5 times a power of ten", () => {
  equal([1, 0.6, 3, 70, 0.013].map((span) => Number(niceStep(span, 6).toPrecision(3))), [0.2, 0.1, 0.5, 20, 0.005]);
});

test("ticks are within the range, ends included", () => {
  const { values, decimals } = ticksOf([0.9, 1], 6);
  equal([values.map((value) => Number(value.toFixed(6))), decimals], [[0.9, 0.92, 0.94, 0.96, 0.98, 1], 0]);
});

test("ticks have as many decimals as tell them apart", () => {
  equal(ticksOf([0.9868, 0.9892], 6).decimals, 2); // steps of 0.05 %
  equal(ticksOf([-0.01, 0.01], 6).decimals, 1);
});

test("a range has room around its values and ends at nice numbers", () => {
  const [low, high] = fittingRange([0.95, 0.97], 0.02, [0, 1]);
  holds(low < 0.95 && high > 0.97, "there is room");
  near(low * 400, Math.round(low * 400), 1e-6);
});

test("a range stays within its bounds, and gets no narrower than the least", () => {
  const [low, high] = fittingRange([0.999, 1], 0.02, [0, 1]);
  equal(high, 1);
  holds(high - low >= 0.01, `${low} to ${high}`);
});

test("a range stays as long as all fits and fills it", () => {
  equal(nextRange([0.9, 1], [0.92, 0.97], 0.02, [0, 1], LOOSE), [0.9, 1]);
  equal(nextRange([0.9, 1], [], 0.02, [0, 1], LOOSE), [0.9, 1]);
});

test("a range changes where a value falls out of it, or it is far too wide", () => {
  const [low] = nextRange([0.9, 1], [0.85, 0.97], 0.02, [0, 1], LOOSE);
  holds(low < 0.85, `from ${low}`);
  const [from, to] = nextRange([0, 1], [0.97, 0.98], 0.02, [0, 1], LOOSE);
  holds(to - from < 0.1, `${from} to ${to}`);
});

test("more iterations promise more", () => {
  equal([10, 300, 1000].map(firstRange), [[0, 1], [0.6, 1], [0.9, 1]]);
});

test("zero and the band are always in sight, and a wide interval is cut", () => {
  const values = differenceValues([0.01], [{ design: 1, difference: 0.01, low: -5, high: 5 }], 0.002);
  holds(Math.min(...values) <= -0.003 && Math.max(...values) >= 0.003, "the band is in sight");
  holds(Math.max(...values) < 0.03 && Math.min(...values) > -0.03, "the interval is cut");
  equal(differenceValues([], [{ design: 1, difference: 0, low: null, high: null }], 0.002).length, 3);
});

test("a way begins and ends slowly", () => {
  equal([eased(0), eased(0.5), eased(1)], [0, 0.5, 1]);
  holds(eased(0.1) < 0.1 && eased(0.9) > 0.9, "slow at both ends");
});

test("what is new is there at once, what is gone is gone", () => {
  equal(between({ a: 0, gone: 5 }, { a: 10, b: 3 }, 0.25), { a: 2.5, b: 3 });
});

test("a motion ends where it shall", async () => {
  /** @type {[number, number][]} */
  const steps = [];
  const motion = new Motion(({ a }, share) => steps.push([a, share]));
  motion.go({ a: 1 }, true);
  motion.go({ a: 2 }, false);
  await new Promise((resolve) => setTimeout(resolve, 900));
  equal([steps[0], steps.at(-1)], [[1, 1], [2, 1]]);
  holds(steps.every(([a]) => a >= 1 && a <= 2), "it stays between");
});

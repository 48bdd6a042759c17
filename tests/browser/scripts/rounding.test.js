import { fixed, percent, percentage, points } from "../../../dashboard/components/browser/numbers.js";
import { equal, test } from "./testing.js";

// The same cases that `tests/core/test_number_format.py` holds to decimal arithmetic.
/** @typedef {[number: number, total: number, decimals: number, text: string]} ShareCase */
/** @type {{ percent: ShareCase[], points: ShareCase[], fixed: [value: number, decimals: number, text: string][] }} */
const cases = await (await fetch("/tests/files/rounding.json")).json();

test("shares round as the server rounds them", () => {
  equal(
    cases.percent.map(([number, total, decimals]) => percent(number / total, decimals)),
    cases.percent.map(([, , , text]) => text),
  );
});

test("differences round as the server rounds them", () => {
  equal(
    cases.points.map(([number, total, decimals]) => points(number / total, decimals)),
    cases.points.map(([, , , text]) => text),
  );
});

test("numbers round as the server rounds them", () => {
  equal(
    cases.fixed.map(([value, decimals]) => fixed(value, decimals)),
    cases.fixed.map(([, , text]) => text),
  );
});

/**
 * By whole numbers: half of the last place, or more, goes up.
 * @param {number} number
 * @param {number} total
 * @param {number} decimals
 */
function exactly(number, total, decimals) {
  const units = BigInt(number) * 100n * 10n ** BigInt(decimals),
    whole = (2n * units + BigInt(total)) / BigInt(2 * total);
  const text = whole.toString().padStart(decimals + 1, "0");
  return decimals ? `${text.slice(0, -decimals)}.${text.slice(-decimals)}` : text;
}

test("every share of the test images rounds as its fraction does", () => {
  for (const decimals of [0, 1, 2]) {
    const wrong = Array.from({ length: 10_001 }, (_, correct) => correct)
      .filter((correct) => percentage(correct / 10_000, decimals) !== exactly(correct, 10_000, decimals));
    equal(wrong, []);
  }
});

test("a chart's hover rounds alike what it shows: shares of a batch and of the validation images", () => {
  const sizes = [...Array.from({ length: 11 }, (_, power) => 2 ** power), 1000];
  for (const size of sizes) {
    for (let right = 0; right <= size; right++) {
      equal([size, right, `${(100 * (right / size)).toFixed(1)}`], [size, right, percentage(right / size)]); // as d3-format writes it
    }
  }
});

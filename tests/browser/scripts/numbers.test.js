import {
  clamped,
  decimalsFor,
  figure,
  fixed,
  grouped,
  largest,
  percent,
  percentage,
  placeOfLargest,
  points,
  range,
  secondsText,
  softmaxText,
} from "../../../dashboard/components/browser/numbers.js";
import { equal, test } from "./testing.js";

test("whole numbers stand in groups of three", () => {
  equal([0, 7, 999, 1000, 12345, 1234567, -1234].map(grouped), [
    "0",
    "7",
    "999",
    "1,000",
    "12,345",
    "1,234,567",
    "-1,234",
  ]);
  equal(grouped(999.6), "1,000");
});

test("seconds have one decimal and groups", () => {
  equal([0, 3.14159, 1234.56, 1234567.89].map(secondsText), ["0.0", "3.1", "1,234.6", "1,234,567.9"]);
});

test("what is not all of it never reads 100 %", () => {
  equal([0, 0.5, 0.9521, 0.9994, 0.9999, 1].map((share) => percent(share)), [
    "0.0 %",
    "50.0 %",
    "95.2 %",
    "99.9 %",
    "> 99.9 %",
    "100.0 %",
  ]);
});

test("shares without their sign, and differences with theirs", () => {
  equal([percent(0.99999, 0), percentage(0.9521, 2), percentage(1, 0)], ["> 99 %", "95.21", "100"]);
  equal([points(0.0123), points(-0.5, 1), points(0), points(-0.00001)], ["+1.23", "−50.0", "0.00", "0.00"]);
});

test("a softmax value has three digits, and is 1 only where it is", () => {
  equal([0, 0.0004, 0.98765, 0.9994, 0.9996, 1].map(softmaxText), [
    "0.000",
    "0.000",
    "0.988",
    "0.999",
    "> 0.999",
    "1.000",
  ]);
});

test("a figure has as many digits as are worth reading", () => {
  equal(figure(0), "0");
  equal([0.0123, -1.25, 12.345, 123.45].map((value) => figure(value)), ["0.012", "−1.250", "12.35", "123.5"]);
  equal([0.00012, 1234.5, -4567].map((value) => figure(value)), ["1.20e−4", "1.23e+3", "−4.57e+3"]);
  equal(figure(0.01234, 4), "0.0123");
  equal([1125, 999_999, 0.000995, -0.0000005].map((value) => figure(value)), [
    "1.13e+3",
    "1.00e+6",
    "9.95e−4",
    "−5.00e−7",
  ]);
  equal([figure(Infinity), fixed(NaN, 2)], ["Infinity", "NaN"]);
});

test("numbers below one another have the decimals of the largest", () => {
  equal([250, 100, 99, 1, 0.5, 0.1, 0.05, 0].map(decimalsFor), [1, 1, 2, 2, 3, 3, 4, 4]);
});

test("fixed numbers have a true minus sign, and zero no decimals", () => {
  equal([fixed(-0.5, 3), fixed(0, 3), fixed(1.23456, 2)], ["−0.500", "0", "1.23"]);
});

test("the largest is the one furthest from zero", () => {
  equal(largest([1, -3, 2]), 3);
  equal(largest(new Float32Array(0)), 0);
});

test("of equal ones the first is the largest", () => {
  equal(placeOfLargest([0.1, 0.4, 0.4, 0.1]), 1);
});

test("a range counts from zero", () => {
  equal([range(0), range(3)], [[], [0, 1, 2]]);
});

test("what is clamped stays within", () => {
  equal([clamped(-1, 0, 5), clamped(3, 0, 5), clamped(9, 0, 5)], [0, 3, 5]);
});

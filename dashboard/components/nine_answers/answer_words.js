// What is right among the answers, and how that is said.

import { grouped } from "../browser/numbers.js";
import { counted, filled } from "../browser/wording.js";

/** @import { Answers } from "../browser/server.d.ts" */
/** @import { CountedText } from "../browser/wording.js" */

/**
 * @typedef {object} Labels
 * @property {string} title
 * @property {string} unknown What stands in place of the count as long as nothing has been answered.
 * @property {string} untrained With {right} and {all}.
 * @property {CountedText} trained With {right}, {all} and {count}, the iterations.
 * @property {string} true With {true}.
 * @property {string} right_image With {number}, {true} and {answer}.
 * @property {string} wrong_image The same.
 * @property {string} no_answer With {number} and {true}.
 * @property {string} offline
 */

/**
 * @param {number[]} predicted
 * @param {number[]} digits What they are in truth.
 */
export function rightOf(predicted, digits) {
  return digits.map((digit, place) => predicted[place] === digit);
}

/**
 * @param {readonly boolean[]} right
 */
export function countOf(right) {
  return right.filter(Boolean).length;
}

/**
 * The places that were wrong and are right.
 * @param {readonly boolean[]} before
 * @param {readonly boolean[]} now
 */
export function turnedRight(before, now) {
  return now.map((right, place) => right && before[place] === false);
}

/**
 * "7 of 9 right after 40 iterations"
 * @param {Answers} answers
 * @param {number[]} digits
 * @param {Labels} labels
 */
export function scoreText({ iteration, predicted }, digits, labels) {
  const words = { right: countOf(rightOf(predicted, digits)), all: digits.length };
  if (!iteration) return filled(labels.untrained, words);
  return counted(labels.trained, iteration, { ...words, count: grouped(iteration) });
}

/**
 * An image to those who do not see it.
 * @param {number} number Of the test image.
 * @param {number} digit What it is.
 * @param {number | null} answer
 * @param {Labels} labels
 */
export function imageText(number, digit, answer, labels) {
  if (answer === null) return filled(labels.no_answer, { number, true: digit });
  return filled(answer === digit ? labels.right_image : labels.wrong_image, { number, true: digit, answer });
}

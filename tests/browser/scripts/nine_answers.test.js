import {
  countOf,
  imageText,
  rightOf,
  scoreText,
  turnedRight,
} from "../../../dashboard/components/nine_answers/answer_words.js";
import { SpokenPace } from "../../../dashboard/components/nine_answers/spoken_pace.js";
import { equal, holds, test } from "./testing.js";

const LABELS = {
  title: "",
  unknown: "",
  untrained: "guess {right} of {all}",
  trained: { one: "{right} of {all} after 1 iteration", other: "{right} of {all} after {count} iterations" },
  true: "",
  right_image: "{number}: {true}, {answer}, right",
  wrong_image: "{number}: {true}, {answer}, wrong",
  no_answer: "{number}: {true}",
  offline: "",
};
const DIGITS = [7, 2, 1];

test("an answer is right where it is the digit itself", () => {
  equal(rightOf([7, 1, 1], DIGITS), [true, false, true]);
  equal(rightOf([0, 0], DIGITS), [false, false, false]);
  equal(countOf([true, false, true]), 2);
});

test("right is counted with its iteration", () => {
  const said = (/** @type {number} */ iteration) => scoreText({ iteration, predicted: [7, 1, 1] }, DIGITS, LABELS);
  equal([said(0), said(1), said(40), said(1_000)], [
    "guess 2 of 3",
    "2 of 3 after 1 iteration",
    "2 of 3 after 40 iterations",
    "2 of 3 after 1,000 iterations",
  ]);
});

test("only what was wrong can turn right", () => {
  equal(turnedRight([true, false, false], [true, true, false]), [false, true, false]);
  equal(turnedRight([false], [true, true]), [true, false]);
});

test("an image says what it is, what was answered, and whether that is right", () => {
  equal([imageText(0, 7, 7, LABELS), imageText(8, 5, 6, LABELS), imageText(8, 5, null, LABELS)], [
    "0: 7, 7, right",
    "8: 5, 6, wrong",
    "8: 5",
  ]);
  equal(imageText(3, 0, 0, LABELS), "3: 0, 0, right"); // an answer of 0 is an answer
});

/** @param {number} milliseconds */
function after(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

test("what follows quickly is said once, as it is then", async () => {
  /** @type {string[]} */
  const said = [];
  const pace = new SpokenPace((text) => said.push(text), 150);
  pace.want("1 of 9");
  await after(30);
  equal(said, ["1 of 9"]);
  for (const text of ["2 of 9", "3 of 9", "5 of 9"]) pace.want(text);
  equal(said, ["1 of 9"]);
  await after(400);
  equal(said, ["1 of 9", "5 of 9"]);
});

test("what the page begins with, and what comes back to what was said, is not said", async () => {
  /** @type {string[]} */
  const said = [];
  const pace = new SpokenPace((text) => said.push(text), 60);
  pace.want("begin", false);
  pace.want("begin");
  await after(30);
  equal(said, []);
  pace.want("a");
  await after(30);
  pace.want("b");
  pace.want("a");
  await after(200);
  equal(said, ["a"]);
});

test("nothing is said after the end", async () => {
  /** @type {string[]} */
  const said = [];
  const pace = new SpokenPace((text) => said.push(text), 50);
  pace.want("late");
  pace.end();
  await after(120);
  holds(said.length === 0, "it has ended");
});

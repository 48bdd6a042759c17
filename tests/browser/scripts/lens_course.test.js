import { courseOf } from "../../../dashboard/components/lens/answer_course.js";
import { ablationText } from "../../../dashboard/components/lens/ablation.js";
import { courseTable, sinceText } from "../../../dashboard/components/lens/course_view.js";
import { equal, test } from "./testing.js";

/** @type {[number, number[][]][]} */
const ANSWERS = [[0, [[0.1]]], [10, [[0.2]]], [100, [[0.3]]]];

const LABELS = {
  sides: [],
  checkpoints: "",
  checkpoints_help: "",
  checkpoint: "",
  live: "Live",
  for_good: "from {iteration} on {digit}, at {before} {other}",
  same_always: "always {digit}",
  since: "since {iteration} {digit}, at {before} {other}",
  same_so_far: "so far {digit}",
  iteration_head: "Iteration",
  answer_head: "{side}: answer",
  share_head: "{side}: softmax",
  table: "Table",
  csv: "CSV",
};

test("checkpoints that are gone are left out", () => {
  equal(courseOf(ANSWERS, [0, 100], null).map(({ iteration }) => iteration), [0, 100]);
});

test("the network as it is now comes last where it is further", () => {
  const course = courseOf(ANSWERS, [0, 10, 100], { iteration: 150, probabilities: [[0.9]] });
  equal(course.at(-1), { iteration: 150, probabilities: [[0.9]], live: true });
  equal(course.length, 4);
});

test("where it is a checkpoint it is shown once", () => {
  equal(courseOf(ANSWERS, [0, 10, 100], { iteration: 100, probabilities: [[0.3]] }).length, 3);
});

test("the latest answer is of now, where its checkpoint is not kept", () => {
  equal(courseOf(ANSWERS, [0, 10], null).at(-1), { iteration: 100, probabilities: [[0.3]], live: true });
});

test("it is told since when the answer has been what it is", () => {
  const iterations = [0, 1, 10, 100, 1000];
  equal(sinceText(iterations, [3, 7, 3, 7, 7], false, LABELS), "from 100 on 7, at 10 3");
  equal(sinceText(iterations, [3, 7, 3, 7, 7], true, LABELS), "since 100 7, at 10 3");
  equal(sinceText(iterations, [7, 7, 7, 7, 7], false, LABELS), "always 7");
  equal(sinceText(iterations, [7, 7, 7, 7, 7], true, LABELS), "so far 7");
  equal(sinceText([0, 1000, 2000], [1, 1, 4], false, LABELS), "from 2,000 on 4, at 1,000 1");
});

test("what switching off costs is told in per cent and in images", () => {
  const template = "{iteration}: {before} → {after} ({correct} → {without} of {total})";
  const found = { iteration: 1000, total: 10_000, correct: 9521, without: 8000 };
  equal(ablationText(found, template), "1,000: 95.2 % → 80.0 % (9,521 → 8,000 of 10,000)");
});

test("the course as a table has a row for each checkpoint, with both images' answers", () => {
  const labels = { ...LABELS, sides: ["Left", "Right"], checkpoints: "The answers" };
  const course = [
    { iteration: 0, probabilities: [[0.6, 0.4], [0.2, 0.8]] },
    { iteration: 1500, probabilities: [[0.1, 0.9], [0.25, 0.75]], live: /** @type {const} */ (true) },
  ];
  const { head, rows } = courseTable(course, labels);
  equal(head, ["Iteration", "Left: answer", "Left: softmax", "Right: answer", "Right: softmax"]);
  equal(rows.map((row) => row.map((cell) => typeof cell === "string" ? cell : cell.text)), [
    ["0", "0", "0.600", "1", "0.800"],
    ["Live (1,500)", "1", "0.900", "1", "0.750"],
  ]);
});

import { confusionTable, shareOf, strengthOf, tint } from "../../../dashboard/components/confusion/confusion_table.js";
import { tidied } from "../../../dashboard/components/run_list/run_name.js";
import { equal, near, test } from "./testing.js";

test("a share is of its row", () => {
  const counts = [[8, 2], [0, 0]];
  equal([shareOf(counts, 0, 0), shareOf(counts, 0, 1), shareOf(counts, 1, 0)], [0.8, 0.2, 0]);
});

test("one error in a hundred can be seen", () => {
  equal([strengthOf(0.64, true), strengthOf(0.01, false)], [0.64, 0.1]);
});

test("a tint is a colour, faint or strong", () => {
  const cell = document.createElement("div");
  cell.style.setProperty("--st-background-color", "#ffffff");
  document.body.append(cell);
  const red = (/** @type {number} */ strength) => {
    cell.style.background = tint("#0072B2", strength); // no red in it
    return Number(getComputedStyle(cell).backgroundColor.match(/[\d.]+/)?.[0]);
  };
  near(red(0), 0.92, 0.01);
  near(red(0.5), 1 - 0.08 - 0.85 / 2, 0.01);
  near(red(1), 0.07, 0.01);
  near(red(7), 0.07, 0.01);
});

test("the table has a head for each class, and each cell once", () => {
  const labels = { title: "Matrix", true: "True", predicted: "Predicted", cell: "" };
  /** @type {[number, number][]} */
  const made = [];
  const [, , table] = confusionTable(labels, (row, column) => {
    made.push([row, column]);
    return document.createElement("td");
  });
  equal([table.querySelectorAll("th[scope=col]").length, table.querySelectorAll("th[scope=row]").length], [10, 10]);
  equal([made.length, made[0], made[11], made[99]], [100, [0, 0], [1, 1], [9, 9]]);
});

test("a name is kept without needless spaces", () => {
  equal([tidied("  my  first\trun "), tidied("   ")], ["my first run", ""]);
});

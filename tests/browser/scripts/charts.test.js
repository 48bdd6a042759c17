import { chartHeight } from "../../../dashboard/components/browser/chart_frame.js";
import { csvOf, drawnTable } from "../../../dashboard/components/browser/data_table.js";
import { nearestPlace, placeAfter } from "../../../dashboard/components/browser/reading_line.js";
import { lineWidth, textScale } from "../../../dashboard/components/browser/text_scale.js";
import { dressedLayout, scaledTrace } from "../../../dashboard/components/figure/figure.js";
import { equal, test } from "./testing.js";

test("keys move the reading line, and never beyond the ends", () => {
  const moved = ["ArrowLeft", "ArrowRight", "ArrowDown", "ArrowUp", "PageDown", "PageUp", "Home", "End", "a"].map((
    key,
  ) => placeAfter(key, 50, 101, false));
  equal(moved, [49, 51, 49, 51, 40, 60, 0, 100, null]);
  equal(placeAfter("ArrowRight", 50, 101, true), 60);
  equal([placeAfter("ArrowLeft", 0, 5, true), placeAfter("ArrowRight", 4, 5, true)], [0, 4]);
});

test("the line stays at its place though the points are others", () => {
  equal([nearestPlace([1, 2, 10], 2), nearestPlace([1, 4, 10], 2), nearestPlace([1, 3, 3], 3), nearestPlace([5], 0)], [
    1,
    0,
    2,
    0,
  ]);
});

test("a table has its heads, and words to the left", () => {
  const table = drawnTable({
    caption: "All",
    head: ["Name", "Share"],
    rows: [["a < b", { text: "5 %", value: 0.05 }]],
    words: [0],
    file: null,
  });
  equal(table.caption?.textContent, "All");
  equal([...table.querySelectorAll("th")].map(({ textContent, scope }) => [textContent, scope]), [
    ["Name", "col"],
    ["Share", "col"],
    ["a < b", "row"],
  ]);
  equal([...table.querySelectorAll(".ll-words-cell")].map(({ textContent }) => textContent), ["Name", "a < b"]);
});

test("the file has the values, quoted where they must be, and nothing that a spreadsheet would compute", () => {
  const rows = [["a, b", { text: "5 %", value: 0.05 }], ['say "=1"', "=1+1"], ["-0.5", "-x"]];
  equal(
    csvOf({ caption: "", head: ["Name", "Share"], rows, file: "f" }),
    '\ufeffName,Share\r\n"a, b",0.05\r\n"say ""=1""",\'=1+1\r\n-0.5,\'-x\r\n',
  );
});

test("drawings follow the page's text", () => {
  const root = document.documentElement;
  equal(textScale(), { scale: 1, projector: false });
  root.style.fontSize = "24px";
  root.dataset.projector = "";
  equal(textScale(), { scale: 1.5, projector: true });
  root.dataset.projector = "false";
  equal(textScale().projector, false);
  root.removeAttribute("style");
  delete root.dataset.projector;
  equal([lineWidth(2, { scale: 1.5, projector: false }), lineWidth(1, { scale: 1.5, projector: true })], [3, 3]);
  equal([
    chartHeight(430, { scale: 1, projector: false }, 768),
    chartHeight(400, { scale: 1.5, projector: true }, 768),
    chartHeight(250, { scale: 1.5, projector: true }, 768),
  ], [430, 461, 375]);
});

test("a figure's marks, lines and margins grow with the text", () => {
  const scale = { scale: 1.5, projector: true };
  const trace = { x: [1], y: [1], marker: { size: 8, color: "red" }, line: { width: 2 }, error_y: { thickness: 1 } };
  equal(scaledTrace(trace, scale), {
    ...trace,
    marker: { size: 12, color: "red" },
    line: { width: 3 },
    error_y: { thickness: 1.5 },
  });
  equal(scaledTrace({ x: [], y: [], marker: { color: "red" } }, scale).marker, { color: "red" });
  const style = getComputedStyle(document.documentElement);
  const { margin, xaxis } = dressedLayout({ margin: { l: 10, t: 2 }, xaxis: { dtick: 1 } }, style, scale, 768);
  equal(margin, { l: 15, r: 0, t: 3, b: 0 });
  equal(/** @type {{ dtick: number }} */ (xaxis).dtick, 1);
});

import { bytesOf } from "../../../dashboard/components/browser/base64.js";
import { Paper } from "../../../dashboard/components/drawing_pad/paper.js";
import { placementText } from "../../../dashboard/components/drawing_pad/placement_text.js";
import {
  addPoint,
  beginStroke,
  CLEAR,
  PAD,
  pointsOf,
  pruned,
  strokesOf,
} from "../../../dashboard/components/drawing_pad/strokes.js";
import { equal, holds, near, test } from "./testing.js";

/** @import { Action, Stroke } from "../../../dashboard/components/drawing_pad/strokes.js" */

const A = [16, 1, 1], B = [16, 2, 2], C = [16, 3, 3];

test("a stroke has its pen's width, then its points", () => {
  const stroke = beginStroke("medium");
  equal([addPoint(stroke, 10.04, 20), addPoint(stroke, 30, 20)], [true, true]);
  equal([stroke, pointsOf(stroke)], [[26, 10, 20, 30, 20], [1, 3]]);
});

test("a point too near to the last one is none", () => {
  const stroke = beginStroke("thin");
  addPoint(stroke, 10, 10);
  equal([addPoint(stroke, 10.5, 10.5), addPoint(stroke, 11, 10), stroke.length], [false, true, 5]);
});

test("what was cleared is not seen, until the clearing is taken back", () => {
  /** @type {Action[]} */
  const actions = [A, B, CLEAR, C];
  equal([strokesOf(actions), strokesOf(actions.slice(0, 2)), strokesOf([CLEAR])], [[C], [A, B], []]);
});

test("what no one will come back to is forgotten", () => {
  equal(pruned([A, CLEAR, B, CLEAR, C]), [CLEAR, B, CLEAR, C]);
  equal(pruned([A, CLEAR, B]), [A, CLEAR, B]);
  equal(pruned([CLEAR, A, CLEAR, B]), [CLEAR, A, CLEAR, B]);
});

/** @param {Stroke[]} strokes */
function inkOf(strokes) {
  const paper = new Paper(document.createElement("canvas"));
  paper.redraw(strokes);
  const { side, ink } = paper.ink();
  return { side, bytes: bytesOf(ink) };
}

test("an empty paper has no ink", () => {
  const { side, bytes } = inkOf([]);
  equal([bytes.length, bytes.some(Boolean)], [side * side, false]);
});

test("a stroke's ink lies where it was drawn", () => {
  const { side, bytes } = inkOf([[26, PAD / 4, PAD / 2, 3 * PAD / 4, PAD / 2]]); // across the middle
  const at = (/** @type {number} */ x, /** @type {number} */ y) =>
    bytes[Math.round(y * side) * side + Math.round(x * side)];
  equal([at(0.3, 0.5), at(0.7, 0.5)], [255, 255]);
  equal([at(0.5, 0.4), at(0.1, 0.5), at(0.9, 0.5)], [0, 0, 0]);
  const area = bytes.reduce((sum, byte) => sum + byte / 255, 0), width = 26 * side / PAD, length = side / 2;
  near(area, length * width + Math.PI * (width / 2) ** 2, 0.02 * area); // a bar with round ends
});

test("a touch is a dot", () => {
  const { side, bytes } = inkOf([[40, PAD / 2, PAD / 2]]), radius = 20 * side / PAD;
  const area = bytes.reduce((sum, byte) => sum + byte / 255, 0);
  near(area, Math.PI * radius ** 2, 0.05 * area);
});

test("what grows piece by piece is what is drawn at once", () => {
  const grown = new Paper(document.createElement("canvas")), stroke = beginStroke("thick");
  for (const [x, y] of [[50, 50], [120, 80], [90, 200]]) {
    addPoint(stroke, x, y);
    grown.grow(stroke);
  }
  const at_once = inkOf([stroke]).bytes, bytes = bytesOf(grown.ink().ink);
  holds(bytes.every((byte, at) => Math.abs(byte - at_once[at]) <= 1), "the same ink");
});

const LABELS = {
  moved: "{width} × {height} → {scaled_width} × {scaled_height}, {way}",
  unmoved: "{width} × {height} → {scaled_width} × {scaled_height}",
  right: "{by} right",
  left: "{by} left",
  down: "{by} down",
  up: "{by} up",
};

test("it is told how the ink was moved", () => {
  const placed = { width: 68, height: 89, scaled_width: 15, scaled_height: 20, right: -0.5, down: 4 };
  equal(placementText(placed, 2.4, LABELS), "163 × 214 → 15 × 20, 0.5 left, 4 down");
  equal(placementText({ ...placed, right: 1, down: 0 }, 1, LABELS), "68 × 89 → 15 × 20, 1 right");
  equal(placementText({ ...placed, right: 0, down: 0 }, 1, LABELS), "68 × 89 → 15 × 20");
});

import { placeAfterKey } from "../../../dashboard/components/browser/mosaic_keys.js";
import { Mosaic } from "../../../dashboard/components/browser/mosaic.js";
import { equal, holds, test } from "./testing.js";

/** @import { Place } from "../../../dashboard/components/browser/mosaic_layout.js" */

/** Seven pictures of 3 × 4 pixels, three in a row. */
const LAYOUT = {
  tile: 40,
  tall: 30,
  across: 3,
  step: { x: 47, y: 51 },
  size: { width: 141, height: 153 },
  count: 7,
  rows: 3,
  lines: 0,
  line: 14,
  columns: 4,
};

/**
 * @param {Place} place
 * @param {string[]} keys
 */
function pixels(place, ...keys) {
  return keys.map((key) => {
    const found = placeAfterKey(key, LAYOUT, place, "pixels");
    return found && [found.tile, found.row, found.column];
  });
}

test("an arrow key leads to the next pixel, and over the edge into the picture beside it", () => {
  equal(pixels({ tile: 1, row: 1, column: 1 }, "ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"), [
    [1, 1, 0],
    [1, 1, 2],
    [1, 0, 1],
    [1, 2, 1],
  ]);
  equal(pixels({ tile: 1, row: 0, column: 0 }, "ArrowLeft", "ArrowUp"), [[0, 0, 3], [1, 0, 0]]);
  equal(pixels({ tile: 1, row: 2, column: 3 }, "ArrowRight", "ArrowDown"), [[2, 2, 0], [4, 0, 3]]);
  equal(pixels({ tile: 5, row: 2, column: 3 }, "ArrowRight", "ArrowDown"), [[5, 2, 3], [5, 2, 3]]); // none is there
});

test("by pages from picture to picture, at the same pixel", () => {
  equal(pixels({ tile: 3, row: 1, column: 2 }, "PageUp", "PageDown", "Home", "End"), [
    [2, 1, 2],
    [4, 1, 2],
    [0, 1, 2],
    [6, 1, 2],
  ]);
  equal(pixels({ tile: 6, row: 1, column: 2 }, "PageDown", "Tab", "a"), [[6, 1, 2], null, null]);
});

test("from picture to picture where pixels do not count", () => {
  const to = (/** @type {string} */ key) => placeAfterKey(key, LAYOUT, { tile: 4, row: 0, column: 0 }, "pictures");
  equal(["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"].map((key) => to(key)?.tile), [3, 5, 1, 4]);
  equal(to("PageDown"), null);
});

test("a mosaic is worked by keys: the cursor begins at the marker, is told, and Enter chooses", () => {
  const parent = document.createElement("div");
  parent.style.width = "400px";
  document.body.append(parent);
  /** @type {Place[]} */
  const chosen = [];
  /** @type {(Place | null)[]} */
  const pointed = [];
  const mosaic = new Mosaic(parent, "pixels", (place) => chosen.push(place), (place) => pointed.push(place));
  mosaic.draw({
    values: new Float32Array(12),
    count: 3,
    rows: 2,
    columns: 2,
    peakOf: () => 1,
    signed: false,
    marker: { tile: 1, row: 1, column: 0 },
    fit: { largest: 40, smallest: 20, height: 100 },
    label: "Maps.",
    keys: "By keys.",
    words: ({ tile, row, column }) => `${tile} ${row} ${column}`,
  });
  const { canvas } = mosaic, spoken = parent.querySelector(".ll-spoken");
  const press = (/** @type {string} */ key) =>
    canvas.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
  equal([canvas.tabIndex, canvas.getAttribute("role"), canvas.getAttribute("aria-label")], [
    0,
    "application",
    "Maps. By keys.",
  ]);
  canvas.focus();
  press("ArrowRight");
  equal([spoken?.textContent, pointed.at(-1)], ["1 1 1", { tile: 1, row: 1, column: 1 }]);
  press("ArrowUp");
  press("Enter");
  equal(chosen, [{ tile: 1, row: 0, column: 1 }]);
  canvas.blur();
  equal(pointed.at(-1), null);
  const cursor = parent.querySelector(".ll-mosaic-cursor");
  holds(cursor instanceof HTMLElement && parseFloat(cursor.style.width) > 10, "the cursor is as large as a pixel");
});

test("a single picture that offers no choice is no stop", () => {
  const parent = document.createElement("div");
  document.body.append(parent);
  const mosaic = new Mosaic(parent, "pictures", () => {});
  mosaic.draw({
    values: new Float32Array(4),
    count: 1,
    rows: 2,
    columns: 2,
    peakOf: () => 1,
    signed: false,
    fit: { largest: 40, smallest: 20, height: 100 },
    label: "One map.",
    keys: "By keys.",
  });
  equal([mosaic.canvas.tabIndex, mosaic.canvas.getAttribute("role"), mosaic.canvas.getAttribute("aria-label")], [
    -1,
    "img",
    "One map.",
  ]);
});

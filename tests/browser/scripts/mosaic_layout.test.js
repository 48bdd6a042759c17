import {
  arrange,
  cornerOf,
  GAP,
  LINE,
  placeAt,
} from "../../../dashboard/components/browser/mosaic_layout.js";
import { equal, holds, test } from "./testing.js";

const FIT = { largest: 112, smallest: 22, height: 330 };
const SIXTEEN = { count: 16, rows: 28, columns: 28 };

test("as many as there is room for stand in a row", () => {
  const { tile, across } = arrange(SIXTEEN, 1000, FIT);
  holds(across * (tile + GAP) <= 1000 + GAP, "the row is no wider than the page");
  holds((across + 1) * (tile + GAP) > 1000 + GAP || across === 16, "one more would not fit");
});

test("they are as large as the height allows", () => {
  const { tile, across } = arrange(SIXTEEN, 1000, FIT);
  const tall = (/** @type {number} */ side) => {
    const down = Math.ceil(16 / Math.max(1, Math.min(16, Math.floor((1000 + GAP) / (side + GAP)))));
    return down * (side + GAP + LINE);
  };
  holds(tall(tile) <= FIT.height, "they fit");
  holds(tile === FIT.largest || tall(tile + 2) > FIT.height, "larger ones would not");
  equal(across >= 1, true);
});

test("they never get smaller than the smallest", () => {
  equal(arrange({ count: 500, rows: 7, columns: 7 }, 300, FIT).tile, 22);
});

test("on a narrow page there is one in a row", () => {
  equal(arrange(SIXTEEN, 10, FIT).across, 1);
});

test("pictures keep their shape", () => {
  const { tile, tall } = arrange({ count: 2, rows: 5, columns: 10 }, 500, FIT);
  equal(tall, tile / 2);
});

test("words below the pictures have room, where the pictures are large enough for them", () => {
  const captions = Array.from({ length: 16 }, () => ["1.00", "0"]), plain = arrange(SIXTEEN, 1000, FIT);
  const { tile, tall, step, lines, size } = arrange({ ...SIXTEEN, captions }, 1000, FIT);
  equal([lines, step.y], [2, tall + GAP + LINE + 2 * LINE]);
  holds(size.height <= FIT.height && tile <= plain.tile, "they stay within the height");
  const many = { count: 256, rows: 7, columns: 7 }, small = Array.from({ length: 256 }, () => ["1.00", "0"]);
  equal(arrange({ ...many, captions: small }, 600, FIT), arrange(many, 600, FIT));
});

test("what lies in a picture is found, down to its pixel", () => {
  const layout = arrange(SIXTEEN, 500, FIT), cell = layout.tile / 28;
  for (const tile of [0, 3, layout.across, 15]) {
    const { x, y } = cornerOf(layout, tile);
    equal(placeAt(layout, x + 0.5 * cell, y + 0.5 * cell), { tile, row: 0, column: 0 });
    equal(placeAt(layout, x + 27.5 * cell, y + 20.5 * cell), { tile, row: 20, column: 27 });
  }
});

test("between the pictures there is nothing", () => {
  const layout = arrange(SIXTEEN, 500, FIT), { x, y } = cornerOf(layout, 0);
  equal(placeAt(layout, x - 1, y + 1), null);
  equal(placeAt(layout, x + layout.tile + 1, y + 1), null);
  equal(placeAt(layout, x + 1, y + layout.tall + 1), null);
});

test("a picture's number belongs to its first row", () => {
  const layout = arrange(SIXTEEN, 500, FIT), { x, y } = cornerOf(layout, 1);
  equal(placeAt(layout, x + 1, y - 5), { tile: 1, row: 0, column: 0 });
});

test("beyond the last one there is nothing", () => {
  const layout = arrange({ count: 3, rows: 4, columns: 4 }, 150, FIT), { x, y } = cornerOf(layout, 3);
  equal(placeAt(layout, x + 2, y + 2), null);
});

test("larger text takes more room, and what lies where follows it", () => {
  const layout = arrange(SIXTEEN, 1000, FIT, 1.5);
  equal(layout.line, 1.5 * LINE);
  const { x, y } = cornerOf(layout, 5);
  equal(placeAt(layout, x + 1, y + 1), { tile: 5, row: 0, column: 0 });
  equal(placeAt(layout, x + 1, y + layout.tall + 1), null);
});

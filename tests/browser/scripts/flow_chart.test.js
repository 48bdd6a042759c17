import { columnsFor } from "../../../dashboard/components/flow_chart/cards.js";
import { endOf, paletteOf, squareOf, tilesOf } from "../../../dashboard/components/flow_chart/output_picture.js";
import { pixelOf, shadeOf } from "../../../dashboard/components/browser/shades.js";
import { equal, holds, test } from "./testing.js";

test("tiles stand as near to a square as may be", () => {
  equal([1, 2, 16, 36, 10].map(squareOf), [
    { across: 1, down: 1 },
    { across: 2, down: 1 },
    { across: 4, down: 4 },
    { across: 6, down: 6 },
    { across: 4, down: 3 },
  ]);
});

test("maps are tiles, and so is each value", () => {
  equal(tilesOf([28, 20, 16]), { rows: 28, columns: 20, count: 16, maps: true });
  equal(tilesOf([7, 7, 500]).count, 64);
  equal(tilesOf([128]), { rows: 1, columns: 1, count: 128, maps: false });
});

test("the palette goes from the lowest value to the highest", () => {
  const ink = paletteOf(0, 5), signed = paletteOf(-1, 1);
  equal([ink[0], ink[255]], [pixelOf([255, 255, 255]), pixelOf([18, 26, 34])]);
  equal([signed[0], signed[255]], [pixelOf([33, 102, 172]), pixelOf([178, 24, 43])]);
});

test("on a shared scale a picture is as dark as its values are large among all", () => {
  const own = paletteOf(0, 5), shared = paletteOf(0, 5, 10);
  equal([shared[0], shared[255]], [own[0], pixelOf(shadeOf(5, 10, false))]);
  equal([endOf({ low: -3, high: 1 }), endOf({ low: 0, high: 2 }), endOf({ low: 0, high: 0 })], [3, 2, 1]);
});

test("zero is white, wherever it lies between", () => {
  const palette = paletteOf(-1, 3); // byte 63.75 is zero
  const [red, green, blue] = new Uint8Array(Uint32Array.of(palette[64]).buffer);
  holds(Math.min(red, green, blue) > 250, `nearly white, not ${red} ${green} ${blue}`);
});

test("cards stand in rows of about the same length", () => {
  equal(columnsFor(7, 1240).across, 7);
  equal(columnsFor(7, 700).across, 4); // four and three, not five and two
  equal(columnsFor(3, 50).across, 2);
});

test("cards fill the width, but get no wider than they look good", () => {
  const { across, wide } = columnsFor(8, 1240);
  holds(across * wide + (across - 1) * 16 <= 1240, "they fit");
  equal(columnsFor(2, 1240).wide, 172);
});

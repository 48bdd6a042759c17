import { paintDigit, paintMaps } from "../../../dashboard/components/browser/map_canvas.js";
import { base64Of } from "../../../dashboard/components/browser/base64.js";
import { equal, test } from "./testing.js";

/** @param {HTMLCanvasElement} canvas */
function pixelsOf(canvas) {
  const context = canvas.getContext("2d");
  if (!context) throw new Error("no canvas");
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  return Array.from({ length: data.length / 4 }, (_, at) => [...data.subarray(4 * at, 4 * at + 3)]);
}

const WHITE = [255, 255, 255], RED = [178, 24, 43], BLUE = [33, 102, 172], INK = [18, 26, 34];

test("maps lie one below the other, each on its own scale", () => {
  const canvas = document.createElement("canvas");
  paintMaps(canvas, {
    values: [0, 1, -1, 0, 4, -4, 4, 0],
    count: 2,
    rows: 2,
    columns: 2,
    peakOf: (place) => place ? 4 : 1,
    signed: true,
  });
  equal([canvas.width, canvas.height], [2, 4]);
  equal(pixelsOf(canvas), [WHITE, RED, BLUE, WHITE, RED, BLUE, RED, WHITE]);
});

test("a map without a value above zero is white", () => {
  const canvas = document.createElement("canvas");
  paintMaps(canvas, { values: [0, 0], count: 1, rows: 1, columns: 2, peakOf: () => 0, signed: false });
  equal(pixelsOf(canvas), [WHITE, WHITE]);
});

test("a digit is dark on light", () => {
  const bytes = new Uint8Array(784), canvas = document.createElement("canvas");
  bytes[30] = 255;
  paintDigit(canvas, base64Of(bytes));
  equal([canvas.width, canvas.height], [28, 28]);
  const pixels = pixelsOf(canvas);
  equal([pixels[29], pixels[30]], [WHITE, INK]);
});

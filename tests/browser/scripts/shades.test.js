import { cssOf, pixelOf, shadeOf, textOn } from "../../../dashboard/components/browser/shades.js";
import { equal, test } from "./testing.js";

const WHITE = [255, 255, 255];

test("zero is white on every scale", () => {
  equal([shadeOf(0, 1, true), shadeOf(0, 1, false), shadeOf(3, 0, true)], [WHITE, WHITE, WHITE]);
});

test("red is positive, blue negative, and beyond the end nothing gets darker", () => {
  equal([shadeOf(2, 2, true), shadeOf(9, 2, true)], [[178, 24, 43], [178, 24, 43]]);
  equal([shadeOf(-2, 2, true), shadeOf(-9, 2, true)], [[33, 102, 172], [33, 102, 172]]);
});

test("without negative values it is ink, and below zero paper", () => {
  equal([shadeOf(1, 1, false), shadeOf(-1, 1, false)], [[18, 26, 34], WHITE]);
});

test("half way is half way between", () => {
  equal(shadeOf(0.5, 1, true), [217, 140, 149]); // (255 + 178) / 2 = 216.5, …
});

test("text on a shade can be read", () => {
  equal([textOn([255, 255, 255]), textOn([18, 26, 34]), textOn([178, 24, 43])], ["#1b2733", "#fff", "#fff"]);
});

test("a shade as a style and as a pixel is the same colour", () => {
  const canvas = document.createElement("canvas"), context = canvas.getContext("2d");
  if (!context) throw new Error("no canvas");
  context.fillStyle = cssOf([178, 24, 43]);
  context.fillRect(0, 0, 1, 1);
  equal(context.getImageData(0, 0, 1, 1).data, [178, 24, 43, 255]);
  const picture = context.createImageData(1, 1);
  new Uint32Array(picture.data.buffer)[0] = pixelOf([178, 24, 43]);
  equal(picture.data, [178, 24, 43, 255]);
});

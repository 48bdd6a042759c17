import { range } from "../../../dashboard/components/browser/numbers.js";
import { cssOf, luminance, pixelOf, shadeOf, textOn } from "../../../dashboard/components/browser/shades.js";
import { equal, holds, near, test } from "./testing.js";

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
  equal([textOn([255, 255, 255]), textOn([18, 26, 34]), textOn([178, 24, 43])], ["#000", "#fff", "#fff"]);
  for (const step of range(201)) {
    for (const signed of [true, false]) {
      const shade = shadeOf(step - 100, 100, signed), light = luminance(shade);
      const contrast = textOn(shade) === "#fff" ? 1.05 / (light + 0.05) : (light + 0.05) / 0.05;
      holds(contrast >= 4.5, `${contrast.toFixed(2)} on rgb(${shade})`);
    }
  }
});

test("the light that a shade gives is counted as in WCAG", () => {
  equal([luminance([0, 0, 0]), luminance([255, 255, 255])], [0, 1]);
  near(luminance([119, 119, 119]), 1.05 / 4.48 - 0.05, 1e-3); // #777 on white: 4.48
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

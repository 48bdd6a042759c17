import { base64Of, bytesOf, floatsOf, scaledOf } from "../../../dashboard/components/browser/base64.js";
import { equal, near, test } from "./testing.js";

test("bytes come back as they went", () => {
  const bytes = Uint8Array.from({ length: 30_000 }, (_, at) => (at * 7) % 256);
  equal(bytesOf(base64Of(bytes)), bytes);
});

test("base64 is what everybody calls base64", () => {
  equal(base64Of(Uint8Array.of(77, 97, 110)), "TWFu");
  equal(bytesOf("TQ=="), [77]);
});

test("floats are read as they lie in memory", () => {
  equal(floatsOf("AACAPwAAAMA="), [1, -2]);
});

test("steps are shares of the peak", () => {
  const steps = base64Of(new Uint8Array(Int16Array.of(32_767, -32_767, 0, 16_384).buffer));
  const [most, least, none, half] = scaledOf(steps, 0.5);
  near(most, 0.5);
  near(least, -0.5);
  equal(none, 0);
  near(half, 0.25, 1e-5);
});

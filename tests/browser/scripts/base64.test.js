import { base64Of, bytesOf, floatsOf } from "../../../dashboard/components/browser/base64.js";
import { equal, test } from "./testing.js";

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

import { counted, filled } from "../../../dashboard/components/browser/wording.js";
import { equal, test } from "./testing.js";

test("fields are filled in, however often they stand there", () => {
  equal(filled("{a} of {b}, {a}", { a: 1, b: "two" }), "1 of two, 1");
});

test("a field that nobody fills stays to be seen", () => {
  equal(filled("{a} and {b}", { a: 1 }), "1 and {b}");
});

test("what stands in a value is not filled again", () => {
  equal(filled("{name}: {count}", { name: "{count} $& runs", count: 3 }), "{count} $& runs: 3");
});

test("one has a text of its own", () => {
  const text = { one: "1 process", other: "{count} processes" };
  equal([0, 1, 2].map((count) => counted(text, count)), ["0 processes", "1 process", "2 processes"]);
});

test("a language without a plural has one text", () => {
  equal([1, 2].map((count) => counted({ other: "프로세스 {count}개" }, count)), ["프로세스 1개", "프로세스 2개"]);
});

test("a counted text may have other fields", () => {
  equal(counted({ one: "{name}: one", other: "{name}: {count}" }, 2, { name: "run" }), "run: 2");
});

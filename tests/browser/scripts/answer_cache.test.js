import { AnswerCache } from "../../../dashboard/components/browser/answer_cache.js";
import { equal, test } from "./testing.js";

test("an answer is found by its question", () => {
  const cache = new AnswerCache(100), answer = { said: 7 };
  cache.keep("a", answer, 10);
  equal([cache.get("a"), cache.get("b")], [answer, undefined]);
});

test("the oldest go where there is too much", () => {
  const cache = new AnswerCache(100);
  for (const name of ["a", "b", "c", "d"]) cache.keep(name, { name }, 40);
  equal(["a", "b", "c", "d"].map((name) => cache.get(name) !== undefined), [false, false, true, true]);
});

test("one that is too large is not kept at all", () => {
  const cache = new AnswerCache(100);
  cache.keep("a", {}, 101);
  equal(cache.get("a"), undefined);
  cache.keep("b", {}, 100);
  equal(cache.get("b"), {});
});

test("the same question is kept once", () => {
  const cache = new AnswerCache(100);
  for (let time = 0; time < 5; time++) cache.keep("a", {}, 60);
  cache.keep("b", {}, 40);
  equal([cache.get("a"), cache.get("b")], [{}, {}]);
});

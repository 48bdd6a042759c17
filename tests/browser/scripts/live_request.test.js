import { LiveRequest } from "../../../dashboard/components/browser/live_request.js";
import { equal, holds, test } from "./testing.js";

/** @import { Problem } from "../../../dashboard/components/browser/server.d.ts" */

/** @typedef {{ at: number | null, wanted: number }} Wish */
/** @typedef {{ got: number, untested?: true }} Answer */

/**
 * Requests that have come and are not answered yet.
 * @type {{ body: Wish, answer: (answer: object) => void, fail: () => void, signal: AbortSignal }[]}
 */
const waiting = [];
Object.assign(globalThis, {
  /**
   * @param {string} _
   * @param {{ body: string, signal: AbortSignal }} options
   */
  fetch: (_, { body, signal }) =>
    new Promise((resolve, reject) => {
      signal.addEventListener("abort", () => reject(new DOMException("aborted", "AbortError")));
      waiting.push({
        body: JSON.parse(body),
        signal,
        answer: (answer) => resolve(new Response(JSON.stringify(answer))),
        fail: () => reject(new TypeError("no network")),
      });
    }),
});

/** @param {number} milliseconds */
const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const soon = () => wait(10);

/** A page that wants something. */
class Page {
  /** @type {Wish | null} */
  wish = { at: null, wanted: 1 };
  /** @type {[Answer | Problem, Wish][]} */
  shown = [];

  /** @param {string} address */
  constructor(address) {
    waiting.length = 0;
    /** @type {LiveRequest<Wish, Answer>} */
    this.request = new LiveRequest({
      address,
      wish: () => this.wish && { ...this.wish },
      show: (answer, wish) => this.shown.push([answer, wish]),
      lasting: (answer) => !answer.untested,
    });
  }
}

test("what is wanted is asked, and the answer shown with the wish", async () => {
  const page = new Page("/a");
  page.request.ask();
  equal([page.request.busy, waiting.map(({ body }) => body)], [true, [{ at: null, wanted: 1 }]]);
  waiting[0].answer({ got: 1 });
  await soon();
  equal([page.request.busy, page.shown], [false, [[{ got: 1 }, { at: null, wanted: 1 }]]]);
});

test("a newer wish ends the older one", async () => {
  const page = new Page("/b");
  page.request.ask();
  page.wish = { at: null, wanted: 2 };
  page.request.ask();
  equal(waiting.map(({ signal }) => signal.aborted), [true, false]);
  waiting[1].answer({ got: 2 });
  await soon();
  equal(page.shown.map(([answer]) => answer), [{ got: 2 }]);
});

test("what is wanted next waits for what is under way", async () => {
  const page = new Page("/c");
  page.request.ask();
  page.wish = { at: null, wanted: 2 };
  page.request.askNext();
  page.request.askNext();
  equal(waiting.length, 1);
  waiting[0].answer({ got: 1 });
  await soon();
  equal(waiting.map(({ body }) => body.wanted), [1, 2]);
  waiting[1].answer({ got: 2 });
  await soon();
  equal([waiting.length, page.shown.length], [2, 2]);
});

test("nothing is asked where nothing is wanted", () => {
  const page = new Page("/d");
  page.wish = null;
  page.request.ask();
  equal([waiting.length, page.request.busy], [0, false]);
});

test("what was said of a checkpoint is not asked again", async () => {
  const page = new Page("/e");
  page.wish = { at: 100, wanted: 1 };
  page.request.ask();
  waiting[0].answer({ got: 5 });
  await soon();
  page.request.ask();
  equal([waiting.length, page.shown.map(([answer]) => answer)], [1, [{ got: 5 }, { got: 5 }]]);
});

test("another page of the tab knows it, too, at the same address alone", async () => {
  const page = new Page("/f");
  page.wish = { at: 100, wanted: 1 };
  page.request.ask();
  waiting[0].answer({ got: 5 });
  await soon();
  const same = new Page("/f"), other = new Page("/g");
  same.wish = other.wish = page.wish;
  same.request.ask();
  equal([waiting.length, same.shown.length], [0, 1]);
  other.request.ask();
  equal(waiting.length, 1);
});

test("what will not stay true is asked again", async () => {
  const page = new Page("/h");
  for (const wish of [{ at: 100, wanted: 1 }, { at: null, wanted: 1 }]) {
    page.wish = wish;
    const before = waiting.length;
    page.request.ask();
    waiting[before].answer({ got: 5, untested: true });
    await soon();
    page.request.ask();
    equal(waiting.length, before + 2);
    waiting[before + 1].answer({ got: 6 });
    await soon();
  }
});

test("where there is no answer that is told, and asked again later", async () => {
  const page = new Page("/i");
  page.request.ask();
  waiting[0].fail();
  await soon();
  equal(page.shown.map(([answer]) => answer), [{ problem: null, kind: "offline" }]);
  await wait(1600);
  equal(waiting.length, 2);
});

test("a run that moves is asked again, but not all the time", async () => {
  const page = new Page("/j");
  page.request.ask();
  page.request.runMoved("1");
  waiting[0].answer({ got: 1 });
  await soon();
  for (let position = 2; position < 12; position++) {
    page.request.runMoved(String(position));
    await wait(20);
  }
  equal(waiting.length, 1); // within the first 460 ms
  await wait(500);
  equal(waiting.length, 2);
});

test("who wants to see more of it asks more often", async () => {
  const page = new Page("/m");
  let every = 40;
  page.request.every = () => every;
  page.request.ask();
  waiting[0].answer({ got: 1 });
  await soon();
  page.request.runMoved("1");
  await wait(150);
  equal(waiting.length, 2);
  waiting[1].answer({ got: 2 });
  await soon();
  every = 5_000;
  page.request.runMoved("2");
  await wait(150);
  equal(waiting.length, 2);
});

test("a run that stands still is left alone", async () => {
  const page = new Page("/k");
  page.request.runMoved("1");
  await wait(20);
  waiting[0].answer({ got: 1 });
  page.request.runMoved("1");
  await wait(700);
  equal(waiting.length, 1);
});

test("what has ended shows nothing more", async () => {
  const page = new Page("/l");
  page.request.ask();
  page.request.end();
  holds(waiting[0].signal.aborted, "the request is given up");
  await soon();
  page.request.ask();
  equal([page.shown, waiting.length], [[], 1]);
});

import { Subscription } from "../../../dashboard/components/browser/event_stream.js";
import { equal, test } from "./testing.js";

/** A stream that says what it is told to. */
class StandIn {
  /** @type {Map<string, StandIn>} */
  static open = new Map();
  /** @type {(event: { data: string }) => void} */
  onmessage = () => {};
  onopen = () => {};
  onerror = () => {};
  /** @type {Map<string, () => void>} */
  others = new Map();

  /** @param {string} address */
  constructor(address) {
    this.address = address;
    StandIn.open.set(address, this);
  }

  /** @param {number} frame */
  say(frame) {
    this.onmessage({ data: JSON.stringify(frame) });
  }

  /**
   * @param {string} name
   * @param {() => void} listener
   */
  addEventListener(name, listener) {
    this.others.set(name, listener);
  }

  close() {
    StandIn.open.delete(this.address);
  }
}
Object.assign(globalThis, { EventSource: StandIn });

/** All numbers so far. @type {(known: number[] | undefined, frame: number) => number[]} */
const listed = (known = [], frame) => [...known, frame];

/** @param {string} address */
function streamOf(address) {
  const stream = StandIn.open.get(address);
  if (!stream) throw new Error(`nobody follows ${address}`);
  return stream;
}

/** Time passes only as the tests say. */
class Clock {
  now = 0;
  /** @type {Map<number, { at: number, every: number | null, act: () => void }>} */
  timers = new Map();
  #number = 0;

  /**
   * @param {() => void} act
   * @param {number} after
   * @param {number | null} every
   */
  set(act, after, every) {
    this.timers.set(++this.#number, { at: this.now + after, every, act });
    return this.#number;
  }

  /** @param {number} milliseconds */
  pass(milliseconds) {
    const end = this.now + milliseconds;
    for (;;) {
      const [next] = [...this.timers].filter(([, { at }]) => at <= end).sort(([, one], [, other]) => one.at - other.at);
      if (!next) break;
      const [number, timer] = next;
      this.now = timer.at;
      if (timer.every === null) this.timers.delete(number);
      else timer.at += timer.every;
      timer.act();
    }
    this.now = end;
  }
}
const clock = new Clock();
Object.assign(globalThis, {
  setTimeout: (/** @type {() => void} */ act, after = 0) => clock.set(act, after, null),
  setInterval: (/** @type {() => void} */ act, every = 0) => clock.set(act, every, every),
  clearTimeout: (/** @type {number} */ number) => clock.timers.delete(number),
  clearInterval: (/** @type {number} */ number) => clock.timers.delete(number),
});
performance.now = () => clock.now;

test("who follows hears what comes, put together", () => {
  /** @type {number[][]} */
  const heard = [];
  const subscription = new Subscription(listed);
  subscription.follow("/one", (known) => heard.push(known));
  streamOf("/one").say(1);
  streamOf("/one").say(2);
  equal(heard, [[1], [1, 2]]);
  equal(subscription.known, [1, 2]);
});

test("who comes later hears at once what is known, over the same stream", () => {
  const first = new Subscription(listed), later = new Subscription(listed), heard = /** @type {number[][]} */ ([]);
  first.follow("/two", () => {});
  const stream = streamOf("/two");
  stream.say(7);
  later.follow("/two", (known) => heard.push(known));
  equal(heard, [[7]]);
  equal(streamOf("/two") === stream, true);
  stream.say(8);
  equal(heard, [[7], [7, 8]]);
});

test("to follow the same again changes who is told, and tells what is known", () => {
  const subscription = new Subscription(listed), heard = /** @type {string[]} */ ([]);
  subscription.follow("/three", () => heard.push("first"));
  streamOf("/three").say(1);
  subscription.follow("/three", () => heard.push("second"));
  streamOf("/three").say(2);
  equal(heard, ["first", "second", "second"]);
});

test("who follows another address hears no more of the one before", () => {
  const subscription = new Subscription(listed), heard = /** @type {number[][]} */ ([]);
  subscription.follow("/four", (known) => heard.push(known));
  const before = streamOf("/four");
  subscription.follow("/five", (known) => heard.push(known));
  before.say(1);
  streamOf("/five").say(2);
  equal(heard, [[2]]);
  equal(subscription.known, [2]);
});

test("a listener may end its own subscription", () => {
  const one = new Subscription(listed), other = new Subscription(listed), heard = /** @type {string[]} */ ([]);
  one.follow("/six", () => {
    heard.push("one");
    one.end();
  });
  other.follow("/six", () => heard.push("other"));
  streamOf("/six").say(1);
  streamOf("/six").say(2);
  equal(heard, ["one", "other", "other"]);
  equal([one.address, one.known], [null, undefined]);
});

test("a listener that ends when it is told at once has ended", () => {
  const first = new Subscription(listed), second = new Subscription(listed);
  first.follow("/seven", () => {});
  streamOf("/seven").say(1);
  let told = 0;
  second.follow("/seven", () => {
    told++;
    second.end();
  });
  streamOf("/seven").say(2);
  equal(told, 1);
});

test("a stream outlives a page switch, and closes when nobody comes back", () => {
  const subscription = new Subscription(listed);
  subscription.follow("/eight", () => {});
  const stream = streamOf("/eight");
  subscription.end();
  clock.pass(50);
  const next = new Subscription(listed);
  next.follow("/eight", () => {});
  clock.pass(1700);
  equal(streamOf("/eight") === stream, true);
  next.end();
  clock.pass(1700);
  equal(StandIn.open.has("/eight"), false);
});

test("a connection that is lost is made again, and what it says then is taken", () => {
  const connected = /** @type {boolean[]} */ ([]);
  const heard = /** @type {number[][]} */ ([]);
  const subscription = new Subscription(listed, (each) => connected.push(each));
  subscription.follow("/nine", (known) => heard.push(known));
  const before = streamOf("/nine");
  before.say(1);
  equal(subscription.lostFor, 0);
  before.onerror();
  equal([connected, StandIn.open.has("/nine")], [[false], false]);
  clock.pass(600);
  equal([subscription.lostFor > 500, connected.length > 1, StandIn.open.has("/nine")], [true, true, false]);
  clock.pass(600);
  const after = streamOf("/nine");
  equal(after === before, false);
  equal(subscription.lostFor > 1000, true);
  after.onopen();
  equal([subscription.lostFor, connected.filter((each) => each)], [0, [true]]);
  after.say(2);
  equal(heard, [[1], [1, 2]]);
  subscription.end();
});

test("a connection without a heartbeat is dead", () => {
  const subscription = new Subscription(listed);
  subscription.follow("/ten", () => {});
  const stream = streamOf("/ten");
  clock.pass(3000);
  stream.others.get("heartbeat")?.();
  clock.pass(3000);
  equal([streamOf("/ten") === stream, subscription.lostFor], [true, 0]);
  clock.pass(2700);
  equal(subscription.lostFor > 0, true);
  subscription.end();
});

test("what is gone is not asked for again", () => {
  const subscription = new Subscription(listed);
  subscription.follow("/eleven", () => {});
  streamOf("/eleven").others.get("gone")?.();
  clock.pass(1500);
  equal([StandIn.open.has("/eleven"), subscription.lostFor], [false, 0]);
  subscription.end();
});

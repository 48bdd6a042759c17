import { component } from "../../../dashboard/components/browser/mounting.js";
import { equal, test } from "./testing.js";

/** @import { Place } from "../../../dashboard/components/browser/mounting.js" */

/** @typedef {{ value: number, words?: string }} Data */

/** What happened, in order. @type {string[]} */
const log = [];
let made = 0;

class Part {
  root = document.createElement("p");

  /** @param {Place} place */
  constructor(place) {
    this.name = `part ${++made}`;
    this.place = place;
    log.push(`${this.name} made`);
  }

  /** @param {Data} data */
  update({ value }) {
    this.root.textContent = String(value);
    log.push(`${this.name} shows ${value}${this.root.isConnected ? "" : ", not on the page"}`);
  }

  end() {
    log.push(`${this.name} ends`);
  }
}

/** @type {Part[]} */
const parts = [];
const mount = component((place, /** @type {Data} */ _) => {
  const part = new Part(place);
  parts.push(part);
  return part;
}, ({ words }) => words);

function begin() {
  log.length = parts.length = made = 0;
  const parentElement = document.createElement("div");
  document.body.append(parentElement);
  /** @type {[string, unknown][]} */
  const told = [];
  /** @param {Data} data */
  const call = (data, name = "") =>
    mount({ data: [data], parentElement, setTriggerValue: (event, value) => told.push([name + event, value]) });
  return { parentElement, told, call };
}

test("a part is made once for a place, and drawn anew with each run of the page", () => {
  const { parentElement, call } = begin();
  call({ value: 1 });
  call({ value: 2 });
  equal(log, ["part 1 made", "part 1 shows 1", "part 1 shows 2"]);
  equal([...parentElement.children].map((child) => child.textContent), ["2"]);
});

test("with other words it is made anew, in the same place", () => {
  const { parentElement, call } = begin();
  call({ value: 1, words: "English" });
  call({ value: 1, words: "한국어" });
  equal(log, ["part 1 made", "part 1 shows 1", "part 1 ends", "part 2 made", "part 2 shows 1"]);
  equal(parentElement.children.length, 1);
});

test("when its place goes it ends, and leaves nothing", () => {
  const { parentElement, call } = begin();
  call({ value: 1 })();
  equal([log.at(-1), parentElement.children.length], ["part 1 ends", 0]);
});

test("the end of an earlier call leaves what a later one has drawn", () => {
  const { parentElement, call } = begin();
  const early = call({ value: 1 });
  const late = call({ value: 2 });
  early();
  equal([log.includes("part 1 ends"), parentElement.textContent], [false, "2"]);
  late();
  equal(log.at(-1), "part 1 ends");
  late();
  equal(log.filter((line) => line.endsWith("ends")).length, 1);
});

test("the end of a part that was made anew leaves the new one", () => {
  const { parentElement, call } = begin();
  const old = call({ value: 1, words: "English" });
  call({ value: 2, words: "한국어" });
  old();
  equal([log.filter((line) => line.endsWith("ends")).length, parentElement.textContent], [1, "2"]);
});

test("two places have parts of their own", () => {
  const one = begin();
  one.call({ value: 1 });
  const other = document.createElement("div");
  document.body.append(other);
  mount({ data: [{ value: 2 }], parentElement: other, setTriggerValue: () => {} });
  equal([one.parentElement.textContent, other.textContent], ["1", "2"]);
});

test("what is told goes to the latest run of the page", () => {
  const { told, call } = begin();
  call({ value: 1 }, "first ");
  parts[0].place.tell("picked", 7);
  call({ value: 2 }, "second ");
  parts[0].place.tell("picked", 8);
  equal(told, [["first picked", 7], ["second picked", 8]]);
});

test("whose elements were taken off the page is made anew", () => {
  const { parentElement, call } = begin();
  call({ value: 1 });
  parentElement.replaceChildren();
  call({ value: 2 });
  equal([parentElement.textContent, made], ["2", 2]);
});

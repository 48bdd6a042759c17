import { OneStop, placeAfter } from "../../../dashboard/components/browser/one_stop.js";
import { range } from "../../../dashboard/components/browser/numbers.js";
import { replaceControls } from "../../../dashboard/components/browser/elements.js";
import { equal, test } from "./testing.js";

/** Three rows of four, the last of two; the second row lies higher on the right, as pictures with captions do. */
const BOXES = range(10).map((place) => {
  const left = 50 * (place % 4), top = 60 * Math.floor(place / 4);
  return { left, right: left + 40, top, bottom: top + 40 };
});

/** @param {number} count */
function controls(count) {
  const parent = document.createElement("div");
  parent.style.cssText = "display: grid; grid-template-columns: repeat(4, 40px)";
  const stop = new OneStop(parent);
  const fill = (/** @type {number} */ many) => () =>
    parent.replaceChildren(
      ...range(many).map((place) => {
        const made = document.createElement("button");
        made.textContent = String(place);
        return made;
      }),
    );
  document.body.append(parent);
  stop.renew(fill(count));
  const buttons = () => [...parent.querySelectorAll("button")];
  const stops = () => buttons().flatMap(({ tabIndex }, place) => tabIndex === 0 ? [place] : []);
  const press = (/** @type {string} */ key, more = {}) => {
    const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more });
    document.activeElement?.dispatchEvent(event);
    return event.defaultPrevented;
  };
  const focused = () => buttons().findIndex((each) => each === document.activeElement);
  return { stop, fill, buttons, stops, press, focused };
}

test("arrows lead to what lies there", () => {
  const from = (/** @type {number} */ at, /** @type {string} */ key) => placeAfter(key, false, BOXES, at);
  equal([from(5, "ArrowLeft"), from(5, "ArrowRight"), from(5, "ArrowUp"), from(5, "ArrowDown")], [4, 6, 1, 9]);
  equal([from(0, "ArrowLeft"), from(9, "ArrowRight"), from(1, "ArrowUp"), from(8, "ArrowDown")], [0, 9, 1, 8]);
  equal(from(7, "ArrowDown"), 9); // the nearest one of a shorter row
  equal(from(3, "ArrowRight"), 4); // on in the next row
});

test("Home and End lead to the ends of the row, and with Ctrl of all", () => {
  equal([placeAfter("Home", false, BOXES, 6), placeAfter("End", false, BOXES, 6)], [4, 7]);
  equal([placeAfter("Home", true, BOXES, 6), placeAfter("End", true, BOXES, 6)], [0, 9]);
  equal([placeAfter("ArrowLeft", true, BOXES, 6), placeAfter("a", false, BOXES, 6)], [null, null]);
});

test("one of many controls is a stop, and the one that had the focus stays it", () => {
  const { buttons, stops, press, focused } = controls(10);
  equal(stops(), [0]);
  buttons()[0].focus();
  equal([press("ArrowRight"), press("ArrowDown"), focused(), stops()], [true, true, 5, [5]]);
  equal([press("Tab"), press("ArrowRight", { altKey: true }), focused()], [false, false, 5]);
});

test("what is made anew keeps the focus at its place, and steals none", () => {
  const { stop, fill, buttons, stops, focused } = controls(10);
  stop.renew(fill(10), 7);
  equal([stops(), focused()], [[7], -1]);
  buttons()[4].focus();
  stop.renew(fill(10), 7);
  equal([stops(), focused()], [[4], 4]);
  stop.renew(fill(3));
  equal([stops(), focused()], [[2], 2]);
});

test("a control that is exchanged for another keeps the focus", () => {
  const parent = document.createElement("div");
  document.body.append(parent);
  const two = () => [document.createElement("button"), document.createElement("button")];
  replaceControls(parent, two());
  equal(document.activeElement?.parentElement === parent, false);
  /** @type {HTMLElement} */ (parent.children[1]).focus();
  replaceControls(parent, two());
  equal(document.activeElement === parent.children[1], true);
});

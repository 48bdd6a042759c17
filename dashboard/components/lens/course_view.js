// The course of the answers as a row of bars for each image, and since when the answer is what it is.

import { DataTable } from "../browser/data_table.js";
import { childrenOf, element, nameControl, write } from "../browser/elements.js";
import { roomFor } from "../browser/label_room.js";
import { grouped, placeOfLargest, softmaxText } from "../browser/numbers.js";
import { OneStop } from "../browser/one_stop.js";
import { filled } from "../browser/wording.js";

/** @import { Table } from "../browser/data_table.js" */
/** @import { Answer } from "./answer_course.js" */
/** @import { CheckpointLabels } from "./data.d.ts" */

const OPEN = "layerLabCourse"; // for as long as the tab is open

/**
 * @typedef {object} CourseState
 * @property {number} here The place of the checkpoint that is shown; -1: it is not in the row.
 * @property {boolean} training
 * @property {number} page How wide the page is.
 */

/**
 * Since when the answer is what it is now.
 * @param {number[]} iterations
 * @param {number[]} digits What was said at each of them.
 * @param {boolean} training
 * @param {CheckpointLabels} labels
 */
export function sinceText(iterations, digits, training, labels) {
  const digit = digits[digits.length - 1], last = digits.findLastIndex((each) => each !== digit);
  if (last < 0) return filled(training ? labels.same_so_far : labels.same_always, { digit });
  return filled(training ? labels.since : labels.for_good, {
    digit,
    iteration: grouped(iterations[last + 1]),
    before: grouped(iterations[last]),
    other: digits[last],
  });
}

/**
 * What was said at each checkpoint of each image.
 * @param {Answer[]} course
 * @param {CheckpointLabels} labels
 * @returns {Table}
 */
export function courseTable(course, labels) {
  const { sides, iteration_head, answer_head, share_head } = labels;
  return {
    caption: labels.checkpoints,
    head: [iteration_head, ...sides.flatMap((side) => [filled(answer_head, { side }), filled(share_head, { side })])],
    rows: course.map(({ iteration, probabilities, live }) => [
      { text: live ? `${labels.live} (${grouped(iteration)})` : grouped(iteration), value: iteration },
      ...probabilities.flatMap((each) => {
        const digit = placeOfLargest(each);
        return [String(digit), { text: softmaxText(each[digit]), value: each[digit] }];
      }),
    ]),
    file: "layer-lab-answers",
  };
}

/** One image's row. */
class CourseRow {
  #ticked = "";

  /**
   * @param {HTMLElement} parent
   * @param {string} side
   * @param {CheckpointLabels} labels
   * @param {(at: number | null) => void} choose
   */
  constructor(parent, side, labels, choose) {
    this.labels = labels;
    this.choose = choose;
    const box = element("div", "ll-course", parent);
    this.cells = element("div", "ll-course-cells", box);
    this.cells.setAttribute("role", "group");
    this.stop = new OneStop(this.cells);
    this.cells.setAttribute("aria-label", `${labels.checkpoints}, ${side}`);
    this.ticks = element("div", "ll-course-ticks", box);
    this.verdict = element("p", "ll-verdict", box);
  }

  /**
   * @param {Answer[]} course
   * @param {number} image
   * @param {number | undefined} label The true digit, where it is known.
   * @param {CourseState} state
   */
  draw(course, image, label, { here, training, page }) {
    const digits = course.map((answer) => placeOfLargest(answer.probabilities[image]));
    this.stop.renew(() => childrenOf(this.cells, course.length, makeCell), here);
    const cells = /** @type {HTMLButtonElement[]} */ ([...this.cells.children]);
    course.forEach(({ iteration, probabilities, live }, place) => {
      const cell = cells[place], digit = digits[place], share = probabilities[image][digit];
      const right = label === undefined ? "" : digit === label ? " ll-right" : " ll-wrong";
      const look = `ll-checkpoint${place === here ? " ll-here" : ""}${right}`;
      if (cell.className !== look) cell.className = look;
      cell.setAttribute("aria-current", String(place === here));
      showShare(cell, digit, share);
      const value = softmaxText(share);
      const words = filled(this.labels.checkpoint, { iteration: grouped(iteration), digit, value });
      if (cell.title !== words) nameControl(cell, words);
      cell.onclick = () => this.choose(live ? null : iteration);
    });
    this.#drawTicks(course, page);
    write(this.verdict, sinceText(course.map(({ iteration }) => iteration), digits, training, this.labels));
  }

  /**
   * The width of the row is only asked for anew where the page's has changed.
   * @param {Answer[]} course
   * @param {number} page
   */
  #drawTicks(course, page) {
    const texts = course.map(({ iteration, live }) => live ? this.labels.live : grouped(iteration));
    const wanted = `${page} ${texts.join(" ")}`;
    if (this.#ticked === wanted) return;
    const width = this.cells.clientWidth, count = texts.length;
    if (!width) return;
    this.#ticked = wanted;
    const shown = roomFor(texts, (place) => width * (place + 0.5) / count, [0, count - 1]);
    this.ticks.replaceChildren(...shown.map((place) => {
      const tick = element("span", "", null, texts[place]);
      tick.style.left = `${100 * (place + 0.5) / count}%`;
      return tick;
    }));
  }
}

function wasOpen() {
  try {
    return sessionStorage.getItem(OPEN) === "yes";
  } catch {
    return false; // the browser allows no storage
  }
}

/** @param {boolean} open */
function keepOpen(open) {
  try {
    sessionStorage.setItem(OPEN, open ? "yes" : "no");
  } catch { /* the browser allows no storage */ }
}

function makeCell() {
  const cell = element("button");
  cell.type = "button";
  element("i", "", element("span", "ll-course-track", cell));
  element("b", "", cell);
  return cell;
}

/**
 * @param {HTMLButtonElement} cell
 * @param {number} digit
 * @param {number} share
 */
function showShare(cell, digit, share) {
  const [track, name] = cell.children, bar = track.firstElementChild;
  if (bar instanceof HTMLElement) bar.style.height = `${(100 * share).toFixed(1)}%`;
  write(name, String(digit));
}

export class CourseView {
  /** @type {Parameters<CourseView["draw"]> | null} */
  #last = null;

  /**
   * @param {HTMLElement} parent
   * @param {CheckpointLabels} labels
   * @param {(at: number | null) => void} choose
   */
  constructor(parent, labels, choose) {
    this.root = element("section", "ll-checkpoints", parent);
    this.root.hidden = true;
    this.box = element("details", "", this.root);
    this.box.open = wasOpen();
    this.box.ontoggle = () => this.#toggled();
    const summary = element("summary", "ll-checkpoints-head", this.box);
    element("h2", "", summary, labels.checkpoints);
    const head = element("div", "ll-checkpoints-about", this.box);
    element("span", "ll-quiet", head, labels.checkpoints_help);
    const two = element("div", "ll-two", this.box);
    this.rows = labels.sides.map((side) => new CourseRow(two, side, labels, choose));
    this.table = new DataTable(head, this.box);
    this.labels = labels;
  }

  /**
   * @param {Answer[]} course
   * @param {(number | undefined)[]} labels The images' true digits.
   * @param {CourseState} state
   */
  draw(course, labels, state) {
    this.#last = [course, labels, state];
    if (!this.box.open) return;
    this.rows.forEach((row, image) => row.draw(course, image, labels[image], state));
    this.table.show(() => courseTable(course, this.labels), this.labels);
  }

  #toggled() {
    keepOpen(this.box.open);
    if (this.#last) this.draw(...this.#last);
  }
}

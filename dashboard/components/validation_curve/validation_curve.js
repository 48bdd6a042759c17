// The validation accuracy as one figure with its iteration, and as a small curve; live, or at the time slider's checkpoint.

import { checkpointOf, followCheckpoint } from "../browser/checkpoint.js";
import { element, setAttributes, svgElement, write } from "../browser/elements.js";
import { component } from "../browser/mounting.js";
import { grouped, percent } from "../browser/numbers.js";
import { RunSubscription } from "../browser/run_stream.js";
import { counted, filled } from "../browser/wording.js";
import { latestAt, pathOf, placeOfPoint, scaleEnd, ticksOf } from "./curve_shape.js";

/** @import { RunCourse } from "../browser/run_stream.js" */
/** @import { CountedText } from "../browser/wording.js" */

/**
 * @typedef {object} Labels
 * @property {string} title
 * @property {string} none In place of the figure.
 * @property {CountedText} after With {count}, the iterations.
 * @property {string} iterations Below the scale.
 * @property {string} guessing At the line of one in ten.
 * @property {string} about
 * @property {string} alt With {end}, {accuracy}, {iteration} and {first}.
 * @property {string} alt_empty
 */
/** @typedef {{ run: string | null, at: number | null, goal: number, labels: Labels }} Data */

const GUESSING = 0.1; // of ten classes
const LEVELS = [1, 0.5, 0];

class ValidationCurve {
  root = element("section", "ll-curve");
  /** @type {RunCourse | null} */
  #course = null;
  #stream = new RunSubscription();
  #leave = followCheckpoint({ moved: () => this.#draw() });

  /** @param {Data} data */
  constructor(data) {
    this.data = data;
    const { root } = this, { labels } = data;
    root.setAttribute("aria-label", labels.title);
    const head = element("p", "ll-curve-head", root);
    element("span", "ll-curve-title", head, labels.title);
    this.figure = element("b", "", head);
    this.after = element("span", "ll-curve-after", head);
    this.plot = element("div", "ll-plot", root);
    this.plot.setAttribute("role", "img");
    for (const level of LEVELS) {
      const line = element("span", "ll-level", this.plot, `${100 * level} %`);
      line.style.top = `${100 * (1 - level)}%`;
    }
    const guessing = element("span", "ll-guessing", this.plot, labels.guessing);
    guessing.style.top = `${100 * (1 - GUESSING)}%`;
    const picture = svgElement("svg", "", this.plot);
    setAttributes(picture, { viewBox: "0 0 100 100", preserveAspectRatio: "none", "aria-hidden": "true" });
    this.path = svgElement("path", "", picture);
    this.dot = element("i", "ll-dot", this.plot);
    this.ticks = element("div", "ll-curve-ticks", root);
    this.ticks.setAttribute("aria-hidden", "true"); // the plot's words say it
    element("p", "ll-curve-about", root, labels.about);
  }

  /** @param {Data} data */
  update(data) {
    if (data.run !== this.data.run) this.#course = null;
    this.data = data;
    if (data.run === null) this.#stream.end();
    else {
      this.#stream.followRun(data.run, (course) => {
        this.#course = course;
        this.#draw();
      });
    }
    this.#draw();
  }

  end() {
    this.#stream.end();
    this.#leave();
  }

  #draw() {
    const { root, data: { run, at, goal, labels } } = this, course = this.#course;
    const validations = course?.validations ?? [], end = scaleEnd(course?.frame ?? null, goal);
    const point = latestAt(validations, checkpointOf(run, at));
    write(this.figure, point ? percent(point[1]) : labels.none);
    write(this.after, point ? counted(labels.after, point[0], { count: grouped(point[0]) }) : "");
    this.path.setAttribute("d", pathOf(validations, end));
    this.dot.hidden = point === null;
    if (point) {
      const { x, y } = placeOfPoint(point, end);
      Object.assign(this.dot.style, { left: `${100 * x}%`, top: `${100 * y}%` });
    }
    this.#drawTicks(end, labels);
    const words = point
      ? filled(labels.alt, {
        accuracy: percent(point[1]),
        iteration: grouped(point[0]),
        first: percent(validations[0][1]),
        end: grouped(end),
      })
      : labels.alt_empty;
    if (this.plot.getAttribute("aria-label") !== words) this.plot.setAttribute("aria-label", words);
    root.dataset.iteration = String(point ? point[0] : "");
  }

  /**
   * @param {number} end
   * @param {Labels} labels
   */
  #drawTicks(end, labels) {
    if (this.ticks.dataset.end === String(end)) return;
    this.ticks.dataset.end = String(end);
    const last = grouped(end);
    this.ticks.replaceChildren(
      ...ticksOf(end).map((iteration) => {
        const name = grouped(iteration), text = name === last ? filled(labels.iterations, { end: name }) : name;
        const tick = element("span", "", null, text);
        tick.style.left = `${100 * iteration / end}%`;
        return tick;
      }),
    );
  }
}

export default component((_, /** @type {Data} */ data) => new ValidationCurve(data), ({ labels }) => labels);

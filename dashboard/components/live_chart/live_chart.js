// Accuracy and loss of a run, and thin behind it of others, over iterations or seconds; updated in place: a zoom stays,
// nothing flickers.

import { checkpointOf, followCheckpoint } from "../browser/checkpoint.js";
import { button, element, nameControl } from "../browser/elements.js";
import { component } from "../browser/mounting.js";
import { grouped, percent } from "../browser/numbers.js";
import { loadPlotly, plotlyIfLoaded } from "../browser/plotly.js";
import { RunSubscription } from "../browser/run_stream.js";
import { isDark } from "../browser/theme.js";
import { filled } from "../browser/wording.js";
import { chartLayout, checkpointLine } from "./chart_layout.js";
import { placeAt } from "./curve_places.js";
import { DrawingPace } from "./drawing_pace.js";
import { curveOf, fetchCurves } from "./other_curves.js";
import { liveTraces, otherTraces } from "./traces.js";

/** @import { Plot } from "../browser/plotly.d.ts" */
/** @import { RunCourse } from "../browser/run_stream.js" */
/** @import { Labels as LayoutLabels } from "./chart_layout.js" */
/** @import { Axis } from "./curve_places.js" */
/** @import { ChartRun, LiveStyle } from "./traces.js" */

/** @typedef {LayoutLabels & LiveStyle["labels"] & Record<"alt" | "alt_empty" | "alt_others" | "save", string>} Labels */

/**
 * @typedef {object} Data
 * @property {string | null} run The one that is followed; null for none.
 * @property {ChartRun | null} own
 * @property {ChartRun[]} others
 * @property {Axis} axis
 * @property {LiveStyle["colors"]} colors
 * @property {string} plotly Its version.
 * @property {string} file Of the picture that may be saved, without its ending.
 * @property {Labels} labels
 */

const CONFIGURATION = { displaylogo: false, responsive: true, displayModeBar: false, doubleClick: "reset" };

class LiveChart {
  root = element("div", "ll-chart-frame");
  /** @type {Plot} */
  plot = element("div", "ll-chart", this.root);
  save = button(this.root, "PNG", () => this.#save());
  /** @type {RunCourse | null} */
  #course = null;
  #stream = new RunSubscription();
  #pace = new DrawingPace(() => this.#draw());
  #leave = followCheckpoint({ moved: () => this.#moveLine() });

  /** @param {Data} data */
  constructor(data) {
    this.data = data;
    this.plot.setAttribute("role", "img");
    this.save.className = "ll-chart-save";
    this.save.hidden = true;
  }

  /** @param {Data} data */
  update(data) {
    this.data = data;
    nameControl(this.save, data.labels.save);
    if (data.run === null) {
      this.#course = null;
      this.#stream.end();
    } else {
      this.#stream.followRun(data.run, (course) => {
        this.#course = course;
        this.#pace.want();
      });
    }
    fetchCurves(data.others, () => this.#pace.want());
    this.#pace.want();
  }

  end() {
    this.#stream.end();
    this.#leave();
    this.#pace.end();
    plotlyIfLoaded()?.purge(this.plot);
  }

  async #draw() {
    if (document.hidden) {
      document.addEventListener("visibilitychange", () => this.#pace.want(), { once: true });
      return;
    }
    const plotly = await loadPlotly(this.data.plotly), { run, labels, axis } = this.data;
    if (!this.plot.isConnected || (run !== null && !this.#course)) return;
    const style = getComputedStyle(this.plot), traces = this.#traces(isDark(style));
    const longest = Math.max(0, ...traces.map(({ x }) => x.at(-1) ?? 0));
    const layout = { ...chartLayout(labels, axis, style, longest), shapes: this.#lines(style) };
    await plotly.react(this.plot, traces, layout, CONFIGURATION);
    this.save.hidden = false;
    this.#describe();
  }

  /** @param {boolean} dark */
  #traces(dark) {
    const { others, axis, own, colors, labels } = this.data, course = this.#course;
    const behind = others.flatMap((other) => {
      const curve = curveOf(other.run);
      return curve ? otherTraces(other, curve, axis, dark) : [];
    });
    if (!course) return behind;
    return [...behind, ...liveTraces(course.curve, course.validations, { axis, dark, own, colors, labels })];
  }

  /** @param {CSSStyleDeclaration} style */
  #lines(style) {
    const at = checkpointOf(this.data.run);
    if (at === null || !this.#course) return [];
    return [checkpointLine(placeAt(this.#course.curve, this.data.axis, at), style)];
  }

  #moveLine() {
    if (this.plot.layout) plotlyIfLoaded()?.relayout(this.plot, { shapes: this.#lines(getComputedStyle(this.plot)) });
  }

  #describe() {
    const { labels, others } = this.data, { iteration = [], smooth_accuracy = [] } = this.#course?.curve ?? {};
    const last = iteration.length - 1, empty = last < 0;
    const live = empty ? labels.alt_empty : filled(labels.alt, {
      iteration: grouped(iteration[last]),
      accuracy: percent(smooth_accuracy[last]),
    });
    const all = others.length ? `${empty ? "" : live} ${labels.alt_others}`.trim() : live;
    this.plot.setAttribute("aria-label", all);
    this.plot.dataset.points = String(last + 1);
    this.plot.dataset.updates = String(Number(this.plot.dataset.updates ?? 0) + 1);
  }

  /** The chart as it stands, zoom included, on the page's background. */
  async #save() {
    const { plot, data } = this, plotly = await loadPlotly(data.plotly);
    const { width, height } = plot.getBoundingClientRect();
    const background = getComputedStyle(plot).getPropertyValue("--st-background-color");
    const picture = { data: plot.data, layout: { ...plot.layout, paper_bgcolor: background } };
    await plotly.downloadImage(picture, { format: "png", scale: 2, width, height, filename: data.file });
  }
}

export default component((_, /** @type {Data} */ data) => new LiveChart(data));

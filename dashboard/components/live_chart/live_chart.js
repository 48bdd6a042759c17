// Accuracy and loss of a run, and thin behind it of others, over iterations or seconds; updated in place: a zoom stays,
// nothing flickers.

import { ChartFrame, CONFIGURATION } from "../browser/chart_frame.js";
import { checkpointOf, followCheckpoint } from "../browser/checkpoint.js";
import { component } from "../browser/mounting.js";
import { loadPlotly, plotlyIfLoaded } from "../browser/plotly.js";
import { RunSubscription } from "../browser/run_stream.js";
import { lineWidth, textScale } from "../browser/text_scale.js";
import { isDark } from "../browser/theme.js";
import { chartLayout, checkpointLine } from "./chart_layout.js";
import { accuracyAtEnd, cutCurve, keepView, keptView, lowestNear } from "./chart_view.js";
import { readingsOf, tableOf, wordsOf } from "./course_words.js";
import { placeAt } from "./curve_places.js";
import { DrawingPace } from "./drawing_pace.js";
import { curveOf, fetchCurves } from "./other_curves.js";
import { liveTraces, otherTraces } from "./traces.js";
import { ViewSwitches } from "./view_switches.js";

/** @import { FrameLabels } from "../browser/chart_frame.js" */
/** @import { RunCourse } from "../browser/run_stream.js" */
/** @import { RunCurve } from "../browser/server.d.ts" */
/** @import { Labels as LayoutLabels } from "./chart_layout.js" */
/** @import { Courses, WordLabels } from "./course_words.js" */
/** @import { Axis } from "./curve_places.js" */
/** @import { ChartRun, LiveStyle } from "./traces.js" */
/** @import { SwitchLabels } from "./view_switches.js" */

/** @typedef {LayoutLabels & LiveStyle["labels"] & WordLabels & SwitchLabels & FrameLabels & { title: string }} Labels */

/**
 * @typedef {object} Data
 * @property {string | null} run The one that is followed; null for none.
 * @property {ChartRun | null} own
 * @property {ChartRun[]} others
 * @property {Axis} axis
 * @property {boolean} whole Whether all of the others' length is shown at first.
 * @property {LiveStyle["colors"]} colors
 * @property {string} plotly Its version.
 * @property {string} file Of the picture that may be saved, without its ending.
 * @property {Labels} labels
 */

/** Another run whose curve is known. @typedef {{ run: ChartRun, curve: RunCurve }} Other */

const SAY_AGAIN_MS = 3000; // words that change all the time cannot be read

class LiveChart {
  #frame = new ChartFrame(() => this.#pace.want());
  root = this.#frame.root;
  #switches = new ViewSwitches(this.#frame.switches, {
    near: (near) => this.#view({ near }),
    whole: (whole) => this.#view({ whole: whole === this.data.whole ? null : this.data.labels.key }),
  });
  /** @type {RunCourse | null} */
  #course = null;
  #stream = new RunSubscription();
  #pace = new DrawingPace(() => this.#draw());
  #leave = followCheckpoint({ moved: () => this.#moveLine() });
  #listens = false;
  #zooms = 0; // that were given up
  #upper = { of: "", lowest: 0 }; // where the upper end of the accuracies begins; it only rises
  #said = { when: -Infinity, phase: "" };

  /** @param {Data} data */
  constructor(data) {
    this.data = data;
    this.#frame.plot.classList.add("ll-chart-live");
  }

  /** @param {Data} data */
  update(data) {
    const { labels, file, plotly } = data;
    this.data = data;
    this.#frame.name(labels, file, plotly);
    this.#said.when = -Infinity;
    if (data.run === null) {
      this.#course = null;
      this.#stream.end();
    } else {
      this.#stream.followRun(data.run, (course) => {
        this.#course = course;
        this.#pace.want();
      });
    }
    fetchCurves(data.others, () => {
      this.#said.when = -Infinity;
      this.#pace.want();
    });
    this.#pace.want();
  }

  end() {
    this.#stream.end();
    this.#leave();
    this.#pace.end();
    this.#frame.end();
  }

  /** @param {Parameters<typeof keepView>[0]} change */
  #view(change) {
    keepView(change);
    this.#pace.want();
  }

  async #draw() {
    if (document.hidden) {
      document.addEventListener("visibilitychange", () => this.#pace.want(), { once: true });
      return;
    }
    const plotly = await loadPlotly(this.data.plotly), { run, labels, axis } = this.data, { plot } = this.#frame;
    if (!plot.isConnected || (run !== null && !this.#course)) return;
    const every = this.#others(), whole = this.#isWhole, end = this.#end;
    const others = every.map(({ run, curve }) => ({ run, curve: whole ? curve : cutCurve(curve, axis, end) }));
    const style = getComputedStyle(plot), scale = textScale(), traces = this.#traces(others, isDark(style), scale);
    const longest = Math.max(0, ...traces.map(({ x }) => x.at(-1) ?? 0)), { near } = keptView();
    const lowest = this.#lowestNear(others), zoom = `${labels.key} ${axis} ${whole} ${this.#zooms}`;
    const view = { axis, lowest: near ? lowest : 0, zoom, longest, scale, window: innerHeight };
    const layout = { ...chartLayout(labels, style, view), shapes: this.#lines(style) };
    await plotly.react(plot, traces, layout, { ...CONFIGURATION, doubleClick: false });
    this.#listen();
    const longer = this.#course !== null && every.some(({ curve }) => (curve[axis].at(-1) ?? 0) > end);
    this.#switches.show(labels, { near, lowest, whole, longer });
    this.#tell({ live: this.#course, others: others.map(named) });
  }

  /** @returns {Other[]} */
  #others() {
    return this.data.others.flatMap((run) => {
      const curve = curveOf(run.run);
      return curve?.iteration.length ? [{ run, curve }] : [];
    });
  }

  /** Whether the others are drawn longer than the run itself. */
  get #isWhole() {
    const { whole, labels } = this.data, turned = keptView().whole === labels.key;
    return this.#end === Infinity || turned !== whole;
  }

  /** Where the run's own line ends. */
  get #end() {
    return this.#course?.curve[this.data.axis].at(-1) ?? Infinity;
  }

  /** @param {Other[]} others */
  #lowestNear(others) {
    const of = [this.data.labels.key, this.#isWhole, ...others.map(({ run }) => run.run)].join(" ");
    const courses = [
      ...this.#course ? [{ ...this.#course, ...this.#course.curve }] : [],
      ...others.map(({ curve }) => curve),
    ];
    const ends = courses.map(({ smooth_accuracy, validations }) => accuracyAtEnd(smooth_accuracy, validations));
    const lowest = lowestNear(ends.length ? ends : [0]);
    this.#upper = { of, lowest: this.#upper.of === of ? Math.max(this.#upper.lowest, lowest) : lowest };
    return this.#upper.lowest;
  }

  /**
   * @param {Other[]} others
   * @param {boolean} dark
   * @param {LiveStyle["scale"]} scale
   */
  #traces(others, dark, scale) {
    const { axis, own, colors, labels } = this.data, course = this.#course;
    const behind = others.flatMap(({ run, curve }) => otherTraces(run, curve, { axis, dark, scale }));
    if (!course) return behind;
    return [...behind, ...liveTraces(course.curve, course.validations, { axis, dark, scale, own, colors, labels })];
  }

  /** @param {CSSStyleDeclaration} style */
  #lines(style) {
    const at = checkpointOf(this.data.run);
    if (at === null || !this.#course) return [];
    return [checkpointLine(placeAt(this.#course.curve, this.data.axis, at), style, lineWidth(1.5, textScale()))];
  }

  #moveLine() {
    const { plot } = this.#frame;
    if (plot.layout) plotlyIfLoaded()?.relayout(plot, { shapes: this.#lines(getComputedStyle(plot)) });
  }

  /** A double click gives up whatever zoom there is. */
  #listen() {
    const { plot } = this.#frame;
    if (this.#listens || !plot.on) return;
    this.#listens = true;
    plot.on("plotly_doubleclick", () => {
      this.#zooms += 1;
      this.#pace.want();
    });
  }

  /** @param {Courses} courses */
  #tell(courses) {
    const { labels, axis, file } = this.data, { plot, reading, table } = this.#frame, now = performance.now();
    plot.dataset.points = String(this.#course?.curve.iteration.length ?? 0);
    plot.dataset.updates = String(Number(plot.dataset.updates ?? 0) + 1);
    reading.redraw();
    const phase = this.#course?.frame.phase ?? "", { when, phase: before } = this.#said;
    if (now - when < SAY_AGAIN_MS && phase === before && phase === "training") return;
    this.#said = { when: now, phase };
    this.#frame.describe(labels.title, wordsOf(courses, labels));
    this.#frame.tell(readingsOf(courses, axis, labels), () => tableOf(courses, labels, file), labels);
    table.refresh();
  }
}

/**
 * @param {Other} other
 */
function named({ run: { name }, curve }) {
  return { name, curve, validations: curve.validations };
}

export default component((_, /** @type {Data} */ data) => new LiveChart(data));

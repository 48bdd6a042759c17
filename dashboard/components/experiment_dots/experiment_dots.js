// The dots of an experiment, followed live. They tell the page when something happened that the page should show.

import { experimentStream } from "../browser/addresses.js";
import { DataTable } from "../browser/data_table.js";
import { element } from "../browser/elements.js";
import { Subscription } from "../browser/event_stream.js";
import { component } from "../browser/mounting.js";
import { PageRun } from "../browser/page_run.js";
import { followTextScale } from "../browser/text_scale.js";
import { isDark } from "../browser/theme.js";
import { ChosenSeed } from "./chosen_seed.js";
import { Plot } from "./plot.js";
import { hasEnded, readRuns } from "./seed_runs.js";
import { tableOf } from "./seed_table.js";
import { Strip } from "./strip.js";
import { progressText } from "./words.js";

/** @import { Place } from "../browser/mounting.js" */
/** @import { ExperimentFrame } from "../browser/server.d.ts" */
/** @import { Data } from "./data.d.ts" */

/**
 * The letter on a colour is black or white, whichever stands out more.
 * @param {string} color #rrggbb
 */
export function onColor(color) {
  const [red, green, blue] = [1, 3, 5].map((at) => (parseInt(color.slice(at, at + 2), 16) / 255) ** 2.2);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.22 ? "#111" : "#fff";
}

class ExperimentDots {
  root = element("div", "ll-experiment");
  #width = 0;
  #dots = "";
  #table = "";
  /** @type {ExperimentFrame | null} */
  #frame = null; // that is drawn
  /** @type {ExperimentFrame | null} */
  #heard = null;
  /** @type {Subscription<ExperimentFrame, ExperimentFrame>} */
  #stream = new Subscription((_, frame) => frame);

  /**
   * @param {Place} place
   * @param {Data} data
   */
  constructor(place, data) {
    const { root } = this;
    this.data = data;
    this.strip = new Strip(root, data.designs);
    this.plot = new Plot(root, data, () => this.chosen.paint());
    this.chosen = new ChosenSeed(root, this.plot, this.strip);
    this.table = new DataTable(element("div", "ll-tools", root), root);
    this.page = new PageRun(place, root);
    this.observer = new ResizeObserver(() => this.#resize());
    this.observer.observe(root);
    this.leave = followTextScale(() => this.plot.resize());
  }

  /** @param {Data} data */
  update(data) {
    this.data = data;
    this.#paintColors();
    // The stream is ahead of the page; without it the page knows best.
    const ahead = this.#stream.address !== null && this.#frame && this.#frame.serial > data.frame.serial;
    this.#draw(ahead && this.#frame ? this.#frame : data.frame);
    const address = hasEnded(data.frame) ? null : experimentStream(data.experiment);
    this.#stream.follow(address, (frame) => this.#hear(frame));
  }

  end() {
    this.page.end();
    this.#stream.end();
    this.plot.end();
    this.leave();
    this.observer.disconnect();
  }

  /** @param {ExperimentFrame} frame */
  #hear(frame) {
    if (frame === this.#heard) return; // the stream tells again what it told last
    const { frame: given, labels } = this.data, first = !this.#heard, ended = hasEnded(frame);
    const older = frame.serial < given.serial;
    this.#heard = frame;
    if (older && (first || ended)) return; // kept from before the page was drawn
    if (ended && this.#frame && !hasEnded(this.#frame)) this.chosen.speak(progressText(frame, labels));
    this.#draw(frame);
    // Where the process of the experiments was started again, it counts anew.
    if (frame.event > given.event || (older && frame.event !== given.event)) this.page.ask(frame.event);
    if (ended) this.#stream.end();
  }

  /**
   * While only iterations move, the picture need not be drawn again, nor the table.
   * @param {ExperimentFrame} frame
   */
  #draw(frame) {
    const { data } = this, runs = readRuns(frame, data.designs.length);
    this.#frame = frame;
    this.strip.show(runs, frame, data);
    const accuracies = frame.runs.map(([design, seed, , , accuracy]) => [design, seed, accuracy]);
    const dots = JSON.stringify([accuracies, data.comparisons, data.worthwhile, hasEnded(frame)]);
    if (this.#dots !== dots) {
      this.#dots = dots;
      this.plot.draw({ runs, frame, data });
    }
    const table = JSON.stringify([accuracies, frame.runs.map(([, , stage]) => stage)]);
    if (this.#table !== table) {
      this.#table = table;
      this.table.show(() => tableOf(runs, data), data.labels);
    }
    this.chosen.update(runs, data);
  }

  #resize() {
    if (!this.#frame || this.#width === this.root.clientWidth) return;
    this.#width = this.root.clientWidth;
    this.plot.resize();
  }

  #paintColors() {
    const { style } = this.root, dark = isDark(getComputedStyle(this.root));
    this.data.designs.forEach(({ color }, design) => {
      const shade = dark ? color.dark : color.light;
      style.setProperty(`--ll-color-${design}`, shade);
      style.setProperty(`--ll-on-${design}`, onColor(shade));
    });
  }
}

export default component(
  (place, /** @type {Data} */ data) => new ExperimentDots(place, data),
  ({ experiment, designs, iterations, labels }) => [experiment, designs, iterations, labels],
);

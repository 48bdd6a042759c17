// What every chart has: the picture, a line that reads it by keys, what it says in words, its numbers as a table, the picture
// as a file.

import { DataTable } from "./data_table.js";
import { button, element, write } from "./elements.js";
import { loadPlotly, plotlyIfLoaded } from "./plotly.js";
import { ReadingLine } from "./reading_line.js";
import { followTextScale } from "./text_scale.js";

/** @import { Table, TableLabels } from "./data_table.js" */
/** @import { Layout, Plot } from "./plotly.d.ts" */
/** @import { Readings } from "./reading_line.js" */
/** @import { TextScale } from "./text_scale.js" */

/** @typedef {TableLabels & { reading: string, save: string }} FrameLabels */

// Plotly's own tips speak English.
export const CONFIGURATION = { displaylogo: false, responsive: true, displayModeBar: false, showTips: false };
const TEXT = 13.5, SMALL = 13; // pixels where text has its usual size
const OF_WINDOW = 0.6; // no chart is higher, unless it always was

/**
 * The height of a chart that is `height` pixels high where text has its usual size.
 * @param {number} height
 * @param {TextScale} scale
 * @param {number} window Of the browser.
 */
export function chartHeight(height, { scale }, window) {
  return Math.round(Math.min(height * scale, Math.max(height, OF_WINDOW * window)));
}

/**
 * The looks that all charts share, as Plotly takes them.
 * @param {CSSStyleDeclaration} style
 * @param {TextScale} text_scale
 */
export function chartLooks(style, { scale }) {
  const color = style.getPropertyValue("--st-text-color"), grid = style.getPropertyValue("--st-border-color");
  const family = style.getPropertyValue("--st-font"), size = TEXT * scale;
  return {
    color,
    grid,
    axis: { gridcolor: grid, zeroline: false, linecolor: grid, tickfont: { color, size }, automargin: false },
    layout: {
      paper_bgcolor: "rgba(0,0,0,0)",
      plot_bgcolor: "rgba(0,0,0,0)",
      font: { family, color, size },
      separators: ".,",
      hoverlabel: { bgcolor: style.getPropertyValue("--st-background-color"), font: { family, color, size } },
    },
    legend: { font: { color, size: SMALL * scale } },
  };
}

export class ChartFrame {
  root = element("div", "ll-chart-frame");
  place = element("div", "ll-chart-place", this.root);
  /** @type {Plot} */
  plot = element("div", "ll-chart", this.place);
  reading = new ReadingLine(this.place, this.plot);
  tools = element("div", "ll-chart-tools", this.root);
  switches = element("div", "ll-chart-switches", this.tools);
  words = element("p", "ll-chart-words", this.root);
  table = new DataTable(this.tools, this.root);
  save = button(this.tools, "PNG", () => this.#save());
  #file = "";
  #version = "";
  #leave;

  /**
   * @param {() => void} redraw The page's text has another size, or the projector another state.
   */
  constructor(redraw) {
    this.plot.setAttribute("role", "img");
    this.save.className = "ll-chart-tool ll-chart-save";
    this.save.hidden = true;
    this.#leave = followTextScale(redraw);
  }

  /**
   * @param {FrameLabels} labels
   * @param {string} file Of the picture, without its ending.
   * @param {string} version Plotly's.
   */
  name(labels, file, version) {
    this.save.title = labels.save;
    this.#file = file;
    this.#version = version;
  }

  /**
   * @param {string} title What kind of picture it is.
   * @param {string} words What it says.
   */
  describe(title, words) {
    write(this.words, words);
    const all = `${title} ${words}`.trim();
    if (this.plot.getAttribute("aria-label") !== all) this.plot.setAttribute("aria-label", all);
  }

  /**
   * @param {Readings | null} readings
   * @param {(() => Table) | null} table
   * @param {FrameLabels} labels
   */
  tell(readings, table, labels) {
    this.save.hidden = false;
    this.reading.update(readings, labels.reading);
    this.table.show(table, labels);
  }

  end() {
    this.#leave();
    plotlyIfLoaded()?.purge(this.plot);
  }

  /** The chart as it stands, zoom included, on the page's background. */
  async #save() {
    const { plot } = this, plotly = await loadPlotly(this.#version), { width, height } = plot.getBoundingClientRect();
    const background = getComputedStyle(plot).getPropertyValue("--st-background-color");
    /** @type {{ data?: import("./plotly.d.ts").Trace[], layout: Layout }} */
    const picture = { data: plot.data, layout: { ...plot.layout, paper_bgcolor: background } };
    await plotly.downloadImage(picture, { format: "png", scale: 2, width, height, filename: this.#file });
  }
}

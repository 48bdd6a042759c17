// A chart that Python has made. It is drawn in place when it changes.

import { ChartFrame, chartHeight, chartLooks, CONFIGURATION } from "../browser/chart_frame.js";
import { component } from "../browser/mounting.js";
import { loadPlotly } from "../browser/plotly.js";
import { lineWidth, textScale } from "../browser/text_scale.js";

/** @import { FrameLabels } from "../browser/chart_frame.js" */
/** @import { Table } from "../browser/data_table.js" */
/** @import { Place } from "../browser/mounting.js" */
/** @import { Layout, Trace } from "../browser/plotly.d.ts" */
/** @import { Readings } from "../browser/reading_line.js" */
/** @import { TextScale } from "../browser/text_scale.js" */

/** @typedef {{ x: number, y: number | null, text: string, key: string | null }} Reading */

/**
 * @typedef {object} Data
 * @property {{ data: Trace[], layout: Layout }} drawn
 * @property {string} title
 * @property {string} words
 * @property {boolean} says Whether the words stand on the screen.
 * @property {Reading[]} readings
 * @property {Table | null} table
 * @property {FrameLabels} labels
 * @property {string} file
 * @property {string} plotly Its version.
 */

const HEIGHT = 400;
const SIZES = ["l", "r", "t", "b"];

/** @typedef {Record<string, any>} Part */

/**
 * A trace with its lines and marks as large as the text.
 * @param {Trace} trace
 * @param {TextScale} scale
 * @returns {Trace}
 */
export function scaledTrace(trace, scale) {
  const { marker, line, error_y } = /** @type {{ marker?: Part, line?: Part, error_y?: Part }} */ (trace);
  const found = { ...trace };
  if (marker) found.marker = { ...marker, ...marker.size ? { size: marker.size * scale.scale } : {} };
  if (line) found.line = { ...line, width: lineWidth(line.width ?? 2, scale) };
  if (error_y) found.error_y = { ...error_y, thickness: (error_y.thickness ?? 1) * scale.scale };
  return found;
}

/**
 * A layout in the page's colours and type.
 * @param {Layout} layout
 * @param {CSSStyleDeclaration} style
 * @param {TextScale} scale
 * @param {number} window The height of the browser's.
 * @returns {Layout}
 */
export function dressedLayout(layout, style, scale, window) {
  const { legend, margin = {}, height = HEIGHT, xaxis, yaxis } = /** @type {Record<string, any>} */ (layout);
  const looks = chartLooks(style, scale);
  return {
    ...looks.layout,
    ...layout,
    height: chartHeight(height, scale, window),
    margin: Object.fromEntries(SIZES.map((side) => [side, (margin[side] ?? 0) * scale.scale])),
    legend: { ...looks.legend, ...legend },
    xaxis: { ...looks.axis, ...xaxis },
    yaxis: { ...looks.axis, ...yaxis },
  };
}

class Figure {
  #frame = new ChartFrame(() => this.#draw());
  root = this.#frame.root;
  #listens = false;

  /**
   * @param {Place} place
   * @param {Data} data
   */
  constructor(place, data) {
    this.place = place;
    this.data = data;
  }

  /** @param {Data} data */
  update(data) {
    const { labels, file, plotly, title, words, says, drawn: { layout } } = data, { plot } = this.#frame;
    this.data = data;
    this.#frame.name(labels, file, plotly);
    this.#frame.words.hidden = !says;
    this.#frame.describe(title, words);
    plot.style.minHeight = `${chartHeight(Number(layout.height ?? HEIGHT), textScale(), innerHeight)}px`;
    this.#draw();
  }

  end() {
    this.#frame.end();
  }

  async #draw() {
    const { data } = this, { plot, reading } = this.#frame, plotly = await loadPlotly(data.plotly);
    if (!plot.isConnected || data !== this.data) return;
    const style = getComputedStyle(plot), scale = textScale(), { drawn: { data: traces, layout }, table } = data;
    const dressed = dressedLayout(layout, style, scale, innerHeight);
    await plotly.react(plot, traces.map((trace) => scaledTrace(trace, scale)), dressed, CONFIGURATION);
    this.#listen();
    this.#frame.tell(this.#readings(), table && (() => table), data.labels);
    reading.redraw();
  }

  /** @returns {Readings} */
  #readings() {
    const { readings } = this.data, choosable = readings.some(({ key }) => key !== null);
    return {
      x: readings.map(({ x }) => x),
      y: (place) => readings[place].y,
      text: (place) => readings[place].text,
      ...choosable ? { choose: (place) => this.place.tell("clicked", readings[place].key) } : {},
    };
  }

  #listen() {
    const { plot } = this.#frame;
    if (this.#listens || !plot.on) return;
    this.#listens = true;
    plot.on("plotly_click", ({ points: [point] }) => {
      if (typeof point?.customdata === "string") this.place.tell("clicked", point.customdata);
    });
  }
}

export default component((place, /** @type {Data} */ data) => new Figure(place, data));

// The chart's axes, legend and colours, as Plotly takes them.

/** @import { Layout } from "../browser/plotly.d.ts" */
/** @import { Axis } from "./curve_places.js" */

/**
 * @typedef {object} Labels
 * @property {string} key What a zoom belongs to: it stays while this does.
 * @property {string} iteration
 * @property {string} seconds
 * @property {string} accuracy_axis
 * @property {string} loss_axis
 */

const HEIGHT = 430;
const FEW = 6; // iterations: between them there would be ticks that read as whole numbers but are none

/**
 * @param {Labels} labels
 * @param {Axis} axis
 * @param {CSSStyleDeclaration} style
 * @param {number} longest Where the longest line ends.
 * @returns {Layout}
 */
export function chartLayout(labels, axis, style, longest) {
  const seconds = axis === "seconds";
  const text = style.getPropertyValue("--st-text-color"), grid = style.getPropertyValue("--st-border-color");
  const line = { gridcolor: grid, zeroline: false, linecolor: grid, tickfont: { color: text }, automargin: false };
  return {
    uirevision: labels.key,
    height: HEIGHT,
    margin: { l: 62, r: 12, t: 34, b: 46 },
    paper_bgcolor: "rgba(0,0,0,0)",
    plot_bgcolor: "rgba(0,0,0,0)",
    font: { family: style.getPropertyValue("--st-font"), color: text, size: 13 },
    hovermode: "x unified",
    separators: ".,",
    hoverlabel: { bgcolor: style.getPropertyValue("--st-background-color"), font: { color: text } },
    legend: { orientation: "h", x: 0, y: 1.01, yanchor: "bottom", font: { color: text, size: 12 } },
    xaxis: {
      ...line,
      title: { text: seconds ? labels.seconds : labels.iteration },
      anchor: "y2",
      rangemode: "tozero",
      uirevision: `${labels.key} ${axis}`,
      ...(seconds ? { ticksuffix: " s", hoverformat: ",.2f" } : { tickformat: ",d", hoverformat: ",d" }),
      ...(!seconds && longest <= FEW ? { dtick: 1 } : {}),
    },
    yaxis: {
      ...line,
      title: { text: labels.accuracy_axis },
      domain: [0.46, 1],
      range: [0, 1.02],
      tickformat: ".0%",
    },
    yaxis2: { ...line, title: { text: labels.loss_axis }, domain: [0, 0.38], rangemode: "tozero", tickformat: ".1f" },
  };
}

/**
 * A line across the chart where the time slider stands.
 * @param {number} x
 * @param {CSSStyleDeclaration} style
 */
export function checkpointLine(x, style) {
  const color = style.getPropertyValue("--st-text-color");
  return { type: "line", x0: x, x1: x, yref: "paper", y0: 0, y1: 1, line: { color, width: 1.5, dash: "dash" } };
}

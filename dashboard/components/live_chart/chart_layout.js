// The chart's axes and legend, as Plotly takes them.

import { chartHeight, chartLooks } from "../browser/chart_frame.js";

/** @import { Layout } from "../browser/plotly.d.ts" */
/** @import { TextScale } from "../browser/text_scale.js" */
/** @import { Axis } from "./curve_places.js" */

/**
 * @typedef {object} Labels
 * @property {string} key What a zoom belongs to: it stays while this does.
 * @property {string} iteration
 * @property {string} seconds
 * @property {string} accuracy_axis
 * @property {string} loss_axis
 */

/**
 * How the chart is to be seen.
 * @typedef {object} View
 * @property {Axis} axis
 * @property {number} lowest Where the accuracy's axis begins.
 * @property {string} zoom Another one, and a zoom is given up.
 * @property {number} longest Where the longest line ends.
 * @property {TextScale} scale
 * @property {number} window The height of the browser's.
 */

const HEIGHT = 430;
const MARGIN = { l: 62, r: 12, t: 34, b: 46 };
const OVER = 0.02; // of the axis: a line along its end is seen whole
const FEW = 6; // iterations: between them there would be ticks that read as whole numbers but are none

/**
 * @param {Labels} labels
 * @param {CSSStyleDeclaration} style
 * @param {View} view
 * @returns {Layout}
 */
export function chartLayout(labels, style, { axis, lowest, zoom, longest, scale, window }) {
  const seconds = axis === "seconds", looks = chartLooks(style, scale);
  const margin = Object.fromEntries(Object.entries(MARGIN).map(([side, room]) => [side, room * scale.scale]));
  return {
    ...looks.layout,
    uirevision: labels.key,
    height: chartHeight(HEIGHT, scale, window),
    margin,
    hovermode: "x unified",
    legend: { ...looks.legend, orientation: "h", x: 0, y: 1.01, yanchor: "bottom" },
    xaxis: {
      ...looks.axis,
      title: { text: seconds ? labels.seconds : labels.iteration },
      anchor: "y2",
      rangemode: "tozero",
      uirevision: zoom,
      ...(seconds ? { ticksuffix: " s", hoverformat: ",.2f" } : { tickformat: ",d", hoverformat: ",d" }),
      ...(!seconds && longest <= FEW ? { dtick: 1 } : {}),
    },
    yaxis: {
      ...looks.axis,
      title: { text: labels.accuracy_axis },
      domain: [0.46, 1],
      range: [lowest, 1 + OVER * (1 - lowest)],
      uirevision: `${zoom} ${lowest}`,
      tickformat: lowest >= 0.98 ? ".1%" : ".0%",
    },
    yaxis2: {
      ...looks.axis,
      title: { text: labels.loss_axis },
      domain: [0, 0.38],
      rangemode: "tozero",
      uirevision: zoom,
      tickformat: ".1f",
    },
  };
}

/**
 * A line across the chart where the time slider stands.
 * @param {number} x
 * @param {CSSStyleDeclaration} style
 * @param {number} width
 */
export function checkpointLine(x, style, width) {
  const color = style.getPropertyValue("--st-text-color");
  return { type: "line", x0: x, x1: x, yref: "paper", y0: 0, y1: 1, line: { color, width, dash: "dash" } };
}

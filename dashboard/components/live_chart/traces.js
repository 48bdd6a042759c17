// The lines of the chart, as Plotly takes them.

import { lineWidth } from "../browser/text_scale.js";
import { placeAt, placesOf } from "./curve_places.js";

/** @import { Trace } from "../browser/plotly.d.ts" */
/** @import { Colors, Curve, Dash, Point } from "../browser/server.d.ts" */
/** @import { TextScale } from "../browser/text_scale.js" */
/** @import { Axis } from "./curve_places.js" */

/**
 * How a run is drawn; with another `stamp` its curve has grown.
 * @typedef {{ run: string, name: string, color: Colors & { dash: Dash }, stamp: string }} ChartRun
 */

/**
 * How the live run is drawn: in its own colour where other runs are drawn, too; else with one for each kind of line.
 * @typedef {object} LiveStyle
 * @property {Axis} axis
 * @property {boolean} dark
 * @property {TextScale} scale
 * @property {ChartRun | null} own
 * @property {{ light: KindColors, dark: KindColors }} colors
 * @property {{ accuracy: string, loss: string, validation: string }} labels
 */
/** @typedef {{ batch: string, validation: string, loss: string }} KindColors */

const LONGEST_NAME = 30;

/**
 * As it was typed: Plotly would read < and & as its own.
 * @param {string} name
 */
export function legendName(name) {
  const letters = [...name];
  const short = letters.length > LONGEST_NAME ? `${letters.slice(0, LONGEST_NAME - 1).join("")}…` : name;
  return short.replace(/&/g, "&amp;").replace(/</g, "&lt;");
}

/**
 * @param {ChartRun} run
 * @param {boolean} dark
 */
function colorOf({ color }, dark) {
  return dark ? color.dark : color.light;
}

/** @param {string} yaxis */
function hoverOf(yaxis) {
  return yaxis === "y" ? "%{y:.1%}" : "%{y:.3f}";
}

/** @param {number[]} places */
function modeOf(places) {
  return places.length === 1 ? "markers" : "lines";
}

/**
 * The live run: its batches faint, the same smoothed, and the validation.
 * @param {Curve} curve
 * @param {Point[]} validations
 * @param {LiveStyle} style
 * @returns {Trace[]}
 */
export function liveTraces(curve, validations, style) {
  return [
    batchTrace(curve, "accuracy", true, style),
    batchTrace(curve, "accuracy", false, style),
    validationTrace(curve, validations, style),
    batchTrace(curve, "loss", true, style),
    batchTrace(curve, "loss", false, style),
  ];
}

/**
 * @param {Curve} curve
 * @param {"accuracy" | "loss"} kind
 * @param {boolean} faint
 * @param {LiveStyle} style
 * @returns {Trace}
 */
function batchTrace(curve, kind, faint, { axis, dark, scale, own, colors, labels }) {
  const kinds = dark ? colors.dark : colors.light, yaxis = kind === "accuracy" ? "y" : "y2";
  const color = own ? colorOf(own, dark) : kind === "accuracy" ? kinds.batch : kinds.loss;
  const name = own ? legendName(own.name) : labels[kind], x = placesOf(curve, axis);
  return {
    x,
    y: faint ? curve[kind] : curve[`smooth_${kind}`],
    name,
    yaxis,
    type: "scatter",
    mode: modeOf(x),
    uid: `live-${kind}-${faint}`,
    line: {
      color,
      width: faint ? scale.scale : lineWidth(own ? 3 : 2.5, scale),
      dash: own && !faint ? own.color.dash : "solid",
    },
    marker: { color, size: 5 * scale.scale },
    opacity: faint ? 0.3 : 1,
    hovertemplate: hoverOf(yaxis),
    hoverinfo: own && faint ? "skip" : undefined,
    showlegend: !faint && !(own && kind === "loss"),
    legendgroup: own ? "live" : name,
  };
}

/**
 * @param {Curve} curve
 * @param {Point[]} validations
 * @param {LiveStyle} style
 * @returns {Trace}
 */
function validationTrace(curve, validations, { axis, dark, scale, own, colors, labels }) {
  const color = own ? colorOf(own, dark) : (dark ? colors.dark : colors.light).validation;
  return {
    x: validations.map(([iteration]) => placeAt(curve, axis, iteration)),
    y: validations.map(([, accuracy]) => accuracy),
    name: labels.validation,
    yaxis: "y",
    type: "scatter",
    mode: "lines+markers",
    uid: "live-validation",
    line: { color, width: lineWidth(2, scale), dash: "dot" },
    marker: { color, size: 7 * scale.scale, symbol: "diamond" },
    hovertemplate: hoverOf("y"),
  };
}

/**
 * Another run: thin and smoothed, with one name in the legend for both of its lines.
 * @param {ChartRun} run
 * @param {Curve} curve
 * @param {Pick<LiveStyle, "axis" | "dark" | "scale">} style
 * @returns {Trace[]}
 */
export function otherTraces(run, curve, { axis, dark, scale }) {
  if (!curve.iteration.length) return [];
  const x = placesOf(curve, axis), color = colorOf(run, dark);
  const line = (/** @type {number[]} */ y, /** @type {string} */ yaxis) => ({
    x,
    y,
    yaxis,
    name: legendName(run.name),
    type: "scatter",
    mode: modeOf(x),
    uid: `${run.run}-${yaxis}`,
    line: { color, width: lineWidth(1.5, scale), dash: run.color.dash },
    marker: { color, size: 5 * scale.scale },
    hovertemplate: hoverOf(yaxis),
    legendgroup: run.run,
    showlegend: yaxis === "y",
  });
  return [line(curve.smooth_accuracy, "y"), line(curve.smooth_loss, "y2")];
}

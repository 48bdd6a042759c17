// The curves in words and numbers: what they say, what is read at a place, and all validations as a table.

import { nearestPlace } from "../browser/reading_line.js";
import { fixed, grouped, percent, secondsText } from "../browser/numbers.js";
import { filled } from "../browser/wording.js";

/** @import { Cell, Table } from "../browser/data_table.js" */
/** @import { Readings } from "../browser/reading_line.js" */
/** @import { Curve, Point } from "../browser/server.d.ts" */
/** @import { Axis } from "./curve_places.js" */

/** A run with a name. @typedef {{ name: string, curve: Curve, validations: Point[] }} NamedCourse */
/** The live run, if there is one, and the others. @typedef {{ live: { curve: Curve, validations: Point[] } | null, others: NamedCourse[] }} Courses */

/**
 * @typedef {object} WordLabels
 * @property {string} says {iteration} {accuracy} {loss}
 * @property {string} validated {accuracy} {iteration}
 * @property {string} other {name} {accuracy} {iteration}
 * @property {string} nothing
 * @property {string} read_iteration {iteration}
 * @property {string} read_seconds {seconds} {iteration}
 * @property {string} read_batch {accuracy} {loss}
 * @property {string} read_validation {accuracy} {iteration}
 * @property {string} read_other {name} {accuracy} {loss}
 * @property {string} table_title
 * @property {string} iteration
 * @property {string} smooth_accuracy
 * @property {string} smooth_loss
 * @property {string} validation
 * @property {string} validation_of {name}
 */

const TEXT_HEIGHT = 0.3; // accuracies end above it, losses below

/** @param {number} loss */
function lossText(loss) {
  return fixed(loss, 3);
}

/**
 * The last validation that was not after an iteration.
 * @param {Point[]} validations
 * @param {number} iteration
 */
function validationAt(validations, iteration) {
  return validations.findLast(([at]) => at <= iteration);
}

/**
 * @param {Courses} courses
 * @param {WordLabels} labels
 */
export function wordsOf({ live, others }, labels) {
  const said = [], last = (live?.curve.iteration.length ?? 0) - 1;
  if (live && last >= 0) {
    const { iteration, smooth_accuracy, smooth_loss } = live.curve;
    const values = { accuracy: percent(smooth_accuracy[last]), loss: lossText(smooth_loss[last]) };
    said.push(filled(labels.says, { iteration: grouped(iteration[last]), ...values }));
  }
  const validated = live?.validations.at(-1);
  if (validated) {
    said.push(filled(labels.validated, { accuracy: percent(validated[1]), iteration: grouped(validated[0]) }));
  }
  for (const { name, validations } of others) {
    const found = validations.at(-1);
    if (!found) continue;
    said.push(filled(labels.other, { name, accuracy: percent(found[1]), iteration: grouped(found[0]) }));
  }
  return said.join(" ") || labels.nothing;
}

/**
 * What can be read along the live run, or where there is none along the longest of the others.
 * @param {Courses} courses
 * @param {Axis} axis
 * @param {WordLabels} labels
 * @returns {Readings | null}
 */
export function readingsOf({ live, others }, axis, labels) {
  const longest = others.toSorted((a, b) => b.curve[axis].length - a.curve[axis].length)[0]?.curve;
  const along = live?.curve.iteration.length ? live.curve : longest;
  if (!along?.iteration.length) return null;
  const text = (/** @type {number} */ place) => {
    const at = along[axis][place], iteration = along.iteration[place];
    const first = axis === "seconds" ? labels.read_seconds : labels.read_iteration;
    const lines = [filled(first, { iteration: grouped(iteration), seconds: secondsText(along.seconds[place]) })];
    if (live && along === live.curve) lines.push(...liveLines(live, place, labels));
    lines.push(...others.flatMap((other) => otherLine(other, axis, at, labels)));
    return lines.join("\n");
  };
  return { x: along[axis], text, height: TEXT_HEIGHT };
}

/**
 * @param {{ curve: Curve, validations: Point[] }} live
 * @param {number} place
 * @param {WordLabels} labels
 */
function liveLines({ curve, validations }, place, labels) {
  const values = { accuracy: percent(curve.smooth_accuracy[place]), loss: lossText(curve.smooth_loss[place]) };
  const lines = [filled(labels.read_batch, values)], found = validationAt(validations, curve.iteration[place]);
  if (found) {
    lines.push(filled(labels.read_validation, { accuracy: percent(found[1]), iteration: grouped(found[0]) }));
  }
  return lines;
}

/**
 * Nothing where the run is not as long.
 * @param {NamedCourse} other
 * @param {Axis} axis
 * @param {number} at
 * @param {WordLabels} labels
 */
function otherLine({ name, curve }, axis, at, labels) {
  const places = curve[axis];
  if (!places.length || at > (places.at(-1) ?? 0)) return [];
  const place = nearestPlace(places, at);
  const values = { accuracy: percent(curve.smooth_accuracy[place]), loss: lossText(curve.smooth_loss[place]) };
  return [filled(labels.read_other, { name, ...values })];
}

/**
 * A row for each iteration at which a run was validated, and for the live run's last.
 * @param {Courses} courses
 * @param {WordLabels} labels
 * @param {string} file
 * @returns {Table}
 */
export function tableOf({ live, others }, labels, file) {
  const runs = [...live ? [live] : [], ...others];
  const last = live?.curve.iteration.at(-1), ends = last === undefined ? [] : [last];
  const iterations = new Set([...runs.flatMap(({ validations }) => validations.map(([at]) => at)), ...ends]);
  const own = live ? [labels.smooth_accuracy, labels.smooth_loss, labels.validation] : [];
  return {
    caption: labels.table_title,
    head: [labels.iteration, ...own, ...others.map(({ name }) => filled(labels.validation_of, { name }))],
    rows: [...iterations].sort((a, b) => a - b).map((iteration) => [
      { text: grouped(iteration), value: iteration },
      ...live ? liveCells(live, iteration) : [],
      ...others.map(({ validations }) => shareCell(validations.find(([at]) => at === iteration)?.[1])),
    ]),
    file,
  };
}

/**
 * @param {{ curve: Curve, validations: Point[] }} live
 * @param {number} iteration
 * @returns {Cell[]}
 */
function liveCells({ curve, validations }, iteration) {
  const place = curve.iteration.findIndex((each) => each >= iteration), known = place >= 0 && iteration > 0;
  const loss = known ? curve.smooth_loss[place] : undefined;
  return [
    shareCell(known ? curve.smooth_accuracy[place] : undefined),
    loss === undefined ? noCell() : { text: lossText(loss), value: loss },
    shareCell(validations.find(([at]) => at === iteration)?.[1]),
  ];
}

/**
 * @param {number | undefined} share
 * @returns {Cell}
 */
function shareCell(share) {
  return share === undefined ? noCell() : { text: percent(share), value: share };
}

/** @returns {Cell} */
function noCell() {
  return { text: "–", value: "" };
}

// One run in the table. The row is kept and only its words change: whoever types or clicks is not interrupted.

import { button, element, setAttributes, svgElement, write } from "../browser/elements.js";
import { grouped, percent, secondsText } from "../browser/numbers.js";
import { marginText } from "../browser/share_interval.js";
import { filled } from "../browser/wording.js";
import { RunName } from "./run_name.js";

/** @import { Colors, Dash, RunFrame } from "../browser/server.d.ts" */

/**
 * `given`: the part of the name that somebody typed. The rest is as it stands on the screen.
 * @typedef {object} RunData
 * @property {string} run
 * @property {string} name
 * @property {string} given
 * @property {Colors & { dash: Dash }} color
 * @property {boolean} present
 * @property {boolean} drawn
 * @property {string} differs
 * @property {string} iterations
 * @property {string} validation
 * @property {string} validation_when
 * @property {string} accuracy
 * @property {string} when
 * @property {string} parameters
 * @property {string} seconds
 */

/**
 * @typedef {object} Labels
 * @property {string} draw_run
 * @property {string} rename
 * @property {string} rename_help
 * @property {string} present
 * @property {string} at With the field {iteration}.
 * @property {string} open
 * @property {string} open_run
 * @property {string} delete
 * @property {string} delete_run
 */

/**
 * What a person asks for.
 * @typedef {object} Actions
 * @property {(drawn: boolean) => void} draw
 * @property {(name: string) => void} rename
 * @property {() => void} open
 * @property {() => void} remove
 */

export const NUMBERS = /** @type {const} */ (["iterations", "validation", "accuracy", "parameters", "seconds"]);
const DASHES = { solid: "", dash: "7 4", dot: "2 4" };

/** @param {HTMLElement} parent */
function swatch(parent) {
  const picture = svgElement("svg", "", parent), line = svgElement("path", "", picture);
  setAttributes(picture, { viewBox: "0 0 26 6", "aria-hidden": "true" });
  setAttributes(line, { d: "M0 3H26" });
  return line;
}

export class RunRow {
  line = element("tr");
  present = false;

  /**
   * @param {Actions} actions
   * @param {number} longest Letters of a name.
   */
  constructor({ draw, rename, open, remove }, longest) {
    const { line } = this, box = element("label", "", element("td", "ll-draw", line));
    this.tick = element("input", "", box);
    this.tick.type = "checkbox";
    this.tick.onchange = () => draw(this.tick.checked);
    this.stroke = swatch(box);
    const named = element("th", "ll-name", line);
    named.scope = "row";
    this.name = new RunName(named, longest, rename);
    this.shown = element("span", "ll-shown", named);
    this.differs = element("td", "ll-differs", line);
    const [iterations, validation, accuracy, parameters, seconds] = NUMBERS.map((name) =>
      element("td", `ll-number ll-${name}`, line)
    );
    this.iterations = iterations;
    this.parameters = parameters;
    this.seconds = seconds;
    this.validation = element("span", "ll-share", validation);
    this.validated = element("span", "ll-when", validation);
    this.share = element("span", "ll-share", accuracy);
    this.when = element("span", "ll-when", accuracy);
    const actions = element("td", "ll-actions", line);
    this.open = button(actions, "", open);
    this.open.className = "ll-open";
    this.remove = button(actions, "", remove);
    this.remove.className = "ll-delete";
  }

  /**
   * @param {RunData} data
   * @param {Labels} labels
   * @param {boolean} dark
   */
  show(data, labels, dark) {
    const { name, present, color } = data;
    this.present = present;
    this.line.classList.toggle("ll-present", present);
    this.line.setAttribute("aria-current", String(present));
    this.tick.checked = data.drawn;
    this.tick.setAttribute("aria-label", filled(labels.draw_run, { name }));
    setAttributes(this.stroke, { stroke: dark ? color.dark : color.light, "stroke-dasharray": DASHES[color.dash] });
    this.name.show(name, data.given, filled(labels.rename, { name }), labels.rename_help);
    this.shown.textContent = present ? labels.present : "";
    this.differs.textContent = data.differs;
    this.iterations.textContent = data.iterations;
    this.parameters.textContent = data.parameters;
    this.seconds.textContent = data.seconds;
    this.validation.textContent = data.validation;
    this.validated.textContent = data.validation_when;
    this.share.textContent = data.accuracy;
    this.when.textContent = data.when;
    this.open.textContent = labels.open;
    this.open.hidden = present;
    this.open.setAttribute("aria-label", filled(labels.open_run, { name }));
    this.remove.textContent = labels.delete;
    this.remove.setAttribute("aria-label", filled(labels.delete_run, { name }));
  }

  /**
   * The run moves on while it is watched.
   * @param {RunFrame} frame
   * @param {Labels} labels
   */
  showProgress({ iteration, seconds, validation }, { at }) {
    write(this.iterations, grouped(iteration));
    write(this.seconds, secondsText(seconds));
    if (!validation) return;
    const { correct, total } = validation;
    write(this.validation, `${percent(correct / total)} ${marginText(correct, total)}`);
    write(this.validated, filled(at, { iteration: grouped(validation.iteration) }));
  }

  /** @param {string} refused Why it cannot be drawn too; "" where it can. */
  limit(refused) {
    this.tick.disabled = refused !== "" && !this.tick.checked;
    this.tick.title = this.tick.disabled ? refused : "";
  }
}

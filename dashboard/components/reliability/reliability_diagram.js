// How often the network is right where its softmax value is so high: a sentence, the diagram, the same in numbers.

import { element } from "../browser/elements.js";
import { component } from "../browser/mounting.js";
import { grouped, percent, percentage, softmaxText } from "../browser/numbers.js";
import { filled } from "../browser/wording.js";
import { showWaiting, ViewFollower } from "../digit_gallery/result_view.js";
import { Diagram, rangeText } from "./diagram.js";

/** @import { Reliability, ReliabilityBin, TestView } from "../browser/server.d.ts" */
/** @import { ViewedCheckpoint } from "../digit_gallery/result_view.js" */
/** @import { Labels as DiagramLabels } from "./diagram.js" */

const COLUMNS = /** @type {const} */ (["range", "images", "mean", "share", "interval"]);

/** @typedef {DiagramLabels & Record<(typeof COLUMNS)[number] | "table" | "all", string>} Labels */
/** @typedef {ViewedCheckpoint & { labels: Labels }} Data */

/**
 * The words of a row, in the order of the columns.
 * @param {ReliabilityBin} bin
 * @param {string} name
 */
export function rowOf({ mean, correct, total, interval: [low, high] }, name) {
  const interval = `${percentage(low)}–${percentage(high)}`;
  return [name, grouped(total), softmaxText(mean), percent(correct / total), interval];
}

class ReliabilityDiagram {
  root = element("div", "ll-reliability");
  sentence = element("p", "ll-reliability-sentence", this.root);
  parts = element("div", "ll-reliability-parts", this.root);
  #diagram = new Diagram(this.parts);
  table = element("table", "", this.parts);
  #follower = new ViewFollower((view, at) => this.#draw(view, at));

  /** @param {Data} data */
  constructor(data) {
    this.data = data;
  }

  /** @param {Data} data */
  update(data) {
    this.data = data;
    this.#follower.update(data);
  }

  end() {
    this.#follower.end();
  }

  /**
   * @param {TestView} view
   * @param {number | null} at
   */
  #draw(view, at) {
    const { reliability } = view, { labels } = this.data;
    showWaiting(this.root, view, at);
    if (!reliability) return;
    this.sentence.textContent = reliability.sentence;
    this.#diagram.draw(reliability.bins, filled(labels.alt, { sentence: reliability.sentence }), labels);
    this.#fillTable(reliability);
  }

  /** @param {Reliability} reliability */
  #fillTable({ bins, all }) {
    const { labels } = this.data, head = element("tr"), body = element("tbody");
    this.table.setAttribute("aria-label", labels.table);
    for (const name of COLUMNS) element("th", "", head, labels[name]).scope = "col";
    const rows = [...bins.map((bin) => rowOf(bin, rangeText(bin))), rowOf(all, labels.all)];
    for (const [name, ...texts] of rows) {
      const line = element("tr", "", body);
      element("th", "", line, name).scope = "row";
      for (const text of texts) element("td", "", line, text);
    }
    const top = element("thead");
    top.append(head);
    this.table.replaceChildren(top, body);
  }
}

export default component((_, /** @type {Data} */ data) => new ReliabilityDiagram(data));

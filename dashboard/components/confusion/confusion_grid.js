// The confusion matrix as a picture that can be clicked; it follows the time slider.

import { element, nameControl, write } from "../browser/elements.js";
import { component } from "../browser/mounting.js";
import { percentage } from "../browser/numbers.js";
import { OneStop } from "../browser/one_stop.js";
import { filled } from "../browser/wording.js";
import { showWaiting, ViewFollower } from "../digit_gallery/result_view.js";
import { BLUE, colorCell, confusionTable, shareOf, strengthOf, VERMILLION } from "./confusion_table.js";

/** @import { Place } from "../browser/mounting.js" */
/** @import { TestView } from "../browser/server.d.ts" */
/** @import { ViewedCheckpoint } from "../digit_gallery/result_view.js" */
/** @import { Labels } from "./confusion_table.js" */

/**
 * `percent`: shares of the true class instead of counts; `chosen`: (true, predicted) of the gallery's filter.
 * @typedef {ViewedCheckpoint & { percent: boolean, chosen: [number | null, number | null], labels: Labels & { hint: string } }} Data
 */

class ConfusionGrid {
  root = element("div", "ll-confusion");
  said = element("p", "ll-said"); // of the cell that is pointed at: a box of words would lie on its neighbours
  #stop = new OneStop(this.root);
  #counts = Array.from({ length: 10 }, () => Array(10).fill(0));
  #follower = new ViewFollower((view, at) => this.#take(view, at));

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
  #take(view, at) {
    this.#counts = view.counts ?? this.#counts; // what is still to come leaves what is drawn in its place
    this.#draw();
    showWaiting(this.root, view, at);
  }

  #draw() {
    const { labels, chosen: [label, predicted] } = this.data;
    const parts = confusionTable(labels, (row, column) => {
      const cell = element("td");
      cell.append(this.#button(row, column));
      return cell;
    });
    const chosen = label === null || predicted === null ? -1 : 10 * label + predicted;
    this.#stop.renew(() => this.root.replaceChildren(this.said, ...parts), chosen);
    if (this.said.textContent === "") write(this.said, labels.hint);
  }

  /**
   * @param {number} row
   * @param {number} column
   */
  #button(row, column) {
    const { percent, labels, chosen } = this.data, count = this.#counts[row][column];
    const right = row === column, share = shareOf(this.#counts, row, column), strength = strengthOf(share, right);
    const made = element("button", right ? "ll-right" : "");
    made.type = "button";
    made.textContent = !count ? "·" : percent ? percentage(share) : String(count);
    if (share) colorCell(made, right ? BLUE : VERMILLION, strength);
    const said = percent && count ? `${count} (${made.textContent} %)` : count; // as it stands in the cell
    const words = filled(labels.cell, { true: row, predicted: column, count: said });
    nameControl(made, words);
    made.removeAttribute("title");
    made.onpointerenter = made.onfocus = () => write(this.said, words);
    made.onpointerleave = made.onblur = () => write(this.said, labels.hint);
    made.setAttribute("aria-pressed", String(chosen[0] === row && chosen[1] === column));
    made.onclick = () => this.place.tell("cell", [row, column]);
    return made;
  }
}

export default component((place, /** @type {Data} */ data) => new ConfusionGrid(place, data));

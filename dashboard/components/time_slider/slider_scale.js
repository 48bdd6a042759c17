// The scale: the checkpoints equally spaced (their iterations are nearly logarithmic), and last "live".

import { element } from "../browser/elements.js";
import { roomFor } from "../browser/label_room.js";
import { grouped } from "../browser/numbers.js";

/** @import { Checkpoint } from "../browser/server.d.ts" */

/**
 * The place of a checkpoint; live is the last one, and so is a checkpoint that is gone.
 * @param {readonly Checkpoint[]} checkpoints
 * @param {number | null} at
 */
export function placeOf(checkpoints, at) {
  const found = at === null ? -1 : checkpoints.findIndex(([iteration]) => iteration === at);
  return found < 0 ? checkpoints.length : found;
}

/**
 * What stands at a place: an iteration, or null for live.
 * @param {readonly Checkpoint[]} checkpoints
 * @param {number} place
 */
export function checkpointAt(checkpoints, place) {
  return checkpoints[place]?.[0] ?? null;
}

export class SliderScale {
  #drawn = "";

  /**
   * @param {HTMLElement} parent
   * @param {{ title: string, live: string }} labels
   */
  constructor(parent, labels) {
    this.labels = labels;
    this.root = element("div", "ll-scale", parent);
    this.input = element("input", "", this.root);
    Object.assign(this.input, { type: "range", min: 0, step: 1 });
    this.input.setAttribute("aria-label", labels.title);
    this.ticks = element("div", "ll-ticks", this.root);
    this.ticks.setAttribute("aria-hidden", "true");
  }

  /**
   * The slider's places, their ticks, and as many numbers as there is room for.
   * @param {readonly Checkpoint[]} checkpoints
   * @param {number | null} at
   */
  layOut(checkpoints, at) {
    const last = checkpoints.length, width = this.ticks.clientWidth;
    this.input.max = String(last);
    this.input.value = String(placeOf(checkpoints, at));
    const wanted = JSON.stringify([checkpoints.map(([iteration, correct]) => [iteration, correct !== null]), width]);
    if (this.#drawn === wanted || !width) return;
    this.#drawn = wanted;
    const tested = [...checkpoints.map(([, correct]) => correct !== null), true];
    this.ticks.replaceChildren(...tested.map((known, place) => {
      const tick = element("span", `ll-tick${known ? " ll-tested" : ""}`);
      tick.style.left = `${100 * place / last}%`;
      return tick;
    }));
    this.#label(checkpoints, width);
  }

  /**
   * @param {number | null} at
   */
  mark(at) {
    this.ticks.querySelector(".ll-here")?.classList.remove("ll-here");
    this.ticks.querySelector(`[data-place="${at ?? "live"}"]`)?.classList.add("ll-here");
  }

  /**
   * @param {readonly Checkpoint[]} checkpoints
   * @param {number} width
   */
  #label(checkpoints, width) {
    const last = checkpoints.length;
    const texts = [...checkpoints.map(([iteration]) => grouped(iteration)), this.labels.live];
    for (const place of roomFor(texts, (place) => width * place / last, [last, 0])) {
      const label = element("span", "ll-tick-label", this.ticks, texts[place]);
      label.style.left = `${100 * place / last}%`;
      label.dataset.place = String(checkpointAt(checkpoints, place) ?? "live");
    }
  }
}

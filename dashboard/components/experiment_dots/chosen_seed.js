// One seed is picked out, by the pointer or by keys: in both parts, in the strip, and in words.

import { element, write } from "../browser/elements.js";
import { place } from "./marks.js";
import { nearestSeed, walked } from "./seed_finding.js";
import { wayOf } from "./plot_marks.js";
import { seedText } from "./words.js";

/** @import { Plot } from "./plot.js" */
/** @import { Strip } from "./strip.js" */
/** @import { Data } from "./data.d.ts" */
/** @import { SeedRuns } from "./seed_runs.js" */

/** Where the label stands, in the root: over a place or, where there is no room, under it. @typedef {{ x: number, above: number, below: number }} LabelPlace */

const SPACE = 12; // between a place and its label

export class ChosenSeed {
  /** @type {number | null} */
  #seed = null;
  #walking = false; // by keys: the pointer's leaving means nothing
  /** @type {{ runs: SeedRuns, data: Data } | null} */
  #shown = null;

  /**
   * @param {HTMLElement} root
   * @param {Plot} plot
   * @param {Strip} strip
   */
  constructor(root, plot, strip) {
    this.root = root;
    this.plot = plot;
    this.strip = strip;
    this.label = element("div", "ll-label", root);
    this.label.hidden = true;
    this.spoken = element("div", "ll-unseen", root);
    this.spoken.setAttribute("aria-live", "polite");
    this.#listenToPicture();
    this.#listenToStrip(strip.box);
    this.#listenToKeys(plot.view.plot);
  }

  /**
   * What there is to choose from; a seed that is gone is not chosen any more.
   * @param {SeedRuns} runs
   * @param {Data} data
   */
  update(runs, data) {
    this.#shown = { runs, data };
    if (this.#seed !== null && !runs.runs.has(this.#seed)) this.#choose(null, null);
    else this.#showLabel(null);
  }

  /** @param {string} text */
  speak(text) {
    this.spoken.textContent = text;
  }

  /** Paints the chosen seed's dots and line on top of the others. */
  paint() {
    const { points, geometry, view: { layers: { chosen: marks } } } = this.plot;
    const found = this.#seed === null ? undefined : points.get(this.#seed);
    if (!found || !geometry) return;
    const way = wayOf(found.left), r = Math.max(geometry.radius + 1.5, 0.4 * geometry.rem);
    if (way) place(marks.get("line", "path", "ll-chosen-line"), { d: way });
    for (const part of /** @type {const} */ (["left", "right"])) {
      found[part].forEach((point, design) => {
        if (!point) return;
        const dot = marks.get(`${part} ${design}`, "circle", "ll-chosen-dot");
        place(dot, { cx: point[0], cy: point[1], r, style: `--ll-color: var(--ll-color-${design})` });
      });
    }
  }

  /**
   * @param {number | null} seed
   * @param {LabelPlace | null} at
   */
  #choose(seed, at) {
    const changed = this.#seed !== seed, { chosen } = this.plot.view.layers;
    this.#seed = seed;
    if (changed) {
      this.root.classList.toggle("ll-choosing", seed !== null);
      this.strip.mark(seed);
      chosen.begin();
      this.paint();
      chosen.end();
    }
    this.#showLabel(at);
  }

  #leave() {
    if (!this.#walking) this.#choose(null, null);
  }

  /** @param {LabelPlace | null} at null leaves it where it is. */
  #showLabel(at) {
    const { root, label } = this, shown = this.#shown;
    label.hidden = this.#seed === null;
    if (this.#seed === null || !shown) return;
    write(label, seedText(shown.runs, this.#seed, shown.data));
    if (!at) return;
    const x = Math.max(0, Math.min(root.clientWidth - label.offsetWidth, at.x - label.offsetWidth / 2));
    const over = at.above - label.offsetHeight - SPACE, y = over < 0 ? at.below + SPACE : over;
    label.style.transform = `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px)`;
  }

  /**
   * Over the seed's own dots, not on them: all of the part that `x` of the picture lies in.
   * @param {number} seed
   * @param {number} x
   * @returns {LabelPlace | null}
   */
  #placeOf(seed, x) {
    const { points, geometry, view } = this.plot;
    if (!geometry) return null;
    const dots = points.get(seed)?.[x < geometry.end ? "left" : "right"] ?? [];
    const ys = dots.filter((point) => point !== null).map(([, y]) => y);
    const outer = this.root.getBoundingClientRect(), inner = view.picture.getBoundingClientRect();
    const left = inner.left - outer.left, top = inner.top - outer.top;
    if (!ys.length) ys.push(geometry.top);
    return { x: x + left, above: top + Math.min(...ys), below: top + Math.max(...ys) };
  }

  #listenToPicture() {
    const { picture } = this.plot.view;
    picture.onpointermove = picture.onpointerdown = (/** @type {PointerEvent} */ event) => {
      const box = picture.getBoundingClientRect();
      const found = nearestSeed(this.plot.points, [event.clientX - box.left, event.clientY - box.top]);
      if (!found) {
        this.#leave();
        return;
      }
      this.#walking = false;
      this.#choose(found.seed, this.#placeOf(found.seed, found.x));
    };
    picture.onpointerleave = () => this.#leave();
  }

  /** @param {HTMLElement} strip */
  #listenToStrip(strip) {
    strip.onpointermove = strip.onpointerdown = (event) => {
      const cell = event.target instanceof Element ? event.target.closest(".ll-cell") : null;
      if (!(cell instanceof HTMLElement)) {
        this.#leave();
        return;
      }
      this.#walking = false;
      const outer = this.root.getBoundingClientRect(), inner = cell.getBoundingClientRect();
      const below = strip.getBoundingClientRect().bottom - outer.top; // the rows stay in sight
      const x = (inner.left + inner.right) / 2 - outer.left;
      this.#choose(Number(cell.dataset.seed), { x, above: -Infinity, below });
    };
    strip.onpointerleave = () => this.#leave();
  }

  /** @param {HTMLElement} plot */
  #listenToKeys(plot) {
    plot.onkeydown = (event) => {
      const seeds = this.#shown?.runs.seeds ?? [], seed = walked(seeds, this.#seed, event.key);
      if (seed === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      event.stopPropagation();
      this.#walking = seed !== null;
      const { axis = 0, end = 0 } = this.plot.geometry ?? {};
      this.#choose(seed, seed === null ? null : this.#placeOf(seed, (axis + end) / 2));
      if (this.label.textContent) this.speak(this.label.textContent);
    };
    plot.onblur = () => {
      this.#walking = false;
      this.#choose(null, null);
    };
  }
}

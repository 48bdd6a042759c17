// The page of Look inside: its parts from top to bottom, and how an answer is drawn into them.

import { markDrawn } from "../browser/checkpoint.js";
import { button, element, replaceControls } from "../browser/elements.js";
import { grouped } from "../browser/numbers.js";
import { filled } from "../browser/wording.js";
import { chosenLayer, nameOf, worksByHand } from "./choice.js";
import { CourseView } from "./course_view.js";
import { FeatureMaps, valueAt } from "./feature_maps.js";
import { Hand } from "./hand.js";
import { ImagePanel } from "./image_panel.js";
import { Kernels } from "./kernels.js";
import { LayerValues, WeightRows } from "./layer_values.js";
import { ScaleSwitch } from "./scale_switch.js";
import { Sections } from "./sections.js";
import { Switches } from "./switches.js";

/** @import { Place } from "../browser/mosaic_layout.js" */
/** @import { Image, Inspection, InspectionRequest, WeightRow } from "../browser/server.d.ts" */
/** @import { Chosen, LensData, LensLayer } from "./data.d.ts" */

/**
 * What is drawn: an answer, what was asked for, and the layer's output for each image, map after map.
 * @typedef {{ answer: Inspection, wish: InspectionRequest, layer: LensLayer, values: Float32Array[], peak: number }} Shown
 */

/**
 * What a person can do.
 * @typedef {object} Actions
 * @property {(change: Partial<Chosen>) => void} choose
 * @property {(side: number, image: Image) => void} chooseImage
 * @property {(image: number, place: Place) => void} pick An output in a feature map.
 * @property {(change: Partial<Chosen>) => void} work Another output to be worked through.
 * @property {(at: number | null) => void} travel To a checkpoint.
 */

export class LensView {
  root = element("div", "ll-lens");
  problem = element("p", "ll-problem", this.root);
  images = element("div", "ll-two ll-images", this.root);
  about = element("div", "ll-about", this.root);
  when = element("p", "ll-when", this.about);
  width = 0; // of the page; kept, as to ask for it makes the browser lay the page out
  #sections = new Sections();
  #theme = "";

  /**
   * @param {LensData} data
   * @param {Actions} actions
   */
  constructor({ labels, digits }, { choose, chooseImage, pick, work, travel }) {
    this.labels = labels;
    this.choose = choose;
    this.work = work;
    this.problem.setAttribute("role", "status");
    this.when.setAttribute("aria-live", "off");
    this.panels = labels.sides.map((side, place) =>
      new ImagePanel(this.images, side, labels, digits, (image) => chooseImage(place, image))
    );
    element("p", "ll-quiet ll-bars-key", this.about, labels.bars_key);
    this.courses = new CourseView(this.root, labels, travel);
    const bar = element("div", "ll-layer-bar", this.root);
    this.tabs = element("div", "ll-tabs", bar);
    this.tabs.setAttribute("role", "group");
    this.tabs.setAttribute("aria-label", labels.layers);
    const layer = element("div", "ll-layer", this.root);
    this.scales = new ScaleSwitch(bar, labels, (own) => choose({ own }));
    this.kernels = new Kernels(layer, labels, choose);
    this.maps = new FeatureMaps(layer, labels, pick);
    this.values = new LayerValues(layer, labels, (image, filter) => work({ image, filter }));
    this.hand = new Hand(layer, labels, choose);
    this.rows = new WeightRows(layer, labels);
    this.switches = new Switches(layer, labels, (off) => choose({ off }));
    const { kernels, maps, values, rows, hand, courses } = this;
    for (const part of [courses, kernels, maps, values, rows, hand]) this.#sections.add(part.root);
    this.#sections.add(this.images);
  }

  /** @param {string} text */
  showProblem(text) {
    this.problem.textContent = text;
  }

  /**
   * What was chosen; what the network says of it follows.
   * @param {LensData} data
   * @param {Chosen} chosen
   */
  showChoices(data, chosen) {
    const layer = chosenLayer(data, chosen);
    this.#showTabs(data.layers, chosen);
    this.scales.show(chosen.own);
    if (layer.inputs !== null) this.kernels.showChoice(chosen, layer.inputs);
    if (worksByHand(layer)) this.hand.showChoice(chosen, layer.shape);
    if (layer.switchable) this.switches.showChoice(layer, chosen.off);
  }

  /**
   * @param {Shown} shown
   * @param {boolean} own Each picture on its own scale.
   * @param {(() => void) | null} drawCourse Draws the course of the answers, where there is one.
   */
  draw(shown, own, drawCourse) {
    const { answer, wish, layer } = shown, { kernels, rows, work } = answer, maps = layer.shape.length === 3;
    this.#describe(shown);
    this.switches.showLayer(layer);
    this.switches.showAnswers(answer);
    this.#sections.draw(
      layer.name,
      new Map([
        [this.images, () => this.#drawImages(shown)],
        [this.courses.root, drawCourse],
        [this.kernels.root, kernels ? () => this.kernels.draw(layer, kernels, wish, own) : null],
        [this.maps.root, maps ? () => this.maps.draw({ ...shown, own }) : null],
        [this.values.root, maps ? null : () => this.values.draw(shown.values, shown.peak, wish.work ?? null, own)],
        [this.rows.root, rows?.length ? () => this.#drawRows(rows, wish, own) : null],
        [this.hand.root, work ? () => this.#drawHand(shown, work, own) : null],
      ]),
    );
  }

  /** Whether the page has another width, or another theme: then all is to be drawn anew. */
  measure() {
    const theme = getComputedStyle(this.root).getPropertyValue("--st-background-color");
    const width = this.root.clientWidth;
    if (width === this.width && theme === this.#theme) return false;
    this.width = width;
    this.#theme = theme;
    for (const mosaic of [this.kernels.mosaic, ...this.maps.mosaics, ...this.hand.mosaics]) mosaic.measure();
    return true;
  }

  end() {
    this.#sections.end();
    this.switches.test.end();
  }

  /**
   * @param {LensLayer[]} layers
   * @param {Chosen} chosen
   */
  #showTabs(layers, { layer: chosen, off }) {
    const tabs = layers.map(({ name, title, shape }) => {
      const tab = button(null, "", () => this.choose({ layer: name }));
      element("b", "", tab, name);
      tab.append(" ");
      element("span", "", tab, shape.join(" × "));
      tab.title = title; // its text is its name: two layers may be of one kind
      tab.setAttribute("aria-pressed", String(name === chosen));
      if (off[name]) tab.classList.add("ll-has-off");
      return tab;
    });
    replaceControls(this.tabs, tabs);
  }

  /**
   * In words, and on the root for whoever waits for the answer.
   * @param {Shown} shown
   */
  #describe({ answer, wish, layer }) {
    const { root, labels } = this, { iteration, key } = answer;
    this.when.textContent = filled(key === null ? labels.untrained : labels.at, { iteration: grouped(iteration) });
    Object.assign(root.dataset, { iteration, layer: layer.name, shown: nameOf(wish) });
    root.dataset.looks = String(Number(root.dataset.looks ?? 0) + 1);
    markDrawn(root, wish.at ?? null);
  }

  /** @param {Shown} shown */
  #drawImages({ answer, wish }) {
    this.panels.forEach((panel, image) =>
      panel.show(wish.images[image], answer.images[image], {
        probabilities: answer.probabilities[image],
        logits: answer.logits[image],
        all_on: answer.probabilities_all_on?.[image],
      })
    );
  }

  /**
   * @param {WeightRow[]} rows
   * @param {InspectionRequest} wish
   * @param {boolean} own
   */
  #drawRows(rows, { work }, own) {
    const choose = work ? (/** @type {number} */ filter) => this.work({ filter }) : null;
    this.rows.draw(rows, work?.filter ?? null, choose, own);
  }

  /**
   * @param {Shown} shown
   * @param {NonNullable<Inspection["work"]>} work
   * @param {boolean} own
   */
  #drawHand({ wish, layer, values, peak }, work, own) {
    const of = values[work.image], tile = work.filter, [rows, columns, filters] = layer.shape;
    const map = filters
      ? {
        rows,
        columns,
        values: of.subarray(tile * rows * columns, (tile + 1) * rows * columns),
        peak: own ? null : peak,
      }
      : null;
    this.hand.draw(work, {
      map,
      channel: wish.channel ?? 0,
      own,
      off: wish.off?.[layer.name]?.includes(tile) ?? false,
      valueAt: (row, column) => valueAt(of, layer.shape, { tile, row, column }),
    });
  }
}

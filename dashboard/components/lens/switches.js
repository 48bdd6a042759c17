// Filters and units switched off: the switches, and what the network is worth without them.

import { button, childrenOf, element, nameControl, replaceControls, write } from "../browser/elements.js";
import { placeOfLargest, range, softmaxText } from "../browser/numbers.js";
import { OneStop } from "../browser/one_stop.js";
import { filled } from "../browser/wording.js";
import { AblationTest } from "./ablation.js";

/** @import { Inspection, SwitchedOff } from "../browser/server.d.ts" */
/** @import { LensLayer, SwitchLabels } from "./data.d.ts" */

/**
 * The same with one of a layer's filters switched the other way.
 * @param {SwitchedOff} off
 * @param {string} layer
 * @param {number} number
 * @returns {SwitchedOff}
 */
export function switched(off, layer, number) {
  const numbers = off[layer] ?? [];
  const others = numbers.filter((each) => each !== number);
  return { ...off, [layer]: numbers.includes(number) ? others : [...others, number] };
}

export class Switches {
  /**
   * @param {HTMLElement} parent
   * @param {SwitchLabels} labels
   * @param {(off: SwitchedOff) => void} choose
   */
  constructor(parent, labels, choose) {
    this.labels = labels;
    this.choose = choose;
    this.root = element("section", "ll-switches", parent);
    this.title = element("h2", "", this.root);
    element("p", "ll-quiet", this.root, labels.switches_help);
    this.answers = element("div", "ll-answers", this.root);
    this.chips = element("div", "ll-chips", this.root);
    this.stop = new OneStop(this.chips, "button[aria-pressed]");
    const result = element("p", "ll-ablation", this.root);
    result.setAttribute("aria-live", "polite");
    this.test = new AblationTest(result, labels);
  }

  /**
   * @param {LensLayer} layer
   * @param {SwitchedOff} off
   */
  showChoice(layer, off) {
    const { labels } = this, numbers = new Set(off[layer.name]);
    const kind = layer.shape.length === 3 ? labels.filter : labels.unit;
    const chips = range(layer.shape.at(-1) ?? 0).map((number) => {
      const on = !numbers.has(number),
        chip = button(null, String(number), () => this.choose(switched(off, layer.name, number)));
      nameControl(chip, `${kind} ${number}`); // what is pressed is on: the name may not say what a click does
      chip.title = filled(on ? labels.turn_off : labels.turn_on, { number });
      chip.setAttribute("aria-pressed", String(on));
      return chip;
    });
    const all = button(null, labels.all_on, () => this.choose({}));
    all.className = "ll-all-on";
    all.disabled = Object.keys(off).length === 0;
    this.stop.renew(() => replaceControls(this.chips, [...chips, all]));
  }

  /**
   * Of what is drawn, which may be another layer than the one just chosen.
   * @param {LensLayer} layer
   */
  showLayer(layer) {
    this.root.hidden = !layer.switchable;
    this.title.textContent = layer.shape.length === 3 ? this.labels.switches : this.labels.switches_units;
  }

  /**
   * What the network says with them and without, beside the switches: the images are far above.
   * @param {Inspection} inspection
   */
  showAnswers({ probabilities, probabilities_all_on: all_on }) {
    const { sides, answer, answer_before } = this.labels;
    childrenOf(this.answers, sides.length, () => element("p")).forEach((line, image) => {
      const now = probabilities[image], predicted = placeOfLargest(now), before = all_on?.[image];
      const words = { side: sides[image], predicted, value: softmaxText(now[predicted]) };
      const first = before && placeOfLargest(before);
      write(
        line,
        first === undefined
          ? filled(answer, words)
          : filled(answer_before, { ...words, before: first, all: softmaxText(before?.[first] ?? 0) }),
      );
      line.classList.toggle("ll-turned", first !== undefined && first !== predicted);
    });
  }
}

// The ten softmax values as bars, in the chart's last card.

import { element } from "../browser/elements.js";
import { placeOfLargest, range, softmaxText } from "../browser/numbers.js";

/** @typedef {ReturnType<typeof makeBars>} Bars */

/** @param {HTMLElement} parent */
export function makeBars(parent) {
  const box = element("div", "ll-classes", parent);
  return range(10).map((digit) => {
    const row = element("div", "ll-class", box);
    element("b", "", row, String(digit));
    const track = element("span", "ll-class-track", row);
    return { row, bar: element("i", "", track), share: element("small", "", row) };
  });
}

/**
 * @param {Bars} bars
 * @param {number[]} probabilities
 * @param {number} [label] The true digit, where it is known.
 */
export function drawBars(bars, probabilities, label) {
  const best = placeOfLargest(probabilities);
  bars.forEach(({ row, bar, share }, digit) => {
    bar.style.width = `${100 * probabilities[digit]}%`;
    share.textContent = softmaxText(probabilities[digit]);
    row.classList.toggle("ll-best", digit === best);
    row.classList.toggle("ll-true", digit === label);
  });
}

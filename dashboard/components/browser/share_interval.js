// How sure a share such as 951 of 1,000 is, as `core/significance/wilson_interval.py` has it.

import { percentage } from "./numbers.js";

const Z95 = 1.959963984540054; // 97.5 % quantile of the standard normal distribution

/**
 * Half the width of Wilson's 95 % interval, in percentage points: ± 1.4
 * @param {number} correct
 * @param {number} total
 */
export function marginText(correct, total) {
  const share = correct / total, square = Z95 ** 2, scale = 1 + square / total;
  const spread = Z95 * Math.sqrt(share * (1 - share) / total + square / (4 * total ** 2)) / scale;
  const centre = (share + square / (2 * total)) / scale;
  const low = Math.max(0, centre - spread), high = Math.min(1, centre + spread);
  return `± ${percentage((high - low) / 2)}`;
}

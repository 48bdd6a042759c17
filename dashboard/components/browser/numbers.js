// Numbers as they are written: digits in groups, a true minus sign, as many decimals as are worth reading.

/**
 * A whole number in groups of three: 1,234,567
 * @param {number} number
 */
export function grouped(number) {
  return Math.round(number).toString().replace(/\B(?=(\d{3})+$)/g, ",");
}

/**
 * Seconds with one decimal, the whole ones in groups of three: 1,234.5
 * @param {number} seconds
 */
export function secondsText(seconds) {
  return seconds.toFixed(1).replace(/\B(?=(\d{3})+\.)/g, ",");
}

/**
 * A share in per cent. What is not all of it never reads 100 %.
 * @param {number} share
 */
export function percent(share) {
  const text = (share * 100).toFixed(1);
  return share < 1 && text === "100.0" ? "> 99.9 %" : `${text} %`;
}

/**
 * A softmax value: 0.998. What is not all of it never reads 1.
 * @param {number} value
 */
export function softmaxText(value) {
  const text = value.toFixed(3);
  return value < 1 && text === "1.000" ? "> 0.999" : text;
}

/**
 * A number as it stands in a sentence: 0.0123, −1.25, 0
 * @param {number} value
 * @param {number} [digits]
 */
export function figure(value, digits = 3) {
  if (value === 0) return "0";
  const size = Math.abs(value);
  const exponential = size >= 1000 || size < 10 ** -digits;
  const text = exponential ? value.toExponential(2) : value.toFixed(size >= 100 ? 1 : size >= 10 ? 2 : digits);
  return text.replace("-", "−");
}

/**
 * Decimals with which numbers up to `peak` are set one below the other.
 * @param {number} peak
 */
export function decimalsFor(peak) {
  return peak >= 100 ? 1 : peak >= 1 ? 2 : peak >= 0.1 ? 3 : 4;
}

/**
 * @param {number} value
 * @param {number} decimals
 */
export function fixed(value, decimals) {
  return value === 0 ? "0" : value.toFixed(decimals).replace("-", "−");
}

/**
 * The largest distance from zero.
 * @param {ArrayLike<number>} values
 */
export function largest(values) {
  let most = 0;
  for (let place = 0; place < values.length; place++) most = Math.max(most, Math.abs(values[place]));
  return most;
}

/**
 * The place of the largest value, the first of equal ones.
 * @param {readonly number[]} values
 */
export function placeOfLargest(values) {
  return values.indexOf(Math.max(...values));
}

/**
 * The whole numbers from 0 to below `count`.
 * @param {number} count
 */
export function range(count) {
  return [...Array(count).keys()];
}

/**
 * @param {number} value
 * @param {number} least
 * @param {number} most
 */
export function clamped(value, least, most) {
  return Math.max(least, Math.min(most, value));
}

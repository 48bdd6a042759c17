// Numbers as they are written: digits in groups, a true minus sign, as many decimals as are worth reading.
//
// One rule of rounding, here and in `core/number_format.py`: half away from zero, in decimal, once what arithmetic leaves behind is
// gone. `tests/files/rounding.json` has cases for both sides.

const DIGITS = 12; // significant ones; what lies beyond is the noise of binary arithmetic

/**
 * `value` × 10 to that `power`, with so many decimals; never −0.
 * @param {number} value
 * @param {number} decimals
 * @param {number} [power]
 */
function rounded(value, decimals, power = 0) {
  if (!Number.isFinite(value)) return String(value);
  const [mantissa, exponent] = Math.abs(value).toExponential(DIGITS - 1).split("e");
  const digits = mantissa.replace(".", ""), kept = Number(exponent) + 1 + power + decimals; // so many of the digits stay
  const up = kept >= 0 && kept < DIGITS && digits[kept] >= "5", whole = Number(digits.slice(0, Math.max(0, kept)));
  const text = `${whole + (up ? 1 : 0)}${"0".repeat(Math.max(0, kept - DIGITS))}`.padStart(decimals + 1, "0");
  const sign = value < 0 && /[1-9]/.test(text) ? "−" : "";
  return decimals ? `${sign}${text.slice(0, -decimals)}.${text.slice(-decimals)}` : sign + text;
}

/**
 * 0.000123 → 1.23e−4
 * @param {number} value
 * @param {number} decimals
 */
function exponential(value, decimals) {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value), exponent = Number(size.toExponential(DIGITS - 1).split("e")[1]);
  const places = Number(rounded(size, decimals, -exponent)) < 10 ? exponent : exponent + 1;
  return `${rounded(value, decimals, -places)}e${places < 0 ? "−" : "+"}${Math.abs(places)}`;
}

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
  return rounded(seconds, 1).replace(/\B(?=(\d{3})+\.)/g, ",");
}

/**
 * A share in per cent. What is not all of it never reads 100 %.
 * @param {number} share
 * @param {number} [decimals]
 */
export function percent(share, decimals = 1) {
  const text = percentage(share, decimals);
  return share < 1 && Number(text) === 100 ? `> ${rounded(100 - 10 ** -decimals, decimals)} %` : `${text} %`;
}

/**
 * A share in per cent where the sign stands elsewhere: 95.2
 * @param {number} share
 * @param {number} [decimals]
 */
export function percentage(share, decimals = 1) {
  return rounded(share, decimals, 2);
}

/**
 * A difference of two shares in percentage points, with its sign: +0.21
 * @param {number} share
 * @param {number} [decimals]
 */
export function points(share, decimals = 2) {
  const text = percentage(share, decimals);
  return Number(text) > 0 ? `+${text}` : text;
}

/**
 * A softmax value: 0.998. What is not all of it never reads 1.
 * @param {number} value
 */
export function softmaxText(value) {
  const text = rounded(value, 3);
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
  if (size >= 1000 || size < 10 ** -digits) return exponential(value, 2);
  return rounded(value, size >= 100 ? 1 : size >= 10 ? 2 : digits);
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
  return value === 0 ? "0" : rounded(value, decimals);
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

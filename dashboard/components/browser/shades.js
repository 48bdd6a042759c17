// The colour of a number: zero is white; red is positive, blue negative; without negative numbers, ink on paper.

/** @typedef {[red: number, green: number, blue: number]} Shade */

/** @type {Shade} */
const RED = [178, 24, 43];
/** @type {Shade} */
const BLUE = [33, 102, 172];
/** @type {Shade} */
const INK = [18, 26, 34];
const DARK_TEXT = "#1b2733";

/**
 * @param {number} value
 * @param {number} peak The end of the scale.
 * @param {boolean} signed Whether there are negative values.
 * @returns {Shade}
 */
export function shadeOf(value, peak, signed) {
  const share = Math.max(-1, Math.min(1, peak ? value / peak : 0));
  const end = !signed ? INK : share < 0 ? BLUE : RED;
  const strength = Math.abs(signed ? share : Math.max(0, share));
  const mixed = (/** @type {number} */ part) => Math.round(255 + (part - 255) * strength);
  return [mixed(end[0]), mixed(end[1]), mixed(end[2])];
}

/**
 * @param {Shade} shade
 */
export function cssOf([red, green, blue]) {
  return `rgb(${red} ${green} ${blue})`;
}

/**
 * Dark or light text, whichever can be read on a shade.
 * @param {Shade} shade
 */
export function textOn([red, green, blue]) {
  return 0.3 * red + 0.59 * green + 0.11 * blue < 140 ? "#fff" : DARK_TEXT;
}

/**
 * A shade as one pixel of a canvas.
 * @param {Shade} shade
 */
export function pixelOf([red, green, blue]) {
  return new Uint32Array(Uint8Array.of(red, green, blue, 255).buffer)[0];
}

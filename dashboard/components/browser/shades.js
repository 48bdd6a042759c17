// The colour of a number: zero is white; red is positive, blue negative; without negative numbers, ink on paper.

/** @typedef {[red: number, green: number, blue: number]} Shade */

/** @type {Shade} */
const RED = [178, 24, 43];
/** @type {Shade} */
const BLUE = [33, 102, 172];
/** @type {Shade} */
const INK = [18, 26, 34];
const DARK_TEXT = "#000";
const LIGHT_FROM = 0.179; // the luminance below which white is the easier to read

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
 * How much light a shade gives, from 0 to 1, as WCAG's contrast counts it.
 * @param {Shade} shade
 */
export function luminance([red, green, blue]) {
  const linear = (/** @type {number} */ part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

/**
 * Black or white text, whichever is the easier to read on a shade; its contrast is 4.5 or more.
 * @param {Shade} shade
 */
export function textOn(shade) {
  return luminance(shade) < LIGHT_FROM ? "#fff" : DARK_TEXT;
}

/**
 * A shade as one pixel of a canvas.
 * @param {Shade} shade
 */
export function pixelOf([red, green, blue]) {
  return new Uint32Array(Uint8Array.of(red, green, blue, 255).buffer)[0];
}

// Numbers as they travel in JSON: the bytes of an array as base64.

const PIECE = 8192; // so many arguments a call may have everywhere

/**
 * @param {string} base64
 */
export function bytesOf(base64) {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}

/**
 * @param {Uint8Array} bytes
 */
export function base64Of(bytes) {
  let text = "";
  for (let at = 0; at < bytes.length; at += PIECE) text += String.fromCharCode(...bytes.subarray(at, at + PIECE));
  return btoa(text);
}

/**
 * float32, little-endian
 * @param {string} base64
 */
export function floatsOf(base64) {
  return new Float32Array(bytesOf(base64).buffer);
}

/**
 * int16 in steps of a 32,767th of the peak → floats
 * @param {string} base64
 * @param {number} peak
 */
export function scaledOf(base64, peak) {
  const steps = new Int16Array(bytesOf(base64).buffer);
  return Float32Array.from(steps, (step) => step * peak / 32_767);
}

// Numbers as they travel in JSON: the bytes of an array as base64.

const PIECE = 8192; // so many arguments a call may have everywhere

/**
 * @param {string} base64
 */
export function bytesOf(base64) {
  const text = atob(base64), bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at); // of large maps a call each would take long
  return bytes;
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

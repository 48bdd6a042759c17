// The drawing stays while the tab does: over runs of the page, visits to other pages and a reload.

/** @import { Action, Pen } from "./strokes.js" */

/**
 * `raw`: not prepared as MNIST's images were; `upload`: the id of the picture that was last seen.
 * @typedef {object} Drawing
 * @property {Action[]} actions
 * @property {Pen} pen
 * @property {boolean} raw
 * @property {"drawing" | "upload"} source
 * @property {string | null} upload
 */

const STORE = "layerLabPad";

/** @type {Drawing | null} */
let kept = null;

/** @returns {Drawing} */
function stored() {
  /** @type {Drawing} */
  const fresh = { actions: [], pen: "medium", raw: false, source: "drawing", upload: null };
  try {
    return Object.assign(fresh, JSON.parse(sessionStorage.getItem(STORE) ?? "{}"));
  } catch {
    return fresh; // a browser without a store, or with an odd one: an empty pad
  }
}

export function keptDrawing() {
  return kept ??= stored();
}

export function keepDrawing() {
  try {
    sessionStorage.setItem(STORE, JSON.stringify(kept));
  } catch { /* full or forbidden: the drawing lasts until the tab is reloaded */ }
}

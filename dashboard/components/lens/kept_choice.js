// What was chosen in Look inside, kept for as long as the tab is open.

/** @import { Chosen, LensData } from "./data.d.ts" */

const KEPT = "layerLabInside"; // for as long as the tab is open
const ASKED = `${KEPT}Asked`;

/** @returns {Chosen} */
export function remembered() {
  const first = {
    images: [{ test: 0 }, { test: 13 }],
    layer: "",
    channel: 0,
    filter: 0,
    row: 6,
    column: 6,
    image: 0,
    given: false,
  };
  try {
    return { ...first, own: false, off: {}, ...JSON.parse(sessionStorage.getItem(KEPT) ?? "{}") };
  } catch {
    return { ...first, own: false, off: {} }; // written by another version, or not allowed
  }
}

/** @param {Chosen} chosen */
export function remember(chosen) {
  try {
    sessionStorage.setItem(KEPT, JSON.stringify(chosen));
  } catch { /* private windows may refuse */ }
}

/**
 * What another page wants looked at; each wish is fulfilled once.
 * @param {LensData["asked"]} asked
 * @returns {NonNullable<LensData["asked"]> | null}
 */
export function newlyAsked(asked) {
  if (!asked || asked.id === sessionStorage.getItem(ASKED)) return null;
  sessionStorage.setItem(ASKED, asked.id);
  return asked;
}

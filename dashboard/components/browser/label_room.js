// Of labels in a row, those that there is room for.

import { textScale } from "./text_scale.js";

const LETTER = 6.6, GAP = 8; // pixels where text has its usual size

/**
 * The places of the labels that are shown. After those that come first, powers of ten have their turn.
 * @param {readonly string[]} texts
 * @param {(place: number) => number} middle Where a label stands, in pixels.
 * @param {readonly number[]} first Whose turn comes before the others'.
 */
export function roomFor(texts, middle, first) {
  const places = [...texts.keys()], { scale } = textScale();
  /** @type {[number, number][]} */
  const taken = [];
  const inTurn = new Set([...first, ...places.filter((place) => /^1[0,]*$|^0$/.test(texts[place])), ...places]);
  return [...inTurn].filter((place) => {
    const half = scale * (texts[place].length * LETTER + GAP) / 2, at = middle(place);
    const free = taken.every(([from, to]) => at - half >= to || at + half <= from);
    if (free) taken.push([at - half, at + half]);
    return free;
  });
}

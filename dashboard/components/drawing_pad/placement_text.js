// How the ink came into the 28 × 28 picture, in words.

import { filled } from "../browser/wording.js";

/** @import { Placement } from "../browser/server.d.ts" */

/** @typedef {Record<"moved" | "unmoved" | "right" | "left" | "down" | "up", string>} PlacementLabels */

/**
 * @param {Placement} placed
 * @param {number} unit How many of the person's own pixels one of the picture that was sent is wide.
 * @param {PlacementLabels} labels
 */
export function placementText({ width, height, scaled_width, scaled_height, right, down }, unit, labels) {
  const ways = [];
  if (right) ways.push(filled(right > 0 ? labels.right : labels.left, { by: Math.abs(right) }));
  if (down) ways.push(filled(down > 0 ? labels.down : labels.up, { by: Math.abs(down) }));
  return filled(ways.length ? labels.moved : labels.unmoved, {
    width: Math.round(width * unit),
    height: Math.round(height * unit),
    scaled_width,
    scaled_height,
    way: ways.join(", "),
  });
}

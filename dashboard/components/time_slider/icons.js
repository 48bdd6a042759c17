// The icons on the slider's buttons.

import { setAttributes, svgElement } from "../browser/elements.js";

const PATHS = {
  previous: "M6 6h2.2v12H6zm3.5 6 8.5 6V6z",
  next: "M15.8 6H18v12h-2.2zM6 18l8.5-6L6 6z",
  play: "M8 5v14l11-7z",
  pause: "M6 5h4v14H6zm8 0h4v14h-4z",
};

/**
 * @param {keyof typeof PATHS} name
 */
export function icon(name) {
  const made = svgElement("svg");
  setAttributes(made, { viewBox: "0 0 24 24", "aria-hidden": "true" });
  setAttributes(svgElement("path", "", made), { d: PATHS[name] });
  return made;
}

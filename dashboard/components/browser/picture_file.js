// A canvas as a picture file.

import { element } from "./elements.js";
import { contextOf } from "./map_canvas.js";

/**
 * Saves it on the page's background: a canvas has none of its own.
 * @param {HTMLCanvasElement} canvas
 * @param {string} file
 */
export function savePicture(canvas, file) {
  const paper = element("canvas"), context = contextOf(paper);
  Object.assign(paper, { width: canvas.width, height: canvas.height });
  context.fillStyle = getComputedStyle(canvas).getPropertyValue("--st-background-color") || "#fff";
  context.fillRect(0, 0, paper.width, paper.height);
  context.drawImage(canvas, 0, 0);
  const link = element("a");
  Object.assign(link, { href: paper.toDataURL("image/png"), download: file });
  link.click();
}

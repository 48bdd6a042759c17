// A mosaic by keyboard: a cursor that the arrow keys move from picture to picture, or through their pixels.

import { element } from "./elements.js";
import { cornerOf } from "./mosaic_layout.js";
import { clamped } from "./numbers.js";

/** @import { Layout, Place } from "./mosaic_layout.js" */

/** @typedef {"pictures" | "pixels"} Steps What an arrow key steps over. */

const ARROWS = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

/**
 * The picture beside one; where there is none, the same.
 * @param {Layout} layout
 * @param {number} tile
 * @param {{ x: number, y: number }} way
 */
function beside({ across, count }, tile, { x, y }) {
  const column = tile % across + x, found = tile + x + across * y;
  return column >= 0 && column < across && found >= 0 && found < count ? found : tile;
}

/**
 * @param {Layout} layout
 * @param {Place} place
 * @param {{ x: number, y: number }} way
 * @returns {Place}
 */
function pixelBeside(layout, place, way) {
  const row = place.row + way.y, column = place.column + way.x, { rows, columns } = layout;
  if (row >= 0 && row < rows && column >= 0 && column < columns) return { ...place, row, column };
  const tile = beside(layout, place.tile, way);
  if (tile === place.tile) return place;
  return { tile, row: (row + rows) % rows, column: (column + columns) % columns };
}

/**
 * Where a key leads from a place; null: nowhere. Over the edge of a picture the arrows lead into the one beside it.
 * @param {string} key
 * @param {Layout} layout
 * @param {Place} place
 * @param {Steps} steps
 * @returns {Place | null}
 */
export function placeAfterKey(key, layout, place, steps) {
  const to = (/** @type {number} */ tile) => ({ ...place, tile: clamped(tile, 0, layout.count - 1) });
  if (key === "Home") return to(0);
  if (key === "End") return to(layout.count - 1);
  if (steps === "pixels" && key === "PageUp") return to(place.tile - 1);
  if (steps === "pixels" && key === "PageDown") return to(place.tile + 1);
  if (!(key in ARROWS)) return null;
  const way = ARROWS[/** @type {keyof typeof ARROWS} */ (key)];
  return steps === "pixels" ? pixelBeside(layout, place, way) : to(beside(layout, place.tile, way));
}

/**
 * What the keys do.
 * @typedef {object} Actions
 * @property {(place: Place) => void} choose Enter, or the space bar.
 * @property {(place: Place | null) => void} point The cursor is at that place; null: it has left.
 */

export class MosaicKeys {
  /** @type {Layout | null} */
  #layout = null;
  /** @type {Place} */
  #place = { tile: 0, row: 0, column: 0 };
  /** @type {(place: Place) => string} */
  #words = () => "";

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {Steps} steps
   * @param {Actions} actions
   */
  constructor(canvas, steps, { choose, point }) {
    this.canvas = canvas;
    this.steps = steps;
    this.choose = choose;
    this.point = point;
    this.cursor = element("div", "ll-mosaic-cursor", canvas.parentElement);
    this.spoken = element("div", "ll-spoken", canvas.parentElement);
    this.spoken.setAttribute("aria-live", "polite");
    canvas.addEventListener("keydown", (event) => this.#key(event));
    canvas.addEventListener("focus", () => {
      if (canvas.matches(":focus-visible")) this.#tell();
    });
    canvas.addEventListener("blur", () => this.point(null));
  }

  /**
   * After the mosaic was drawn.
   * @param {Layout} layout
   * @param {Place | undefined} chosen Where the cursor begins, as long as the focus is elsewhere.
   * @param {boolean} open Whether there is something to choose.
   * @param {(place: Place) => string} words What is said of a place.
   */
  follow(layout, chosen, open, words) {
    const { canvas } = this, { count, rows, columns } = layout;
    if (chosen && !canvas.matches(":focus")) this.#place = chosen;
    const { tile, row, column } = this.#place;
    this.#layout = layout;
    this.#words = words;
    this.#place = {
      tile: clamped(tile, 0, count - 1),
      row: clamped(row, 0, rows - 1),
      column: clamped(column, 0, columns - 1),
    };
    if (open) canvas.tabIndex = 0;
    else canvas.removeAttribute("tabindex");
    canvas.setAttribute("role", open ? "application" : "img");
    if (canvas.matches(":focus")) this.#show(layout);
  }

  /**
   * A click there: the keys go on from it.
   * @param {Place} place
   */
  moveTo(place) {
    this.#place = place;
    if (this.#layout) this.#show(this.#layout);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const layout = this.#layout;
    if (!layout || event.altKey || event.ctrlKey || event.metaKey) return;
    const chooses = event.key === "Enter" || event.key === " ";
    const place = chooses ? this.#place : placeAfterKey(event.key, layout, this.#place, this.steps);
    if (!place) return;
    event.preventDefault();
    event.stopPropagation(); // the page has keys of its own
    this.#place = place;
    if (chooses) this.choose(place);
    else this.#tell();
  }

  #tell() {
    if (!this.#layout) return;
    this.#show(this.#layout);
    this.cursor.scrollIntoView({ block: "nearest", inline: "nearest" });
    this.spoken.textContent = this.#words(this.#place);
    this.point(this.#place);
  }

  /** @param {Layout} layout */
  #show(layout) {
    const { canvas, cursor } = this, { tile, row, column } = this.#place, { x, y } = cornerOf(layout, tile);
    const pixels = this.steps === "pixels", cell = layout.tile / layout.columns;
    const box = pixels
      ? { left: x + column * cell, top: y + row * cell, width: cell, height: cell }
      : { left: x, top: y, width: layout.tile, height: layout.tall };
    Object.assign(cursor.style, {
      left: `${canvas.offsetLeft + box.left}px`,
      top: `${canvas.offsetTop + box.top}px`,
      width: `${box.width}px`,
      height: `${box.height}px`,
    });
  }
}

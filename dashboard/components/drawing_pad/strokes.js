// What was drawn on the pad, as strokes: they can be drawn at any size, and taken back.

export const PAD = 336; // the pad's side, in units of its own
export const PENS = { thin: 16, medium: 26, thick: 40 };
export const CLEAR = "clear"; // an action among the strokes, so that it can be taken back too
const LEAST = 1; // a shorter way is no new point

/** @typedef {keyof typeof PENS} Pen */
/** The pen's width, then x, y of every point: @typedef {number[]} Stroke */
/** @typedef {Stroke | typeof CLEAR} Action */

/**
 * @param {Pen} pen
 * @returns {Stroke}
 */
export function beginStroke(pen) {
  return [PENS[pen]];
}

/**
 * Whether the point was far enough from the last one to be added.
 * @param {Stroke} stroke
 * @param {number} x
 * @param {number} y
 */
export function addPoint(stroke, x, y) {
  if (stroke.length > 1) {
    const [last_x, last_y] = stroke.slice(-2), far = (x - last_x) ** 2 + (y - last_y) ** 2;
    if (far < LEAST ** 2) return false;
  }
  stroke.push(Math.round(10 * x) / 10, Math.round(10 * y) / 10);
  return true;
}

/**
 * The strokes that are seen.
 * @param {Action[]} actions
 * @returns {Stroke[]}
 */
export function strokesOf(actions) {
  return actions.slice(actions.lastIndexOf(CLEAR) + 1).filter((action) => action !== CLEAR);
}

/**
 * Without what no one will come back to: all before the last clearing but one.
 * @param {Action[]} actions
 * @returns {Action[]}
 */
export function pruned(actions) {
  const last = actions.lastIndexOf(CLEAR), before = last > 0 ? actions.lastIndexOf(CLEAR, last - 1) : -1;
  return before > 0 ? actions.slice(before) : actions;
}

/**
 * The places in a stroke of its points; each is drawn from the one before.
 * @param {Stroke} stroke
 */
export function pointsOf(stroke) {
  return Array.from({ length: (stroke.length - 1) / 2 }, (_, point) => 2 * point + 1);
}

/**
 * Draws one piece of a stroke: the way to its point at place `at`. The first is a dot: a line of no length is not drawn.
 * @param {CanvasRenderingContext2D} context
 * @param {number} scale Canvas pixels a unit.
 * @param {Stroke} stroke
 * @param {number} at
 */
export function drawPiece(context, scale, stroke, at) {
  const width = stroke[0] * scale, x = stroke[at] * scale, y = stroke[at + 1] * scale;
  context.beginPath();
  if (at === 1) {
    context.fillStyle = context.strokeStyle;
    context.arc(x, y, width / 2, 0, 2 * Math.PI);
    context.fill();
    return;
  }
  context.lineWidth = width;
  context.moveTo(stroke[at - 2] * scale, stroke[at - 1] * scale);
  context.lineTo(x, y);
  context.stroke();
}

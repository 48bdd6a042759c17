// What was drawn on the pad: kept as strokes, drawn at any size.
const PAD = 336; // its side, in units of its own; a stroke is [width, x, y, x, y, …] in them
const GRID = 140; // the side of the drawing as it is sent
const PENS = { thin: 16, medium: 26, thick: 40 };
const STORE = "layerLabPad";

// What was drawn stays while the tab does: over runs of the page, visits to other pages and a reload. "clear" is an action
// among the strokes, so that it can be undone too.
function remembered() {
  if (globalThis.layerLabPad) return globalThis.layerLabPad;
  const fresh = { actions: [], pen: "medium", raw: false, source: "drawing", upload: null };
  try {
    Object.assign(fresh, JSON.parse(sessionStorage.getItem(STORE)));
  } catch { /* a browser without a store, or with an odd one: an empty pad */ }
  return (globalThis.layerLabPad = fresh);
}

function remember(pad) {
  try {
    sessionStorage.setItem(STORE, JSON.stringify(pad));
  } catch { /* full or forbidden: the drawing lasts until the tab is reloaded */ }
}

function strokesOf(pad) {
  return pad.actions.slice(pad.actions.lastIndexOf("clear") + 1);
}

// One piece of a stroke, from its point `at`, with `scale` canvas pixels a unit. The first is a dot.
function drawPiece(context, scale, stroke, at) {
  const from = Math.max(1, at - 2);
  context.lineWidth = stroke[0] * scale;
  context.beginPath();
  context.moveTo(stroke[from] * scale, stroke[from + 1] * scale);
  context.lineTo(stroke[at] * scale, stroke[at + 1] * scale);
  context.stroke();
}

function pen(canvas, side, color, options) {
  canvas.width = canvas.height = side;
  const context = canvas.getContext("2d", options);
  Object.assign(context, { lineCap: "round", lineJoin: "round", strokeStyle: color });
  return context;
}

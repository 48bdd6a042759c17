// Many small pictures on one canvas: a hundred canvases of their own would cost a slow browser, and the training beside it, far more.
const GAP = 7, NUMBER_HEIGHT = 14;

// `choose({ tile, row, column })` is called with what was clicked, `point(...)` with what the pointer is over, or null.
function makeMosaic(parent, className, choose, point) {
  const canvas = element("canvas", className, parent);
  canvas.setAttribute("role", "img");
  const made = { canvas, places: null, frame: null };
  const at = (event) => placeOf(made, event.offsetX, event.offsetY);
  canvas.addEventListener("click", (event) => { const found = at(event); if (found && choose) choose(found); });
  canvas.addEventListener("pointermove", (event) => point?.(at(event)));
  canvas.addEventListener("pointerleave", () => point?.(null));
  if (choose) canvas.style.cursor = "pointer";
  return made;
}

// The largest tiles between `smallest` and `largest` pixels with which `count` of them stay within the height.
function arrange(count, width, { largest, smallest, height }) {
  for (let tile = largest; ; tile -= 2) {
    const across = Math.max(1, Math.min(count, Math.floor((width + GAP) / (tile + GAP))));
    const down = Math.ceil(count / across);
    if (tile <= smallest || down * (tile + GAP + NUMBER_HEIGHT) <= height) return { tile, across, down };
  }
}

// The width that there is, and the theme's colours. Kept: to ask for them between two drawings makes the browser lay out the page.
function frameOf(made) {
  if (made.frame) return made.frame;
  const style = getComputedStyle(made.canvas), width = made.canvas.parentElement.clientWidth;
  const of = (name, otherwise) => style.getPropertyValue(name) || otherwise;
  const frame = {
    width: Math.max(120, width), text: of("--st-text-color", "#222"), line: of("--st-border-color", "#ccc"),
    accent: of("--st-primary-color", "#0072B2"), font: `11px ${of("--st-font", "sans-serif")}`,
  };
  if (width) made.frame = frame; // hidden, it has none yet
  return frame;
}

// `picture`: { values, count, rows, columns, peakOf(tile), signed, chosen, marker: { tile, row, column }, off: Set, label, fit,
//   save: { words, file } where it may be saved as a picture }.
function drawMosaic(made, picture) {
  const { canvas } = made, frame = frameOf(made);
  const ratio = globalThis.devicePixelRatio || 1;
  const { tile, across, down } = arrange(picture.count, frame.width, picture.fit);
  const tall = tile * picture.rows / picture.columns;
  const step = { x: tile + GAP, y: tall + GAP + NUMBER_HEIGHT };
  const size = { width: across * step.x, height: down * step.y };
  const places = { tile, tall, across, step, count: picture.count, rows: picture.rows, columns: picture.columns };
  // What stands around the pictures is drawn anew only where it changed: text costs far more than pixels.
  const around = JSON.stringify([places, frame, ratio, picture.chosen, [...(picture.off ?? [])], picture.marker]);
  const context = canvas.getContext("2d");
  if (around !== made.around) {
    Object.assign(canvas, { width: Math.round(size.width * ratio), height: Math.round(size.height * ratio) }); // clears it, too
    Object.assign(canvas.style, { width: `${size.width}px`, height: `${size.height}px` });
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.imageSmoothingEnabled = false;
    Object.assign(made, { places, around });
    drawFrames(made, picture, frame, context);
  }
  drawPictures(made, picture, frame, context);
  canvas.setAttribute("aria-label", picture.label);
  if (picture.save) offerPicture(made, picture.save);
  canvas.dataset.drawn = String(Number(canvas.dataset.drawn ?? 0) + 1);
}

// A small button that saves the mosaic as it stands.
function offerPicture(made, { words, file }) {
  made.save ??= element("button", "ll-save", made.canvas.parentElement, "PNG");
  Object.assign(made.save, { type: "button", title: words, onclick: () => savePicture(made.canvas, file) });
  made.save.setAttribute("aria-label", words);
}

function savePicture(canvas, file) {
  const paper = element("canvas"), context = paper.getContext("2d");
  Object.assign(paper, { width: canvas.width, height: canvas.height });
  context.fillStyle = getComputedStyle(canvas).getPropertyValue("--st-background-color") || "#fff"; // the mosaic itself has none
  context.fillRect(0, 0, paper.width, paper.height);
  context.drawImage(canvas, 0, 0);
  const link = element("a");
  Object.assign(link, { href: paper.toDataURL("image/png"), download: file });
  link.click();
}

// Where picture number `place` begins.
function cornerOf({ across, step }, place) {
  return { x: (place % across) * step.x + 2, y: Math.floor(place / across) * step.y + NUMBER_HEIGHT };
}

// The pictures' borders and numbers, and the chosen one's mark.
function drawFrames({ places }, picture, { text, line, accent, font }, context) {
  const { tile, tall } = places;
  context.font = font;
  context.fillStyle = text;
  for (let place = 0; place < picture.count; place++) {
    const { x, y } = cornerOf(places, place), chosen = place === picture.chosen;
    context.lineWidth = chosen ? 3 : 1;
    context.strokeStyle = chosen ? accent : line;
    const out = context.lineWidth / 2;
    context.strokeRect(x - out, y - out, tile + 2 * out, tall + 2 * out);
    if (tile >= 16 || place % 5 === 0) {
      context.globalAlpha = chosen ? 1 : 0.65;
      context.fillText(String(place), x, y - 4);
      context.globalAlpha = 1;
    }
  }
}

// The pictures themselves: painted one below the other, then copied to their places.
function drawPictures(made, picture, { text }, context) {
  const { places } = made, { tile, tall } = places;
  made.strip ??= document.createElement("canvas");
  paintMaps(made.strip, picture);
  for (let place = 0; place < picture.count; place++) {
    const { x, y } = cornerOf(places, place), off = picture.off?.has(place);
    if (off) context.clearRect(x, y, tile, tall);
    context.globalAlpha = off ? 0.25 : 1;
    context.drawImage(made.strip, 0, place * picture.rows, picture.columns, picture.rows, x, y, tile, tall);
    context.globalAlpha = 1;
    if (off) {
      context.lineWidth = 1;
      context.strokeStyle = text;
      context.beginPath();
      context.moveTo(x, y); context.lineTo(x + tile, y + tall);
      context.moveTo(x + tile, y); context.lineTo(x, y + tall);
      context.stroke();
    }
  }
  if (picture.marker) {
    const { tile: place, row, column } = picture.marker;
    const { x, y } = cornerOf(places, place), cell = tile / picture.columns;
    context.lineWidth = 2;
    context.strokeStyle = "#E69F00";
    context.strokeRect(x + column * cell - 1, y + row * cell - 1, cell + 2, cell + 2);
  }
}

// Which picture, and which of its pixels, lies at (x, y) of the canvas; null between them.
function placeOf({ places }, x, y) {
  if (!places) return null;
  const { tile, tall, across, step, count, rows, columns } = places;
  const inX = (x % step.x) - 2, inY = (y % step.y) - NUMBER_HEIGHT;
  const found = Math.floor(y / step.y) * across + Math.floor(x / step.x);
  if (inX < 0 || inX >= tile || inY < -NUMBER_HEIGHT || inY >= tall || found >= count || x / step.x >= across) return null;
  return {
    tile: found,
    row: Math.max(0, Math.min(rows - 1, Math.floor(inY / tall * rows))),
    column: Math.max(0, Math.min(columns - 1, Math.floor(inX / tile * columns))),
  };
}

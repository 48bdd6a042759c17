// A layer's output as one picture: feature maps as a mosaic, values as cells, the ten classes as bars.
const MOST_MAPS = 64; // more would be dots

// byte → the colour of its value, as one 32-bit number a pixel; on a scale from `low` to `high`.
function palette(low, high) {
  const signed = low < 0, peak = Math.max(Math.abs(low), Math.abs(high)) || 1;
  return Uint32Array.from({ length: 256 }, (_, byte) => {
    const [red, green, blue] = shadeOf(low + byte * (high - low) / 255, peak, signed);
    return (255 << 24) | (blue << 16) | (green << 8) | red;
  });
}

const scratch = document.createElement("canvas");

function paintTile(bytes, start, rows, columns, colors) {
  if (scratch.width !== columns || scratch.height !== rows) Object.assign(scratch, { width: columns, height: rows });
  const context = scratch.getContext("2d");
  const picture = context.createImageData(columns, rows);
  const pixels = new Uint32Array(picture.data.buffer);
  for (let at = 0; at < rows * columns; at++) pixels[at] = colors[bytes[start + at]];
  context.putImageData(picture, 0, 0);
  return scratch;
}

// `count` tiles as near to a square as may be.
function grid(count) {
  const across = Math.ceil(Math.sqrt(count));
  return { across, down: Math.ceil(count / across) };
}

// Draws { shape, low, high, values } of one layer. Maps: each a tile; values: each a cell.
function drawOutput(canvas, output) {
  const bytes = bytesOf(output.values), colors = palette(output.low, output.high);
  const isMap = output.shape.length === 3;
  const [rows, columns] = isMap ? output.shape : [1, 1];
  const count = Math.min(isMap ? output.shape[2] : output.shape[0], isMap ? MOST_MAPS : Infinity);
  const { across, down } = grid(count);
  const side = Math.round(Math.max(48, canvas.parentElement.clientWidth) * (globalThis.devicePixelRatio || 1));
  const gap = isMap && count > 1 ? Math.max(1, Math.round(side / 90)) : 0;
  const step = (side + gap) / across, high = Math.round(down * step - gap);
  if (canvas.width !== side || canvas.height !== high) Object.assign(canvas, { width: side, height: high });
  const context = canvas.getContext("2d");
  context.clearRect(0, 0, side, high);
  context.fillStyle = "#cfd7de";
  context.imageSmoothingEnabled = step - gap < columns;
  for (let place = 0; place < count; place++) {
    const x = Math.round((place % across) * step), y = Math.round(Math.floor(place / across) * step);
    const width = Math.round((place % across + 1) * step - gap) - x;
    const tall = Math.round((Math.floor(place / across) + 1) * step - gap) - y;
    if (gap) context.fillRect(x - gap, y - gap, width + 2 * gap, tall + 2 * gap);
    context.drawImage(paintTile(bytes, place * rows * columns, rows, columns, colors), x, y, width, tall);
  }
}

function makeBars(parent) {
  const box = element("div", "ll-classes", parent);
  return Array.from({ length: 10 }, (_, digit) => {
    const row = element("div", "ll-class", box);
    element("b", "", row, String(digit));
    const track = element("span", "ll-class-track", row);
    return { row, bar: element("i", "", track), share: element("small", "", row) };
  });
}

// `label`: the true digit, undefined where it is not known.
function drawBars(bars, probabilities, label) {
  const best = probabilities.indexOf(Math.max(...probabilities));
  bars.forEach(({ row, bar, share }, digit) => {
    bar.style.width = `${100 * probabilities[digit]}%`;
    share.textContent = `${Math.round(100 * probabilities[digit])} %`;
    row.classList.toggle("ll-best", digit === best);
    row.classList.toggle("ll-true", digit === label);
  });
}

// Numbers as pictures: kernels and feature maps, drawn crisp. Zero is white; red is positive, blue negative.
const RED = [178, 24, 43], BLUE = [33, 102, 172], INK = [18, 26, 34];

// The colour of `value` where `peak` is the end of the scale; without negative values (`signed` false) ink on paper.
function shadeOf(value, peak, signed) {
  const share = Math.max(-1, Math.min(1, peak ? value / peak : 0));
  const end = !signed ? INK : share < 0 ? BLUE : RED;
  const strength = Math.abs(signed ? share : Math.max(0, share));
  return end.map((part) => Math.round(255 + (part - 255) * strength));
}

function cssOf([red, green, blue]) {
  return `rgb(${red} ${green} ${blue})`;
}

// 511 shades from one end of the scale to the other, as a canvas keeps them: no arrays are made for each pixel.
const STEPS = 255;
const PALETTES = Object.fromEntries([true, false].map((signed) => [signed, Uint32Array.from({ length: 2 * STEPS + 1 }, (_, place) => {
  const [red, green, blue] = shadeOf(place - STEPS, STEPS, signed);
  return new Uint32Array(Uint8Array.of(red, green, blue, 255).buffer)[0];
})]));

// Draws `count` maps of rows × columns numbers one below the other, one canvas pixel each number.
function paintMaps(canvas, { values, count, rows, columns, peakOf, signed }) {
  if (canvas.width !== columns || canvas.height !== count * rows) Object.assign(canvas, { width: columns, height: count * rows });
  const context = canvas.getContext("2d");
  const picture = context.createImageData(columns, count * rows);
  const pixels = new Uint32Array(picture.data.buffer), palette = PALETTES[signed], cells = rows * columns;
  for (let place = 0, at = 0; place < count; place++) {
    const peak = peakOf(place), scale = peak ? STEPS / peak : 0;
    for (const end = at + cells; at < end; at++) {
      const step = Math.round(values[at] * scale);
      pixels[at] = palette[STEPS + (step > STEPS ? STEPS : step < -STEPS ? -STEPS : step)];
    }
  }
  context.putImageData(picture, 0, 0);
}

// Draws one map of rows × columns numbers.
function paintMap(canvas, values, rows, columns, peak, signed) {
  paintMaps(canvas, { values, count: 1, rows, columns, peakOf: () => peak, signed });
}

// A digit as it was put in: `bytes` 28 × 28, 255 is ink, drawn dark on light.
function paintDigit(canvas, bytes) {
  paintMap(canvas, bytes, 28, 28, 255, false);
}

// The numbers of an answer to `startLooking`: int16 in steps of a 32,767th of the peak → floats.
function mapValues(base64, peak) {
  const steps = new Int16Array(bytesOf(base64).buffer);
  return Float32Array.from(steps, (step) => step * peak / 32767);
}

function floatValues(base64) {
  return new Float32Array(bytesOf(base64).buffer);
}

// A number as it stands in arithmetic: 0.0123, −1.25, 0
function figure(value, digits = 3) {
  if (value === 0) return "0";
  const size = Math.abs(value);
  const text = size >= 1000 || size < 10 ** -digits ? value.toExponential(2) : value.toFixed(size >= 100 ? 1 : size >= 10 ? 2 : digits);
  return text.replace("-", "−");
}

// Decimals with which numbers up to `peak` are set one below the other.
function decimalsFor(peak) {
  return peak >= 100 ? 1 : peak >= 1 ? 2 : peak >= 0.1 ? 3 : 4;
}

function fixed(value, decimals) {
  const text = value.toFixed(decimals).replace("-", "−");
  return value === 0 ? "0" : text;
}

function largest(values) {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

// Dark or light text, whichever can be read on a shade of `shadeOf`.
function textOn([red, green, blue]) {
  return 0.3 * red + 0.59 * green + 0.11 * blue < 140 ? "#fff" : "#1b2733";
}

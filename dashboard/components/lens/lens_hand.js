// One output pixel of a convolution by hand: patch × kernel = products, their sum + bias, the activation, and the pooling after it.
const LARGEST_TABLE = 11; // a kernel of more rows is drawn, but not written out
const SHOWN_TERMS = 30;

function makeHand(parent, labels, choose) {
  const root = element("section", "ll-hand", parent);
  element("h3", "", root, labels.hand);
  const words = element("p", "ll-quiet", root, labels.hand_help);
  const sliders = element("div", "ll-controls", root);
  const made = { root, words, labels, inputs: {} };
  for (const name of ["filter", "row", "column"]) {
    const wrap = element("label", "ll-slider", sliders);
    const text = element("span", "", wrap);
    const input = element("input", "", wrap);
    Object.assign(input, { type: "range", min: 0, step: 1 });
    input.oninput = () => choose({ [name]: Number(input.value) });
    made.inputs[name] = { input, text };
  }
  made.sides = element("div", "ll-toggle", sliders);
  made.boxes = element("div", "ll-hand-boxes", root);
  made.stacks = ["patch", "kernel", "products"].map((name) => {
    const box = element("figure", `ll-stack-${name}`, made.boxes);
    element("figcaption", "", box, labels[name]);
    return { name, mosaic: makeMosaic(element("div", "ll-fill", box), "", ({ tile }) => choose({ channel: tile })), box };
  });
  made.tables = element("div", "ll-hand-tables", root);
  made.arithmetic = element("div", "ll-arithmetic", root);
  return made;
}

// The limits and places of the sliders; `shape`: (rows, columns, filters) of the layer.
function showSliders(made, chosen, shape, sides, pick) {
  const most = { filter: shape[2] - 1, row: shape[0] - 1, column: shape[1] - 1 };
  for (const [name, { input, text }] of Object.entries(made.inputs)) {
    input.max = most[name];
    input.value = chosen[name];
    text.textContent = `${made.labels[name]} ${chosen[name]}`;
  }
  made.sides.replaceChildren(...sides.map((side, place) => {
    const button = control(null, side, filled(made.labels.work_on, { side }), () => pick(place));
    button.setAttribute("aria-pressed", String(chosen.image === place));
    return button;
  }));
}

// `work`: the server's answer; `values`: the layer's maps of that image, to show the pooling window; `columns`: their width.
function showHand(made, work, channel, values, columns, rows) {
  const { labels } = made;
  const [size, , channels] = work.shape;
  const patch = channelsFirst(floatValues(work.patch), size, channels);
  const kernel = channelsFirst(floatValues(work.kernel), size, channels);
  const products = patch.map((value, at) => value * kernel[at]);
  const at = Math.min(channel, channels - 1);
  const numbers = { patch, kernel, products };
  for (const { name, mosaic, box } of made.stacks) {
    const stack = numbers[name];
    const peak = largest(stack);
    drawMosaic(mosaic, {
      values: stack, count: channels, rows: size, columns: size, peakOf: () => peak, chosen: channels > 1 ? at : undefined,
      signed: name !== "patch" || stack.some((value) => value < 0), fit: { largest: channels === 1 ? 150 : 92, smallest: 12, height: 240 },
      label: filled(labels.stack, { what: labels[name], channels, peak: figure(peak) }),
    });
    box.querySelector("figcaption").textContent = `${labels[name]} (${filled(labels.largest, { peak: figure(peak) })})`;
  }
  made.tables.replaceChildren();
  if (size <= LARGEST_TABLE) {
    if (channels > 1) element("p", "ll-tables-title", made.tables, filled(labels.of_channel, { channel: at }));
    const line = element("div", "ll-tables", made.tables);
    const part = (all) => all.subarray(at * size * size, (at + 1) * size * size);
    line.append(
      numberTable(part(patch), size, work.inside, labels.patch), element("span", "ll-sign", null, "×"),
      numberTable(part(kernel), size, null, labels.kernel), element("span", "ll-sign", null, "="),
      numberTable(part(products), size, null, labels.products));
  }
  made.arithmetic.replaceChildren(...arithmetic(work, patch, kernel, products, at, labels));
  if (work.window) made.arithmetic.append(poolingLine(work, values, columns, rows, labels));
}

// (rows, columns, channels) → channel after channel
function channelsFirst(values, size, channels) {
  const turned = new Float32Array(values.length);
  for (let at = 0; at < size * size; at++)
    for (let channel = 0; channel < channels; channel++) turned[channel * size * size + at] = values[at * channels + channel];
  return turned;
}

function numberTable(values, size, inside, label) {
  const table = element("table", "ll-numbers");
  table.setAttribute("aria-label", label);
  const peak = largest(values), decimals = decimalsFor(peak);
  const signed = label && values.some((value) => value < 0);
  for (let row = 0; row < size; row++) {
    const line = element("tr", "", table);
    for (let column = 0; column < size; column++) {
      const value = values[row * size + column];
      const cell = element("td", inside && !inside[row * size + column] ? "ll-outside" : "", line, fixed(value, decimals));
      const shade = shadeOf(value, peak, signed);
      cell.style.background = cssOf(shade);
      cell.style.color = textOn(shade);
    }
  }
  return table;
}

function arithmetic(work, patch, kernel, products, at, labels) {
  const [size, , channels] = work.shape;
  const cells = size * size;
  const terms = [], patch_digits = decimalsFor(largest(patch)), kernel_digits = decimalsFor(largest(kernel));
  for (let place = at * cells; place < (at + 1) * cells && terms.length < SHOWN_TERMS; place++)
    terms.push(`${fixed(patch[place], patch_digits)} · ${bracketed(kernel[place], kernel_digits)}`);
  const more = cells > SHOWN_TERMS ? " + …" : "";
  const sums = [...Array(channels).keys()].map((channel) =>
    products.subarray(channel * cells, (channel + 1) * cells).reduce((sum, value) => sum + value, 0));
  const digits = Math.max(4, decimalsFor(largest(sums)));
  const lines = [];
  const line = (label, text) => {
    const made = element("div", "ll-line");
    element("span", "ll-line-label", made, label);
    element("code", "", made, text);
    lines.push(made);
  };
  line(channels > 1 ? filled(labels.channel_sum, { channel: at }) : labels.products_sum, `${terms.join(" + ")}${more} = ${fixed(sums[at], digits)}`);
  if (channels > 1) {
    const shown = sums.slice(0, 48).map((sum) => bracketed(sum, digits)).join(" + ");
    line(filled(labels.channels_sum, { channels }), `${shown}${channels > 48 ? " + …" : ""} = ${fixed(work.sum - work.bias, digits)}`);
  }
  line(labels.with_bias, `${fixed(work.sum - work.bias, digits)} + ${bracketed(work.bias, digits)} = ${fixed(work.sum, digits)}`);
  line(labels.activation, `${labels.functions[work.function]}(${fixed(work.sum, digits)}) = ${fixed(work.activation, digits)}`);
  const own = element("div", "ll-line ll-own");
  element("span", "ll-line-label", own, labels.network);
  element("code", "", own, fixed(work.own, digits));
  const apart = Math.abs(work.own - work.activation);
  element("span", "ll-quiet", own, apart <= 1e-5 * Math.max(Math.abs(work.own), 0.01) ? labels.same : labels.rounded);
  lines.push(own);
  return lines;
}

function bracketed(value, decimals) {
  return value < 0 ? `(${fixed(value, decimals)})` : fixed(value, decimals);
}

// The pixels that the pooling after it looks at, and what it makes of them.
function poolingLine(work, values, columns, rows, labels) {
  const { window: pool } = work;
  const root = element("div", "ll-line ll-pooling");
  element("span", "ll-line-label", root, filled(labels.pooling, { layer: pool.layer, row: pool.at[0], column: pool.at[1] }));
  const table = element("table", "ll-numbers");
  for (let row = pool.rows[0]; row < pool.rows[1]; row++) {
    const line = element("tr", "", table);
    for (let column = pool.columns[0]; column < pool.columns[1]; column++) {
      const cell = element("td", "", line, fixed(values[work.filter * rows * columns + row * columns + column], 3));
      if (row === work.row && column === work.column) cell.classList.add("ll-this");
      if (work.pooled && row === work.pooled[0] && column === work.pooled[1]) cell.classList.add("ll-taken");
    }
  }
  root.append(table);
  const taken = work.pooled && filled(labels.taken, { row: work.pooled[0], column: work.pooled[1], value: figure(pool.value, 4) });
  element("span", "", root, taken || filled(labels.averaged, { value: figure(pool.value, 4) }));
  return root;
}

// One layer: its kernels, what it puts out for both images, its biases.
const FITS = { maps: { largest: 112, smallest: 22, height: 330 }, kernels: { largest: 64, smallest: 18, height: 170 } };

function drawKernels(mounted, layer) {
  const { parts, data, answer } = mounted;
  const { kernels, request } = answer;
  const [rows, columns, , filters] = kernels.shape;
  drawMosaic(parts.kernel_mosaic, {
    values: floatValues(kernels.values), count: filters, rows, columns, peakOf: () => kernels.peak, signed: true,
    chosen: request.work?.filter, off: new Set(request.off[layer.name]), fit: FITS.kernels,
    label: filled(data.labels.kernels_alt, { layer: layer.name, filters, channel: kernels.channel, peak: figure(kernels.peak) }),
    save: { words: data.labels.save, file: `${layer.name}-kernels-${kernels.channel}.png` },
  });
  drawScale(parts.kernel_scale, -kernels.peak, kernels.peak, filled(data.labels.kernels_scale, { layer: layer.name }));
}

function drawMaps(mounted, layer) {
  const { parts, data, answer, values, chosen } = mounted;
  const { labels } = data, { request } = answer;
  const [rows, columns, filters] = layer.shape;
  const cells = rows * columns;
  const low = Math.min(...values.map((each) => each.reduce((least, value) => Math.min(least, value), 0)));
  const signed = low < 0;
  parts.map_mosaics.forEach((mosaic, place) => {
    const peaks = chosen.own && [...Array(filters).keys()].map((filter) =>
      largest(values[place].subarray(filter * cells, (filter + 1) * cells)));
    const marked = request.work && request.work.image === place;
    drawMosaic(mosaic, {
      values: values[place], count: filters, rows, columns, peakOf: (tile) => (peaks ? peaks[tile] : answer.maps.peak), signed,
      chosen: request.work?.filter, off: new Set(request.off[layer.name]), fit: FITS.maps,
      marker: marked ? { tile: request.work.filter, row: request.work.row, column: request.work.column } : null,
      label: filled(labels.maps_alt, { layer: layer.name, filters, side: labels.sides[place], peak: figure(answer.maps.peak) }),
      save: { words: labels.save, file: `${layer.name}-maps-${place + 1}.png` },
    });
  });
  if (chosen.own) parts.scale.replaceChildren(element("span", "ll-quiet", null, labels.own_scale));
  else drawScale(parts.scale, signed ? -answer.maps.peak : 0, answer.maps.peak, labels.one_scale);
}

function drawScale(parent, low, high, text) {
  parent.replaceChildren(
    element("span", "", null, figure(low)),
    element("i", low < 0 ? "ll-signed" : "ll-unsigned"),
    element("span", "", null, figure(high)),
    element("span", "ll-quiet", null, text));
}

function drawBiases(mounted) {
  const { parts, answer, chosen } = mounted;
  const peak = largest(answer.biases);
  valueCells(parts.bias_cells, answer.biases, peak, true, answer.request.work ? answer.request.work.filter : null,
    answer.request.work ? (place) => mounted.choose({ filter: place }) : null, chosen);
}

// Numbers as a picture: one cell each, its number, its colour, its value.
function valueCells(parent, values, peak, signed, marked, choose) {
  const cells = [...parent.children];
  for (let place = cells.length; place < values.length; place++) {
    const cell = element("div", "ll-cell", parent);
    element("small", "", cell);
    element("span", "", cell);
    cells.push(cell);
  }
  const decimals = decimalsFor(peak);
  for (const spare of cells.slice(values.length)) spare.remove();
  values.forEach((value, place) => {
    const cell = cells[place], shade = shadeOf(value, peak, signed);
    cell.children[0].textContent = String(place);
    cell.children[1].textContent = fixed(value, decimals);
    cell.style.background = cssOf(shade);
    cell.style.color = textOn(shade);
    cell.classList.toggle("ll-marked", place === marked);
    cell.onclick = choose ? () => choose(place) : null;
  });
}

function drawValues(mounted, layer) {
  const { parts, data, answer, values } = mounted;
  const { labels } = data;
  const signed = values.some((each) => each.some((value) => value < 0));
  if (parts.values.dataset.layer !== layer.name || parts.values.children.length !== 3) {
    parts.values.dataset.layer = layer.name;
    parts.values.replaceChildren(
      element("h3", "", null, labels.values), element("div", "ll-scale"), element("div", "ll-two"));
    for (const side of labels.sides) {
      const box = element("div", "", parts.values.children[2]);
      element("div", "ll-side", box, side);
      element("div", "ll-cells ll-scrolled", box);
    }
  }
  drawScale(parts.values.children[1], signed ? -answer.maps.peak : 0, answer.maps.peak, labels.one_scale);
  values.forEach((each, place) =>
    valueCells(parts.values.children[2].children[place].lastChild, [...each], answer.maps.peak, signed, null, null));
}

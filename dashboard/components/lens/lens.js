// Look inside: what every layer makes of two images, live while the network trains.
const KEPT = "layerLabInside"; // what was chosen, for as long as the tab is open
const STILL_MS = 1200; // longer than from one look to the next

function remembered() {
  const first = { images: [{ test: 0 }, { test: 13 }], layer: null, channel: 0, filter: 0, row: 6, column: 6, image: 0, own: false, off: {} };
  try {
    return { ...first, ...JSON.parse(sessionStorage.getItem(KEPT) ?? "{}") };
  } catch {
    return first; // written by another version, or not allowed
  }
}

function build(mounted, data, parentElement) {
  const { labels } = data;
  const root = element("div", "ll-lens");
  const problem = element("p", "ll-problem", root);
  problem.setAttribute("role", "status");
  const when = element("p", "ll-when", root);
  when.setAttribute("aria-live", "off");
  const images = element("div", "ll-two", root);
  const panels = labels.sides.map((side, place) =>
    makeImagePanel(images, side, labels, data.digits, (image) => mounted.choose({ images: mounted.chosen.images.with(place, image) })));
  const checkpoints = makeCourses(root, labels, (at) => travelTo(mounted.data.run, at));
  const tabs = element("div", "ll-tabs", root);
  tabs.setAttribute("role", "group");
  tabs.setAttribute("aria-label", labels.layers);
  const layer = element("div", "ll-layer", root);
  const parts = { root, problem, when, images, panels, checkpoints, tabs, layer };
  parts.kernels = section(layer, "ll-kernels", labels.kernels);
  parts.channel = element("div", "ll-controls", parts.kernels);
  parts.kernel_mosaic = makeMosaic(element("div", "ll-fill", parts.kernels), "", ({ tile }) => mounted.choose({ filter: tile }));
  parts.kernel_scale = element("div", "ll-scale", parts.kernels);
  parts.maps = section(layer, "ll-maps", labels.maps);
  parts.scales = element("div", "ll-toggle", parts.maps);
  parts.scale = element("div", "ll-scale", parts.maps);
  const two = element("div", "ll-two", parts.maps);
  parts.map_mosaics = labels.sides.map((side, place) => {
    const box = element("div", "ll-fill", two);
    element("div", "ll-side", box, side);
    return makeMosaic(box, "", (at) => mounted.pixel(place, at), (at) => mounted.point(place, at));
  });
  parts.pointed = element("div", "ll-pointed ll-quiet", parts.maps);
  parts.values = section(layer, "ll-values", labels.values);
  parts.biases = section(layer, "ll-biases", labels.biases);
  parts.bias_cells = element("div", "ll-cells ll-scrolled", parts.biases);
  parts.switches = section(layer, "ll-switches", labels.switches);
  element("p", "ll-quiet", parts.switches, labels.switches_help);
  parts.chips = element("div", "ll-chips", parts.switches);
  parts.ablation = element("p", "ll-ablation", parts.switches);
  parts.ablation.setAttribute("aria-live", "polite");
  parts.hand = makeHand(layer, labels, (change) => mounted.choose(change));
  parentElement.querySelector(".ll-lens")?.remove();
  parentElement.append(root);
  mounted.observer?.disconnect();
  mounted.observer = new ResizeObserver(() => measureAnew(mounted));
  mounted.observer.observe(root);
  return parts;
}

function section(parent, className, title) {
  const made = element("section", className, parent);
  element("h3", "", made, title);
  return made;
}

// The page has another width, or another theme.
function measureAnew(mounted) {
  const { parts } = mounted;
  if (!parts) return;
  const width = parts.root.clientWidth, theme = getComputedStyle(parts.root).getPropertyValue("--st-background-color");
  if (width === parts.width && theme === parts.theme) return;
  Object.assign(parts, { width, theme });
  for (const mosaic of [parts.kernel_mosaic, ...parts.map_mosaics, ...parts.hand.stacks.map((stack) => stack.mosaic)]) mosaic.frame = null;
  if (mounted.answer) requestAnimationFrame(() => mounted.parts && draw(mounted));
}

// What was chosen may not fit another network: then the nearest that does.
function fitted(chosen, data) {
  const layer = data.layers.find((each) => each.name === chosen.layer) ?? data.layers[0];
  const [rows, columns, filters] = layer.shape.length === 3 ? layer.shape : [1, 1, layer.shape[0]];
  const off = {};
  for (const [name, numbers] of Object.entries(chosen.off)) {
    const its = data.layers.find((each) => each.name === name && each.switchable);
    const kept = its ? numbers.filter((number) => number < its.shape.at(-1)) : [];
    if (kept.length) off[name] = kept;
  }
  const within = (value, length) => Math.max(0, Math.min(value, length - 1));
  return {
    ...chosen, off, layer: layer.name, channel: within(chosen.channel, layer.inputs ?? 1), filter: within(chosen.filter, filters),
    row: within(chosen.row, rows), column: within(chosen.column, columns),
  };
}

function layerOf(data, name) {
  return data.layers.find((each) => each.name === name);
}

function wish(mounted) {
  const { data, chosen } = mounted;
  const layer = layerOf(data, chosen.layer);
  return {
    ...(data.run ? { run: data.run, at: checkpointOf(data.run, data.at) } : { design: data.design }),
    images: chosen.images, off: chosen.off, layer: chosen.layer, channel: chosen.channel, lang: data.language,
    work: layer.kind === "conv" ? { image: chosen.image, layer: layer.name, filter: chosen.filter, row: chosen.row, column: chosen.column } : null,
  };
}

// What of a wish the eye can see; the page carries it, so that one can tell when a wish is fulfilled.
function named({ at, images, off, layer, channel, work }) {
  return JSON.stringify([at, images, off, layer, channel, work]);
}

function take(mounted, answer, request) {
  const { parts, data } = mounted;
  if (answer.problem !== undefined) {
    parts.problem.textContent = answer.problem ?? data.labels.offline;
    return;
  }
  // The network was exchanged while the answer was on its way.
  if ((request.run ?? request.design) !== (data.run ?? data.design) || !layerOf(data, request.layer)) return;
  parts.problem.textContent = "";
  mounted.answer = { ...answer, request };
  mounted.values = answer.maps.values.map((each) => mapValues(each, answer.maps.peak));
  draw(mounted);
  followAblation(mounted);
}

function draw(mounted) {
  const { parts, data, answer } = mounted;
  const { labels } = data, { request } = answer;
  const layer = layerOf(data, request.layer);
  parts.when.textContent = filled(answer.key === null ? labels.untrained : labels.at, { iteration: grouped(answer.iteration) });
  Object.assign(parts.root.dataset, { iteration: String(answer.iteration), layer: layer.name, shown: named(request) });
  drawnCheckpoint(parts.root, request.at);
  parts.root.dataset.looks = String(Number(parts.root.dataset.looks ?? 0) + 1);
  const convolution = layer.kind === "conv", maps = layer.shape.length === 3;
  parts.switches.hidden = !layer.switchable;
  parts.switches.firstChild.textContent = convolution ? labels.switches : labels.switches_units;
  const work = answer.work;
  drawSections(mounted, layer.name, new Map([
    [parts.images, () => drawImages(mounted)],
    [parts.checkpoints.root, hasCourse(mounted) && (() => drawCourses(mounted))],
    [parts.kernels, convolution && (() => drawKernels(mounted, layer))],
    [parts.maps, maps && (() => drawMaps(mounted, layer))],
    [parts.values, !maps && (() => drawValues(mounted, layer))],
    [parts.biases, answer.biases && (() => drawBiases(mounted))],
    [parts.hand.root, work && (() =>
      showHand(parts.hand, work, request.channel, mounted.values[work.image], layer.shape[1], layer.shape[0]))],
  ]));
}

// What is scrolled out of sight, and was drawn before, waits until it is seen or until the network stands still: on the
// training's own machine drawing is the training's time.
function drawSections(mounted, layer, sections) {
  mounted.waiting = new Map();
  for (const [section, drawing] of sections) {
    section.hidden = !drawing;
    if (!drawing) mounted.away.delete(section);
    else if (mounted.away.has(section) && section.dataset.drawn === layer) mounted.waiting.set(section, drawing);
    else drawing();
    section.dataset.drawn = layer;
  }
  clearTimeout(mounted.catching_up);
  mounted.catching_up = setTimeout(() => {
    for (const drawing of mounted.waiting.values()) drawing();
    mounted.waiting.clear();
  }, STILL_MS);
}

function watchSections(mounted) {
  mounted.away = new Set();
  mounted.sight?.disconnect();
  mounted.sight = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting || target.hidden) mounted.away.delete(target);
      else mounted.away.add(target);
      if (isIntersecting && mounted.waiting?.has(target)) {
        mounted.waiting.get(target)();
        mounted.waiting.delete(target);
      }
    }
  }, { rootMargin: "120px" });
  const { images, checkpoints, kernels, maps, values, biases, hand } = mounted.parts;
  for (const section of [images, checkpoints.root, kernels, maps, values, biases, hand.root]) mounted.sight.observe(section);
}

function drawImages({ parts, answer }) {
  parts.panels.forEach((panel, place) => showImage(
    panel, answer.request.images[place], answer.images[place], answer.answers[place], answer.logits[place], answer.all?.[place]));
}

function drawTabs(mounted) {
  const { parts, data, chosen } = mounted;
  parts.tabs.replaceChildren(...data.layers.map((layer) => {
    const tab = control(null, "", layer.title, () => mounted.choose({ layer: layer.name }));
    element("b", "", tab, layer.name);
    element("span", "", tab, layer.shape.join(" × "));
    tab.setAttribute("aria-pressed", String(layer.name === chosen.layer));
    if (chosen.off[layer.name]) tab.classList.add("ll-has-off");
    return tab;
  }));
}

// Everything that shows what was chosen answers at once; what the network says of it follows.
function drawChoices(mounted) {
  const { parts, data, chosen } = mounted;
  const { labels } = data;
  drawTabs(mounted);
  const layer = layerOf(data, chosen.layer);
  parts.scales.replaceChildren(...[false, true].map((own) => {
    const button = control(null, own ? labels.own : labels.one, own ? labels.own_scale : labels.one_scale, () => mounted.choose({ own }));
    button.setAttribute("aria-pressed", String(chosen.own === own));
    return button;
  }));
  if (layer.kind === "conv") {
    channelSlider(mounted, layer);
    showSliders(parts.hand, chosen, layer.shape, labels.sides, (image) => mounted.choose({ image }));
  }
  if (layer.switchable) drawChips(mounted, layer);
}

function channelSlider(mounted, layer) {
  const { parts, data, chosen } = mounted;
  if (!parts.channel.firstChild) {
    const wrap = element("label", "ll-slider", parts.channel);
    element("span", "", wrap);
    const input = element("input", "", wrap);
    Object.assign(input, { type: "range", min: 0, step: 1 });
    input.oninput = () => mounted.choose({ channel: Number(input.value) });
  }
  const [text, input] = parts.channel.firstChild.children;
  input.max = layer.inputs - 1;
  input.value = chosen.channel;
  parts.channel.hidden = layer.inputs === 1;
  text.textContent = filled(data.labels.channel, { channel: chosen.channel, last: layer.inputs - 1 });
}

// A pixel of a map was clicked: of a convolution it is worked through; of a pooling, the pixel that it took.
function choosePixel(mounted, place, { tile, row, column }) {
  const { data, chosen } = mounted;
  const layer = layerOf(data, chosen.layer);
  if (layer.kind === "conv") return mounted.choose({ filter: tile, row, column, image: place });
  const before = layerOf(data, layer.pools);
  if (before) mounted.choose({ layer: before.name, filter: tile, row: row * layer.stride, column: column * layer.stride, image: place });
}

function pointAt(mounted, place, at) {
  const { parts, data, values } = mounted;
  const layer = layerOf(data, mounted.answer?.request.layer);
  if (!at || !values || layer?.shape.length !== 3) {
    parts.pointed.textContent = data.labels.point;
    return;
  }
  const [rows, columns] = layer.shape;
  const value = values[place][at.tile * rows * columns + at.row * columns + at.column];
  parts.pointed.textContent = filled(data.labels.pointed, { filter: at.tile, row: at.row, column: at.column, value: figure(value, 4) });
}

// Another checkpoint of the run.
function travel(mounted) {
  mounted.parts.root.dataset.wished = named(wish(mounted));
  mounted.look.next();
  drawCourses(mounted); // where on the way it is, at once
}

export default function ({ data: [data], parentElement }) {
  const mounted = kept(parentElement, () => ({ chosen: remembered() }));
  const before = mounted.data;
  mounted.data = data;
  if (before?.run !== data.run) mounted.kept = undefined; // the new run's checkpoints are still to be heard of
  mounted.choose = (change) => {
    mounted.chosen = fitted({ ...mounted.chosen, ...change }, mounted.data);
    try { sessionStorage.setItem(KEPT, JSON.stringify(mounted.chosen)); } catch { /* private windows may refuse */ }
    drawChoices(mounted);
    followCourses(mounted);
    mounted.parts.root.dataset.wished = named(wish(mounted));
    if ("own" in change && mounted.answer) draw(mounted);
    else mounted.look.wanted();
  };
  mounted.pixel = (place, at) => choosePixel(mounted, place, at);
  mounted.point = (place, at) => pointAt(mounted, place, at);
  const wording = JSON.stringify([data.labels, data.language]);
  if (mounted.wording !== wording || !mounted.parts?.root.isConnected) {
    mounted.parts = build(mounted, data, parentElement);
    watchSections(mounted);
    mounted.wording = wording;
    mounted.parts.pointed.textContent = data.labels.point;
  }
  if (!mounted.look || mounted.look.ended) {
    mounted.look = startLooking(data.look, () => wish(mounted), (answer, request) => take(mounted, answer, request));
  }
  measureAnew(mounted);
  let change = {};
  if (data.asked && data.asked.id !== sessionStorage.getItem(`${KEPT}Asked`)) {
    sessionStorage.setItem(`${KEPT}Asked`, data.asked.id);
    change = { images: mounted.chosen.images.with(0, data.asked.image), image: 0 };
  }
  const network = JSON.stringify([data.run, data.design, data.layers]);
  if (network !== mounted.network || Object.keys(change).length || !before) {
    mounted.network = network;
    mounted.choose(change);
  }
  followCheckpoint(mounted, () => travel(mounted), mounted.look.busy);
  follow(mounted, data.url, ({ frame }) => {
    hearCheckpoints(mounted, frame);
    if (checkpointOf(data.run, data.at) === null) mounted.look.moved(`${frame.iteration} ${frame.health}`);
  });
  return () => {
    mounted.look.stop();
    mounted.stop?.();
    leaveCheckpoint(mounted);
    mounted.url = null;
    mounted.observer?.disconnect();
    mounted.sight?.disconnect();
    mounted.parts = null;
    clearTimeout(mounted.ablation_timer);
    clearTimeout(mounted.course_timer);
    clearTimeout(mounted.catching_up);
  };
}

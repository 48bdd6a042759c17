// The network as cards in a row that wraps; their pictures are what each layer makes of the chosen image just now.
const KEPT = "layerLabFlow"; // the chosen image, for as long as the tab is open
const TEST_IMAGES = 10000, WIDEST = 172, NARROWEST = 104, ARROW = 26;

function chosenImage() {
  try {
    const number = Number(sessionStorage.getItem(KEPT) ?? 0);
    return Number.isInteger(number) && number >= 0 && number < TEST_IMAGES ? number : 0;
  } catch {
    return 0; // the browser allows no storage
  }
}

function buildHead(mounted, parent, labels) {
  const head = element("div", "ll-flow-head", parent);
  const field = element("label", "ll-field", head, labels.number);
  const number = element("input", "", field);
  Object.assign(number, { type: "number", min: 0, max: TEST_IMAGES - 1, step: 1 });
  const button = (text, name, to) => {
    const made = element("button", "", head, text);
    made.type = "button";
    made.title = name;
    if (text !== name) made.setAttribute("aria-label", name);
    made.addEventListener("click", () => chooseImage(mounted, to(mounted.image)));
  };
  button("‹", labels.previous, (at) => (at + TEST_IMAGES - 1) % TEST_IMAGES);
  button("›", labels.next, (at) => (at + 1) % TEST_IMAGES);
  button(labels.random, labels.random, () => Math.floor(Math.random() * TEST_IMAGES));
  number.addEventListener("change", () => chooseImage(mounted, number.valueAsNumber));
  const when = element("span", "ll-when", head);
  return { number, when };
}

function chooseImage(mounted, number) {
  mounted.image = Number.isInteger(number) ? number : mounted.image;
  mounted.parts.number.value = mounted.image;
  mounted.look.wanted();
}

function build(mounted, { labels }, parentElement) {
  const root = element("div", "ll-flow");
  mounted.parts = { root, ...buildHead(mounted, root, labels) };
  mounted.parts.number.value = mounted.image;
  const problem = element("p", "ll-problem", root);
  problem.setAttribute("role", "status");
  const row = element("div", "ll-cards", root);
  row.setAttribute("role", "list");
  row.setAttribute("aria-label", labels.chart);
  element("p", "ll-scales", root, labels.scales);
  Object.assign(mounted.parts, { problem, row });
  parentElement.querySelector(".ll-flow")?.remove();
  parentElement.append(root);
  mounted.observer?.disconnect();
  mounted.observer = new ResizeObserver(() => requestAnimationFrame(() => { arrange(mounted); redraw(mounted); }));
  mounted.observer.observe(root);
}

// As many cards a row as make the rows about equally long.
function arrange({ parts, cards }) {
  const width = parts.root.clientWidth;
  if (!width || !cards) return;
  const count = cards.length, most = Math.max(2, Math.floor((width + ARROW) / (NARROWEST + ARROW)));
  const rows = Math.ceil(count / most), across = Math.ceil(count / rows);
  const wide = Math.min(WIDEST, Math.floor((width + ARROW) / across) - ARROW);
  parts.row.style.gridTemplateColumns = `repeat(${across}, ${wide}px)`;
  parts.row.style.columnGap = `${ARROW}px`;
}

function layOut(mounted, data) {
  const { labels } = data;
  const image = { name: "image", title: labels.image, picture: "image", lines: ["28 × 28"], position: null, mark: "" };
  mounted.cards = [image, ...data.cards].map((card, place) => makeCard(mounted, card, place > 0, labels));
  mounted.parts.row.replaceChildren(...mounted.cards.map(({ box }) => box));
  arrange(mounted);
}

function makeCard(mounted, card, arrow, labels) {
  const box = element("div", "ll-step");
  box.setAttribute("role", "listitem");
  if (arrow) element("span", "ll-arrow", box).setAttribute("aria-hidden", "true");
  const chosen = card.position !== null;
  const body = element(chosen ? "button" : "div", "ll-card", box);
  body.dataset.layer = card.name;
  if (chosen) {
    body.type = "button";
    body.addEventListener("click", () => mounted.setTriggerValue("selected", card.position));
  }
  element("b", "ll-title", body, card.title.replace(/ × /g, "\u00a0×\u00a0"));
  element("span", "ll-name", body, card.name === "image" ? "" : card.name);
  const made = { card, box, body };
  const picture = element("span", `ll-picture ll-picture-${card.picture}`, body);
  if (card.picture === "classes") made.bars = makeBars(picture);
  else {
    made.canvas = element("canvas", "", picture);
    made.canvas.setAttribute("role", "img");
    made.canvas.setAttribute("aria-label", filled(labels.alt, { layer: card.title }));
  }
  const facts = element("span", "ll-facts", body);
  for (const line of card.lines) element("span", "ll-fact", facts, line);
  if (card.mark) element("span", "ll-mark", facts, card.mark);
  body.classList.toggle("ll-refused", card.refused === true);
  return made;
}

function redraw(mounted) {
  const { answer } = mounted;
  if (!answer) return;
  const [image] = answer.images;
  for (const { card, canvas, bars } of mounted.cards) {
    if (bars) drawBars(bars, answer.answers[0], image.label);
    else if (card.picture === "image") paintDigit(canvas, bytesOf(image.pixels));
    else if (answer.flow[card.name]) drawOutput(canvas, answer.flow[card.name]);
  }
  mounted.parts.root.dataset.iteration = answer.iteration;
  drawnCheckpoint(mounted.parts.root, mounted.at);
  mounted.parts.root.dataset.drawn = Number(mounted.parts.root.dataset.drawn ?? 0) + 1;
}

function show(mounted, answer, request) {
  const { labels } = mounted.data;
  mounted.parts.problem.textContent = answer.problem === undefined ? "" : answer.problem ?? labels.offline;
  if (answer.problem !== undefined || !answer.flow) return;
  if (request.run !== mounted.data.source.run && request.design !== mounted.data.source.design) return; // of another network
  mounted.answer = answer;
  mounted.at = request.at;
  const [{ label }] = answer.images, probabilities = answer.answers[0];
  const predicted = probabilities.indexOf(Math.max(...probabilities));
  mounted.parts.when.textContent = [
    filled(request.run ? (answer.iteration ? labels.at : labels.first) : labels.untrained, { iteration: grouped(answer.iteration) }),
    filled(labels.says, { label, predicted, percent: percent(probabilities[predicted]) }),
  ].join(" ");
  try {
    sessionStorage.setItem(KEPT, String(mounted.image));
  } catch { /* the browser allows no storage */ }
  redraw(mounted);
}

function wish({ data, image }) {
  const { run, at, design } = data.source;
  return { ...(run ? { run, at: checkpointOf(run, at) } : { design }), images: [{ test: image }], flow: true, lang: data.language };
}

export default function ({ data: [data], parentElement, setTriggerValue }) {
  const mounted = kept(parentElement, () => ({ image: chosenImage() }));
  Object.assign(mounted, { data, setTriggerValue });
  const wording = JSON.stringify(data.labels);
  const anew = mounted.wording !== wording || !mounted.parts?.root.isConnected;
  mounted.look ??= startLooking(data.source.look, () => wish(mounted), (answer, request) => show(mounted, answer, request));
  if (anew) {
    build(mounted, data, parentElement);
    Object.assign(mounted, { wording, shape: null });
  }
  const shape = JSON.stringify(data.cards);
  if (mounted.shape !== shape) {
    mounted.shape = shape;
    layOut(mounted, data);
    redraw(mounted);
  }
  mounted.parts.row.classList.toggle("ll-stale", data.stale);
  for (const { card, body } of mounted.cards) {
    if (card.position !== null) body.setAttribute("aria-pressed", String(card.position === data.selected));
  }
  const source = `${data.source.run ?? data.source.design} ${data.language}`;
  if (mounted.source !== source) {
    mounted.source = source;
    mounted.look.wanted();
  }
  followCheckpoint(mounted, () => { if (mounted.data.source.run) mounted.look.next(); }, mounted.look.busy);
  follow(mounted, data.source.url, ({ frame }) => {
    const { run, at } = mounted.data.source;
    if (run && checkpointOf(run, at) === null) mounted.look.moved(`${frame.event} ${frame.iteration}`);
  });
  return () => {
    mounted.look.stop();
    mounted.stop?.();
    leaveCheckpoint(mounted);
    mounted.observer?.disconnect();
  };
}

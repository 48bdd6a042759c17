// The time slider: the checkpoints that were kept of a run, equally spaced (a logarithmic scale), and last "live".
const FRAME_MS = 700; // of the film
const LONGEST_FRAME_MS = 5000; // where the page takes long to draw one
const STILL_KEYS_MS = 250; // after the last key, the choice is for good
const AFTER_INPUT_MS = 400; // as in `live_status.js`, which notes when the last input was
const UNHEARD_MS = 4000; // a choice that the server has not answered until then was lost
const ICONS = {
  previous: "M6 6h2.2v12H6zm3.5 6 8.5 6V6z", next: "M15.8 6H18v12h-2.2zM6 18l8.5-6L6 6z",
  play: "M8 5v14l11-7z", pause: "M6 5h4v14H6zm8 0h4v14h-4z",
};

function icon(name) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  made.setAttribute("viewBox", "0 0 24 24");
  made.setAttribute("aria-hidden", "true");
  made.append(document.createElementNS("http://www.w3.org/2000/svg", "path"));
  made.firstChild.setAttribute("d", ICONS[name]);
  return made;
}

function build(mounted, parentElement, labels) {
  parentElement.querySelector(".ll-time")?.remove();
  const root = element("div", "ll-time", parentElement);
  root.setAttribute("role", "group");
  root.setAttribute("aria-label", labels.title);
  const steps = element("div", "ll-steps", root);
  const button = (name, act) => {
    const made = element("button", `ll-${name}`, steps);
    Object.assign(made, { type: "button", title: labels[name], onclick: act });
    made.setAttribute("aria-label", labels[name]);
    made.append(icon(name));
    return made;
  };
  const previous = button("previous", () => step(mounted, -1));
  const film = button("play", () => (mounted.film ? stopFilm(mounted) : startFilm(mounted)));
  const next = button("next", () => step(mounted, 1));
  const scale = element("div", "ll-scale", root);
  const input = element("input", "", scale);
  Object.assign(input, { type: "range", min: 0, step: 1 });
  input.setAttribute("aria-label", labels.title);
  listen(mounted, input);
  const ticks = element("div", "ll-ticks", scale);
  ticks.setAttribute("aria-hidden", "true");
  const now = element("div", "ll-now", root);
  element("p", "ll-empty", root, labels.empty);
  mounted.parts = { root, previous, film, next, input, ticks, at: element("b", "", now), result: element("span", "", now) };
  mounted.drawn = null;
  mounted.observer?.disconnect();
  mounted.observer = new ResizeObserver(() => layOut(mounted));
  mounted.observer.observe(scale);
}

function listen(mounted, input) {
  input.onpointerdown = () => {
    if (mounted.film) stopFilm(mounted);
    mounted.dragging = true;
  };
  input.onpointerup = input.onpointercancel = input.onlostpointercapture = () => {
    mounted.dragging = false;
    show(mounted);
  };
  input.oninput = () => {
    endFilm(mounted);
    choose(mounted, Number(input.value));
  };
  input.onchange = () => {
    mounted.dragging = false;
    if (input.matches(":focus-visible")) keepSoon(mounted); // a key held down changes the value many times
    else keep(mounted);
  };
}

// Places on the slider: of an iteration, null for live; and back.
function placeOf(mounted, at) {
  const found = at === null ? -1 : mounted.checkpoints.findIndex(([iteration]) => iteration === at);
  return found < 0 ? mounted.checkpoints.length : found;
}

function choose(mounted, place) {
  chooseCheckpoint(mounted.data.run, mounted.checkpoints[place]?.[0] ?? null);
}

function step(mounted, by) {
  endFilm(mounted);
  const place = placeOf(mounted, checkpointOf(mounted.data.run)) + by;
  choose(mounted, Math.max(0, Math.min(mounted.checkpoints.length, place)));
  keepSoon(mounted);
}

// Tells the server, so that session and address follow. What a page switch interrupts is told by the next page's slider.
function keep(mounted) {
  clearTimeout(mounted.keeping);
  mounted.keeping = null;
  const checkpoint = theCheckpoint();
  checkpoint.unsent = false;
  if (checkpoint.at === mounted.said && checkpoint.sent <= mounted.data.heard) return;
  Object.assign(checkpoint, { sent: checkpoint.sent + 1, sent_at: performance.now() });
  mounted.setTriggerValue("at", [checkpoint.at ?? -1, checkpoint.sent]);
}

// A click meanwhile may lead to another page: what is sent then would take it back.
function keepSoon(mounted, wait = STILL_KEYS_MS) {
  theCheckpoint().unsent = true;
  clearTimeout(mounted.keeping);
  const began = performance.now();
  mounted.keeping = setTimeout(() => {
    if (globalThis.layerLabInput > began) keepSoon(mounted, AFTER_INPUT_MS);
    else keep(mounted);
  }, wait);
}

// The film: from the first checkpoint, or on from where the slider stands, to live.
function startFilm(mounted) {
  const here = checkpointOf(mounted.data.run);
  mounted.film = { began: -Infinity };
  theCheckpoint().unsent = true;
  if (here === null) nextFrame(mounted, 0);
  else nextFrame(mounted, placeOf(mounted, here) + 1);
  show(mounted);
}

function nextFrame(mounted, place) {
  choose(mounted, place);
  mounted.film.began = performance.now();
  if (place >= mounted.checkpoints.length) return stopFilm(mounted);
  mounted.film.timer = setTimeout(() => awaitFrame(mounted), FRAME_MS);
}

function awaitFrame(mounted) {
  const drawing = [...theCheckpoint().followers].some((each) => each.busy());
  if (drawing && performance.now() - mounted.film.began < LONGEST_FRAME_MS) {
    mounted.film.timer = setTimeout(() => awaitFrame(mounted), 40);
  } else nextFrame(mounted, placeOf(mounted, checkpointOf(mounted.data.run)) + 1);
}

function endFilm(mounted) {
  clearTimeout(mounted.film?.timer);
  mounted.film = null;
}

function stopFilm(mounted) {
  endFilm(mounted);
  keepSoon(mounted);
  show(mounted);
}

// The checkpoints as last heard of. Whoever drags keeps the scale under the hand; a checkpoint that is gone is live.
function take(mounted, checkpoints) {
  mounted.checkpoints = checkpoints;
  const at = checkpointOf(mounted.data.run);
  if (at !== null && checkpoints.every(([iteration]) => iteration !== at)) {
    endFilm(mounted);
    chooseCheckpoint(mounted.data.run, null);
  }
  show(mounted);
}

function show(mounted) {
  const { parts, checkpoints, data: { labels, run } } = mounted;
  if (!parts) return;
  const at = checkpointOf(run), place = placeOf(mounted, at), last = checkpoints.length;
  parts.root.classList.toggle("ll-not-yet", last < 2);
  parts.at.textContent = at === null ? labels.live : filled(labels.at, { iteration: grouped(at) });
  const correct = checkpoints[place]?.[1] ?? null;
  parts.result.textContent = at === null ? labels.live_help
    : correct === null ? labels.untested : filled(labels.result, { percent: percent(correct / labels.test_images) });
  parts.input.setAttribute("aria-valuetext", at === null ? labels.live : `${parts.at.textContent}, ${parts.result.textContent}`);
  parts.previous.disabled = place === 0;
  parts.next.disabled = place === last;
  const filming = Boolean(mounted.film);
  if (parts.root.dataset.film !== String(filming)) {
    parts.root.dataset.film = String(filming);
    parts.film.replaceChildren(icon(filming ? "pause" : "play"));
    parts.film.title = filming ? labels.pause : labels.play;
    parts.film.setAttribute("aria-label", parts.film.title);
  }
  if (!mounted.dragging) layOut(mounted);
  parts.ticks.querySelector(".ll-here")?.classList.remove("ll-here");
  parts.ticks.querySelector(`[data-place="${at ?? "live"}"]`)?.classList.add("ll-here");
}

// The scale: its ticks, and as many of their numbers as there is room for.
function layOut(mounted) {
  const { parts, checkpoints, data: { labels, run } } = mounted;
  const last = checkpoints.length, width = parts.ticks.clientWidth;
  parts.input.max = last;
  parts.input.value = placeOf(mounted, checkpointOf(run));
  const wanted = JSON.stringify([checkpoints.map(([iteration, correct]) => [iteration, correct !== null]), width]);
  if (mounted.drawn === wanted || !width) return;
  mounted.drawn = wanted;
  const ticks = checkpoints.map(([iteration, correct]) => ({ name: iteration, text: grouped(iteration), tested: correct !== null }));
  ticks.push({ name: "live", text: labels.live, tested: true });
  parts.ticks.replaceChildren(...ticks.map(({ tested }, place) => {
    const tick = element("span", `ll-tick${tested ? " ll-tested" : ""}`);
    tick.style.left = `${100 * place / last}%`;
    return tick;
  }));
  for (const place of roomFor(ticks.map(({ text }) => text), (place) => width * place / last, [last, 0])) {
    const label = element("span", "ll-tick-label", parts.ticks, ticks[place].text);
    label.style.left = `${100 * place / last}%`;
    label.dataset.place = ticks[place].name;
  }
}

// What the page's run says holds, unless a person is choosing or has chosen something that it does not know yet.
function hear(mounted, data) {
  const checkpoint = theCheckpoint(), fresh = mounted.heard === undefined;
  // Moved by something else than the slider, such as the training going on.
  const moved = !fresh && mounted.said !== data.at && mounted.heard === data.heard;
  Object.assign(mounted, { said: data.at, heard: data.heard });
  if (checkpoint.run !== data.run) {
    endFilm(mounted);
    mounted.dragging = checkpoint.unsent = false;
    chooseCheckpoint(data.run, data.at);
    return;
  }
  const waits = checkpoint.sent > data.heard && performance.now() - checkpoint.sent_at < UNHEARD_MS;
  if (waits || mounted.dragging) return;
  if (moved || !checkpoint.unsent) {
    endFilm(mounted);
    checkpoint.unsent = false;
    chooseCheckpoint(data.run, data.at);
  } else if (fresh) keepSoon(mounted);
}

export default function ({ data: [data], parentElement, setTriggerValue }) {
  const mounted = kept(parentElement, () => ({ checkpoints: [] }));
  Object.assign(mounted, { data, setTriggerValue });
  theCheckpoint().keep = () => keep(mounted);
  const wording = JSON.stringify(data.labels);
  if (mounted.wording !== wording || !mounted.parts?.root.isConnected) {
    build(mounted, parentElement, data.labels);
    mounted.wording = wording;
  }
  followCheckpoint(mounted, () => show(mounted));
  hear(mounted, data);
  follow(mounted, data.url, ({ frame }) => take(mounted, frame.checkpoints));
  if (!globalThis.layerLabStreams.get(data.url).run.frame) take(mounted, data.checkpoints);
  return () => {
    mounted.stop?.();
    endFilm(mounted);
    clearTimeout(mounted.keeping);
    leaveCheckpoint(mounted);
    mounted.observer?.disconnect();
    mounts.delete(parentElement);
  };
}

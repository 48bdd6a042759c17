// What every component's script begins with: the live stream, the chart's library, and a few words for the page.

// One EventSource a tab, shared by every component on the page. It keeps what came so far, so that a component
// that is mounted later gets the whole course of the run.
const COLUMNS = ["iteration", "loss", "accuracy", "smooth_loss", "smooth_accuracy", "seconds"];

function emptyRun() {
  return { frame: null, validations: [], lines: [], curve: Object.fromEntries(COLUMNS.map((name) => [name, []])) };
}

function takeIn(run, frame) {
  if (frame.curve) {
    for (const name of COLUMNS) {
      run.curve[name].length = Math.min(run.curve[name].length, frame.curve.first);
      run.curve[name].push(...frame.curve[name]);
    }
  }
  if (frame.validations) run.validations = frame.validations;
  if (frame.lines) run.lines = frame.lines.anew ? frame.lines.new : run.lines.concat(frame.lines.new).slice(-200);
  run.frame = frame;
}

// Calls `listener(run)` now, if anything is known, and after every event. Returns the function that ends it.
function subscribe(url, listener) {
  const streams = (globalThis.layerLabStreams ??= new Map());
  let stream = streams.get(url);
  if (!stream) {
    stream = { run: emptyRun(), listeners: new Set(), source: new EventSource(url) };
    stream.source.onmessage = (event) => {
      takeIn(stream.run, JSON.parse(event.data));
      for (const each of stream.listeners) each(stream.run);
    };
    streams.set(url, stream);
  }
  stream.listeners.add(listener);
  if (stream.run.frame) listener(stream.run);
  return () => {
    stream.listeners.delete(listener);
    // A page switch unmounts and mounts again at once: the stream outlives it.
    setTimeout(() => {
      if (stream.listeners.size === 0 && streams.get(url) === stream) {
        stream.source.close();
        streams.delete(url);
      }
    }, 1500);
  };
}

// Subscribes a mounted component once, and anew only if its address changes.
function follow(mounted, url, listener) {
  mounted.listener = listener;
  if (mounted.url !== url) {
    mounted.stop?.();
    mounted.url = url;
    mounted.stop = null;
    const stop = url ? subscribe(url, (run) => mounted.listener?.(run)) : null;
    if (mounted.url === url) mounted.stop = stop;
    else stop?.(); // what was told at once has ended it
  } else if (url) {
    const stream = globalThis.layerLabStreams?.get(url);
    if (stream?.run.frame) listener(stream.run);
  }
}

const mounts = new WeakMap();

// What a component keeps from one call to the next, made at the first call.
function kept(parentElement, make) {
  if (!mounts.has(parentElement)) mounts.set(parentElement, make());
  return mounts.get(parentElement);
}

function filled(template, values) {
  return template.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

function grouped(number) {
  return Math.round(number).toString().replace(/\B(?=(\d{3})+$)/g, ",");
}

// What is not all of it never reads 100 %.
function percent(share) {
  const text = (share * 100).toFixed(1);
  return share < 1 && text === "100.0" ? "> 99.9 %" : `${text} %`;
}

function element(tag, className, parent, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  if (parent) parent.append(made);
  return made;
}

function loadPlotly(url) {
  globalThis.layerLabPlotly ??= new Promise((resolve, reject) => {
    if (globalThis.Plotly) return resolve(globalThis.Plotly);
    const script = document.createElement("script");
    script.src = url;
    script.onload = () => resolve(globalThis.Plotly);
    script.onerror = () => reject(new Error("plotly.min.js could not be loaded"));
    document.head.append(script);
  });
  return globalThis.layerLabPlotly;
}

// Looking inside a network: requests to `dashboard/looking.py`, one at a time; a newer wish ends an older one.
//
// Request:  { run: id, at: iteration of a checkpoint or null for now } or { design: JSON text }, images: [{ test: n } | { pixels: base64 of 784 bytes } |
//   { drawing: { side, ink: base64 of side × side bytes }, raw }], off: { conv1: [numbers] }, flow, layer, channel,
//   work: { image, layer, filter, row, column }, lang.
// Answer:  { key, iteration, images: [{ pixels, label, placement, empty }], logits, answers, flow: { layer: { shape, low, high, values } },
//   maps: { layer, shape, peak, values }, kernels: { shape, channel, peak, values }, biases, work } or { problem, kind }.
const LOOK_EVERY_MS = 460; // while training
const LOOK_COST = 5; // and fewer where a look takes long
const MOST_SEEN = 12e6; // characters of the answers that the tab keeps

// What a checkpoint was asked stays true: whoever drags back and forth, or sees the film again, need not wait.
function seenAnswers() {
  return (globalThis.layerLabSeen ??= { answers: new Map(), size: 0 });
}

function keepAnswer(asked, text, answer) {
  const seen = seenAnswers();
  if (seen.answers.has(asked)) return;
  seen.answers.set(asked, { answer, size: text.length });
  seen.size += text.length;
  for (const [oldest, { size }] of seen.answers) {
    if (seen.size <= MOST_SEEN) break;
    seen.answers.delete(oldest);
    seen.size -= size;
  }
}

// `wish()` gives the next request, or null; `show(answer, request)` draws. Looks again whenever `look.wanted()` is called,
// after the look under way with `look.next()`, and by itself while the run that `look.moved` tells of moves on.
function startLooking(address, wish, show) {
  // `latest`: where the run is; `seen`: where it was when the last look began.
  const look = { address, under_way: null, again: false, latest: null, seen: null, timer: null, cost: 0, ended: false };
  async function ask() {
    clearTimeout(look.timer);
    look.timer = null;
    look.again = false;
    look.under_way?.abort(); // nobody wants that answer any more
    look.under_way = null;
    const request = wish();
    if (!request || look.ended) return;
    look.seen = look.latest;
    const began = performance.now(), body = JSON.stringify(request), asked = `${look.address} ${body}`;
    const known = seenAnswers().answers.get(asked);
    if (known) return show(known.answer, request);
    const mine = (look.under_way = new AbortController());
    let answer;
    try {
      const reply = await fetch(look.address, { method: "POST", headers: { "Content-Type": "application/json" }, body, signal: mine.signal });
      const text = await reply.text();
      answer = JSON.parse(text);
      if (Number.isInteger(request.at) && answer.problem === undefined && !answer.untested) keepAnswer(asked, text, answer);
    } catch {
      answer = { problem: null, kind: "offline" };
    }
    if (look.ended || look.under_way !== mine) return;
    look.under_way = null;
    show(answer, request);
    look.last = performance.now();
    look.cost = look.last - began;
    if (look.again) ask();
    else if (answer.problem !== undefined) look.timer = setTimeout(ask, 1500); // starting, or being started again
    else askSoon();
  }
  // The run has moved: look again, but not all the time.
  function askSoon() {
    if (look.latest === look.seen || look.timer || look.under_way || look.ended) return;
    const pause = Math.max(LOOK_EVERY_MS, Math.min(LOOK_COST * look.cost, 3000));
    const wait = Math.max(0, (look.last ?? 0) + pause - look.cost - performance.now());
    look.timer = setTimeout(() => {
      look.timer = null;
      if (document.hidden) document.addEventListener("visibilitychange", askSoon, { once: true });
      else ask();
    }, wait);
  }
  look.wanted = ask;
  // Whoever drags through time sees every picture that there is time for.
  look.next = () => {
    if (look.under_way) look.again = true;
    else ask();
  };
  look.busy = () => look.under_way !== null;
  look.moved = (position) => {
    look.latest = position;
    askSoon();
  };
  look.stop = () => {
    look.ended = true;
    clearTimeout(look.timer);
    look.under_way?.abort();
  };
  return look;
}

function bytesOf(base64) {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}

function base64Of(bytes) {
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}

// What every component's script begins with: the live stream, the chart's library, and a few words for the page.

// One EventSource a tab, shared by every component on the page. It keeps what came so far, so that a component
// that is mounted later gets the whole course of the run.
const COLUMNS = ["iteration", "loss", "accuracy", "smooth_loss", "smooth_accuracy"];

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
    mounted.stop = url ? subscribe(url, (run) => mounted.listener(run)) : null;
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

function percent(share) {
  return (share * 100).toFixed(1) + " %";
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

// The dots of an experiment, followed live. They tell the page when something happened that the page should show.
function build(mounted, parentElement, data) {
  mounted.observer?.disconnect();
  mounted.motion?.stop();
  parentElement.querySelector(".ll-experiment")?.remove();
  const root = element("div", "ll-experiment", parentElement);
  const strip = buildStrip(root, data.designs);
  Object.assign(mounted, { root, strip, chosen: null, walking: false, entering: false }, buildPlot(root, data));
  mounted.label = element("div", "ll-label", root);
  mounted.label.hidden = true;
  mounted.table = element("table", "ll-unseen", root);
  mounted.spoken = element("div", "ll-unseen", root);
  mounted.spoken.setAttribute("aria-live", "polite");
  mounted.motion = startMotion((now, share) => paint(mounted, now, share));
  mounted.observer = new ResizeObserver(() => {
    if (!mounted.view || mounted.width === root.clientWidth) return;
    mounted.width = root.clientWidth;
    layOut(mounted);
    aim(mounted, true);
  });
  mounted.observer.observe(root);
  listen(mounted);
}

// The letter on a colour is black or white, whichever stands out more.
function onColor(color) {
  const [red, green, blue] = [1, 3, 5].map((at) => (parseInt(color.slice(at, at + 2), 16) / 255) ** 2.2);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.22 ? "#111" : "#fff";
}

function paintColors({ root, data }) {
  const dark = isDark(getComputedStyle(root));
  data.designs.forEach(({ color }, design) => {
    const shade = dark ? color.dark : color.light;
    root.style.setProperty(`--ll-color-${design}`, shade);
    root.style.setProperty(`--ll-on-${design}`, onColor(shade));
  });
}

// What the picture follows from; while only iterations move it need not be drawn again.
function dotsOf({ frame, data }) {
  const accuracies = frame.runs.map(([design, seed, , , accuracy]) => [design, seed, accuracy]);
  return JSON.stringify([accuracies, data.comparisons, data.worthwhile, ENDED.includes(frame.stage)]);
}

function draw(mounted, frame) {
  mounted.frame = frame;
  mounted.view = readRuns(frame, mounted.data.designs.length);
  showStrip(mounted);
  const dots = dotsOf(mounted);
  if (mounted.dots !== dots) {
    mounted.dots = dots;
    layOut(mounted);
    aim(mounted, false);
    mounted.entering = true; // dots that come from now on
  }
  const table = JSON.stringify(frame.runs.map(([design, seed, stage, , accuracy]) => [design, seed, stage, accuracy]));
  if (mounted.tabled !== table) {
    mounted.tabled = table;
    fillTable(mounted.table, mounted.view, mounted.data);
  }
  if (mounted.chosen !== null && !mounted.view.runs.has(mounted.chosen)) choose(mounted, null);
  else showLabel(mounted, null);
}

function hear(mounted, frame) {
  if (frame === mounted.heard) return; // the stream tells again what it told last
  const first = !mounted.heard, given = mounted.data.frame, ended = ENDED.includes(frame.stage);
  const older = frame.serial < given.serial;
  mounted.heard = frame;
  if (older && (first || ended)) return; // kept from before the page was drawn
  if (ended && !ENDED.includes(mounted.frame.stage)) mounted.spoken.textContent = progressText(frame, mounted.data.labels);
  draw(mounted, frame);
  // Where the laboratory was started again it counts anew.
  if ((frame.event > given.event || (older && frame.event !== given.event)) && mounted.told !== frame.event) {
    mounted.told = frame.event;
    tell(mounted);
  }
  if (ended) follow(mounted, null);
}

export default function ({ data: [data], parentElement, setTriggerValue }) {
  const mounted = kept(parentElement, () => ({}));
  const designs = JSON.stringify([data.designs, data.iterations]), wording = JSON.stringify(data.labels);
  // An experiment that has ended may come without its address.
  const other = mounted.designs !== designs || (data.url && mounted.address && data.url !== mounted.address);
  const anew = other || mounted.wording !== wording || !mounted.root?.isConnected;
  Object.assign(mounted, { data, setTriggerValue, designs, wording, address: data.url ?? (other ? null : mounted.address) });
  if (other) Object.assign(mounted, { ranges: null, frame: null, heard: null, told: null });
  if (anew) {
    build(mounted, parentElement, data);
    Object.assign(mounted, { dots: null, tabled: null, drawn: false });
  }
  watchInput();
  paintColors(mounted);
  // The stream is ahead of the page; without it the page knows best.
  const ahead = mounted.url && mounted.url === data.url && mounted.frame?.serial > data.frame.serial;
  draw(mounted, ahead ? mounted.frame : data.frame);
  follow(mounted, ENDED.includes(data.frame.stage) ? null : data.url, (run) => hear(mounted, run.frame));
  return () => {
    clearTimeout(mounted.telling);
    mounted.stop?.();
    mounted.motion.stop();
    mounted.observer.disconnect();
    mounts.delete(parentElement);
  };
}

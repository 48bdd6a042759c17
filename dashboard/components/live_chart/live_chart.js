// Accuracy and loss of a run, and thin behind it of others, over iterations or seconds; updated in place: a zoom stays, nothing flickers.
const REDRAW_MS = 200;
const COST = 25; // drawing takes at most about 1 / COST of a core: on the training's own machine it is the training's time
const FEW = 6; // iterations: between them there would be ticks that read as whole numbers but are none

// The live run's own lines. `own`: its name and colour where other runs are drawn, too; else a colour for each kind of line.
function liveTraces(run, data, dark) {
  const { labels, own } = data;
  const { loss, accuracy, smooth_loss, smooth_accuracy } = run.curve;
  const kinds = data.colors[dark ? "dark" : "light"];
  const x = placesOf(run.curve, data.axis);
  const line = (y, kind, yaxis, faint) => {
    const color = own ? colorOf(own, dark) : kinds[kind === "accuracy" ? "batch" : kind];
    const name = own ? legendName(own.name) : labels[kind];
    return {
      x, y, name, yaxis, type: "scatter", mode: x.length === 1 ? "markers" : "lines", uid: `live-${kind}-${faint}`,
      line: { color, width: faint ? 1 : own ? 3 : 2.5, dash: own && !faint ? own.color.dash : "solid" },
      marker: { color, size: 5 }, opacity: faint ? 0.3 : 1,
      hovertemplate: hoverOf(yaxis), hoverinfo: own && faint ? "skip" : undefined,
      showlegend: !faint && !(own && kind === "loss"), legendgroup: own ? "live" : name,
    };
  };
  const color = own ? colorOf(own, dark) : kinds.validation;
  return [
    line(accuracy, "accuracy", "y", true),
    line(smooth_accuracy, "accuracy", "y", false),
    {
      x: run.validations.map(([iteration]) => placeAt(run.curve, data.axis, iteration)), y: run.validations.map((point) => point[1]),
      name: labels.validation, yaxis: "y", type: "scatter", mode: "lines+markers", uid: "live-validation",
      line: { color, width: 2, dash: "dot" },
      marker: { color, size: 7, symbol: "diamond" }, hovertemplate: hoverOf("y"),
    },
    line(loss, "loss", "y2", true),
    line(smooth_loss, "loss", "y2", false),
  ];
}

function layout({ labels, axis }, style, longest) {
  const seconds = axis === "seconds", key = `${labels.key} ${axis}`;
  const text = style.getPropertyValue("--st-text-color");
  const grid = style.getPropertyValue("--st-border-color");
  const line = { gridcolor: grid, zeroline: false, linecolor: grid, tickfont: { color: text }, automargin: false };
  return {
    uirevision: labels.key, height: 430, margin: { l: 62, r: 12, t: 34, b: 46 },
    paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)",
    font: { family: style.getPropertyValue("--st-font"), color: text, size: 13 },
    hovermode: "x unified", separators: ".,",
    hoverlabel: { bgcolor: style.getPropertyValue("--st-background-color"), font: { color: text } },
    legend: { orientation: "h", x: 0, y: 1.01, yanchor: "bottom", font: { color: text, size: 12 } },
    xaxis: {
      ...line, title: { text: seconds ? labels.seconds : labels.iteration }, anchor: "y2", rangemode: "tozero", uirevision: key,
      ...(seconds ? { ticksuffix: " s", hoverformat: ",.2f" } : { tickformat: ",d", hoverformat: ",d", ...(longest <= FEW ? { dtick: 1 } : {}) }),
    },
    yaxis: { ...line, title: { text: labels.accuracy_axis }, domain: [0.46, 1], range: [0, 1.02], tickformat: ".0%" },
    yaxis2: { ...line, title: { text: labels.loss_axis }, domain: [0, 0.38], rangemode: "tozero", tickformat: ".1f" },
  };
}

async function redraw(mounted) {
  if (document.hidden) {
    document.addEventListener("visibilitychange", () => drawSoon(mounted), { once: true });
    return;
  }
  const plotly = await loadPlotly(mounted.data.plotly);
  const { data } = mounted, run = mounted.run ?? (data.url ? null : emptyRun());
  if (!mounted.plot.isConnected || !run) return;
  const style = getComputedStyle(mounted.plot), dark = isDark(style);
  const traces = [...otherTraces(data.others, data.axis, dark), ...(data.url ? liveTraces(run, data, dark) : [])];
  const longest = Math.max(0, ...traces.map((trace) => trace.x.at(-1) ?? 0));
  await plotly.react(mounted.plot, traces, { ...layout(data, style, longest), shapes: checkpointLine(mounted, style) }, {
    displaylogo: false, responsive: true, displayModeBar: false, doubleClick: "reset",
  });
  mounted.save.hidden = false;
  describe(mounted.plot, run, data);
}

// Where the time slider stands.
function checkpointLine({ run, data }, style) {
  const at = data.url ? checkpointOf(data.url.split("/").at(-1)) : null;
  if (at === null || !run) return [];
  const x = placeAt(run.curve, data.axis, at), color = style.getPropertyValue("--st-text-color");
  return [{ type: "line", x0: x, x1: x, yref: "paper", y0: 0, y1: 1, line: { color, width: 1.5, dash: "dash" } }];
}

function describe(plot, run, { labels, others }) {
  const { iteration, smooth_accuracy } = run.curve, last = iteration.length - 1;
  const live = last < 0 ? labels.alt_empty
    : filled(labels.alt, { iteration: grouped(iteration[last]), accuracy: percent(smooth_accuracy[last]) });
  plot.setAttribute("aria-label", others.length ? `${last < 0 ? "" : live} ${labels.alt_others}`.trim() : live);
  plot.dataset.points = String(last + 1);
  plot.dataset.updates = String(Number(plot.dataset.updates ?? 0) + 1);
}

// At most one drawing every REDRAW_MS, fewer where drawing is slow, and always one of the latest.
function drawSoon(mounted) {
  mounted.wanted = true;
  if (mounted.timer) return;
  const pause = Math.max(REDRAW_MS, COST * (mounted.cost ?? 0));
  const wait = Math.max(0, (mounted.drawn ?? 0) + pause - performance.now());
  mounted.timer = setTimeout(async () => {
    const began = performance.now();
    mounted.wanted = false;
    await redraw(mounted);
    mounted.drawn = performance.now();
    // The first drawing loads Plotly; one that the machine was too busy for should not slow the chart for long.
    const cost = Math.min(mounted.drawn - began, 60);
    mounted.cost = mounted.cost === undefined ? 0 : 0.7 * mounted.cost + 0.3 * cost;
    mounted.timer = null;
    if (mounted.wanted) drawSoon(mounted);
  }, wait);
}

// The chart as it stands, zoom included, on the page's background.
async function saveChart({ plot, data }) {
  const plotly = await loadPlotly(data.plotly), { width, height } = plot.getBoundingClientRect();
  const background = getComputedStyle(plot).getPropertyValue("--st-background-color");
  const picture = { data: plot.data, layout: { ...plot.layout, paper_bgcolor: background } };
  await plotly.downloadImage(picture, { format: "png", scale: 2, width, height, filename: data.file });
}

function build(parentElement) {
  const frame = element("div", "ll-chart-frame", parentElement);
  const plot = element("div", "ll-chart", frame);
  plot.setAttribute("role", "img");
  const save = element("button", "ll-chart-save", frame);
  Object.assign(save, { type: "button", hidden: true });
  const mounted = { plot, save };
  save.onclick = () => saveChart(mounted);
  return mounted;
}

export default function ({ data: [data], parentElement }) {
  const mounted = kept(parentElement, () => build(parentElement));
  mounted.data = data;
  mounted.save.textContent = "PNG";
  mounted.save.title = data.labels.save;
  mounted.save.setAttribute("aria-label", data.labels.save);
  if (!data.url) mounted.run = null;
  follow(mounted, data.url, (run) => {
    mounted.run = run;
    drawSoon(mounted);
  });
  followCheckpoint(mounted, () => {
    if (mounted.plot.layout) globalThis.Plotly.relayout(mounted.plot, { shapes: checkpointLine(mounted, getComputedStyle(mounted.plot)) });
  });
  fetchCurves(data.others, () => drawSoon(mounted));
  drawSoon(mounted);
  return () => {
    mounted.stop?.();
    leaveCheckpoint(mounted);
    clearTimeout(mounted.timer);
    globalThis.Plotly?.purge(mounted.plot);
  };
}

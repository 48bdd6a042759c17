// Accuracy and loss over the iterations, updated in place: a zoom stays, nothing flickers.
const REDRAW_MS = 200;
const COST = 25; // drawing takes at most about 1 / COST of a core: on the training's own machine it is the training's time

function traces(run, labels, colors) {
  const { iteration, loss, accuracy, smooth_loss, smooth_accuracy } = run.curve;
  const line = (y, name, color, yaxis, faint) => ({
    x: iteration, y, name, yaxis, type: "scatter", mode: iteration.length === 1 ? "markers" : "lines",
    line: { color, width: faint ? 1 : 2.5 }, marker: { color, size: 5 }, opacity: faint ? 0.3 : 1,
    hovertemplate: yaxis === "y" ? "%{y:.1%}" : "%{y:.3f}", showlegend: !faint, legendgroup: name,
  });
  return [
    line(accuracy, labels.accuracy, colors.batch, "y", true),
    line(smooth_accuracy, labels.accuracy, colors.batch, "y", false),
    {
      x: run.validations.map((point) => point[0]), y: run.validations.map((point) => point[1]),
      name: labels.validation, yaxis: "y", type: "scatter", mode: "lines+markers",
      line: { color: colors.validation, width: 2, dash: "dot" },
      marker: { color: colors.validation, size: 7, symbol: "diamond" }, hovertemplate: "%{y:.1%}",
    },
    line(loss, labels.loss, colors.loss, "y2", true),
    line(smooth_loss, labels.loss, colors.loss, "y2", false),
  ];
}

function layout(labels, style) {
  const text = style.getPropertyValue("--st-text-color");
  const grid = style.getPropertyValue("--st-border-color");
  const axis = { gridcolor: grid, zeroline: false, linecolor: grid, tickfont: { color: text }, automargin: false };
  return {
    uirevision: labels.key, height: 430, margin: { l: 62, r: 12, t: 34, b: 46 },
    paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)",
    font: { family: style.getPropertyValue("--st-font"), color: text, size: 13 },
    hovermode: "x unified", separators: ".,",
    hoverlabel: { bgcolor: style.getPropertyValue("--st-background-color"), font: { color: text } },
    legend: { orientation: "h", x: 0, y: 1.11, font: { color: text, size: 12 } },
    xaxis: { ...axis, title: { text: labels.iteration }, anchor: "y2", rangemode: "tozero", tickformat: ",d", hoverformat: ",d" },
    yaxis: { ...axis, title: { text: labels.accuracy_axis }, domain: [0.46, 1], range: [0, 1.02], tickformat: ".0%" },
    yaxis2: { ...axis, title: { text: labels.loss_axis }, domain: [0, 0.38], rangemode: "tozero", tickformat: ".1f" },
  };
}

function isDark(style) {
  const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  context.fillStyle = style.getPropertyValue("--st-background-color") || "#fff";
  context.fillRect(0, 0, 1, 1);
  const [red, green, blue] = context.getImageData(0, 0, 1, 1).data;
  return red + green + blue < 384;
}

async function redraw(mounted) {
  if (document.hidden) {
    document.addEventListener("visibilitychange", () => drawSoon(mounted), { once: true });
    return;
  }
  const plotly = await loadPlotly(mounted.data.plotly);
  if (!mounted.plot.isConnected || !mounted.run) return;
  const { labels, colors } = mounted.data;
  const style = getComputedStyle(mounted.plot);
  await plotly.react(mounted.plot, traces(mounted.run, labels, colors[isDark(style) ? "dark" : "light"]), layout(labels, style), {
    displaylogo: false, responsive: true, displayModeBar: false, doubleClick: "reset",
  });
  const { iteration, smooth_accuracy } = mounted.run.curve;
  const last = iteration.length - 1;
  mounted.plot.setAttribute("aria-label", last < 0 ? labels.alt_empty
    : filled(labels.alt, { iteration: grouped(iteration[last]), accuracy: percent(smooth_accuracy[last]) }));
  mounted.plot.dataset.points = String(last + 1);
  mounted.plot.dataset.updates = String(Number(mounted.plot.dataset.updates ?? 0) + 1);
}

// At most one drawing every REDRAW_MS, fewer where drawing is slow, and always one of the latest.
function drawSoon(mounted) {
  if (mounted.timer) return;
  const pause = Math.max(REDRAW_MS, COST * (mounted.cost ?? 0));
  const wait = Math.max(0, (mounted.drawn ?? 0) + pause - performance.now());
  mounted.timer = setTimeout(async () => {
    const began = performance.now();
    await redraw(mounted);
    mounted.drawn = performance.now();
    // The first drawing loads Plotly; one that the machine was too busy for should not slow the chart for long.
    const cost = Math.min(mounted.drawn - began, 60);
    mounted.cost = mounted.cost === undefined ? 0 : 0.7 * mounted.cost + 0.3 * cost;
    mounted.timer = null;
  }, wait);
}

export default function ({ data: [data], parentElement }) {
  const mounted = kept(parentElement, () => {
    const plot = element("div", "ll-chart", parentElement);
    plot.setAttribute("role", "img");
    return { plot };
  });
  mounted.data = data;
  follow(mounted, data.url, (run) => {
    mounted.run = run;
    drawSoon(mounted);
  });
  return () => {
    mounted.stop?.();
    clearTimeout(mounted.timer);
    globalThis.Plotly?.purge(mounted.plot);
  };
}

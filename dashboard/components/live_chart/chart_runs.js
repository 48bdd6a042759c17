// The other runs of a chart: their curves are fetched once, and again when they have grown.
const LONGEST_NAME = 30;

// As it was typed: Plotly would read < and & as its own.
function legendName(name) {
  const letters = [...name];
  const short = letters.length > LONGEST_NAME ? `${letters.slice(0, LONGEST_NAME - 1).join("")}…` : name;
  return short.replace(/&/g, "&amp;").replace(/</g, "&lt;");
}

function colorOf({ color }, dark) {
  return dark ? color.dark : color.light;
}

// Where the points of a curve lie: over iterations, or over seconds of training.
function placesOf(curve, axis) {
  return axis === "seconds" ? curve.seconds : curve.iteration;
}

// Where iteration number `iteration` lies.
function placeAt(curve, axis, iteration) {
  if (axis !== "seconds" || !iteration) return iteration;
  const after = curve.iteration.findIndex((each) => each >= iteration);
  if (after < 0) return curve.seconds.at(-1);
  const before = after ? curve.iteration[after - 1] : 0, began = after ? curve.seconds[after - 1] : 0;
  const share = (iteration - before) / (curve.iteration[after] - before);
  return began + share * (curve.seconds[after] - began);
}

function hoverOf(yaxis) {
  return yaxis === "y" ? "%{y:.1%}" : "%{y:.3f}";
}

// What is known of the curves, by address; it outlives a change of page. `changed()` is called when more is known.
function fetchCurves(others, changed) {
  const known = (globalThis.layerLabCurves ??= new Map());
  for (const { url, stamp } of others) {
    const entry = known.get(url) ?? { curve: null, stamp: null };
    known.set(url, entry);
    if (entry.stamp === stamp) continue;
    entry.stamp = stamp;
    fetch(url).then((reply) => reply.json()).then((curve) => {
      if (entry.stamp !== stamp) return; // a later wish is under way
      entry.curve = curve;
      changed();
    }).catch(() => { if (entry.stamp === stamp) entry.stamp = null; }); // the next drawing asks again
  }
}

// Thin and smoothed, one name in the legend for both of a run's lines.
function otherTraces(others, axis, dark) {
  return others.flatMap((other) => {
    const curve = globalThis.layerLabCurves?.get(other.url)?.curve;
    if (!curve?.iteration.length) return [];
    const x = placesOf(curve, axis), color = colorOf(other, dark);
    const line = (y, yaxis) => ({
      x, y, yaxis, name: legendName(other.name), type: "scatter", mode: x.length === 1 ? "markers" : "lines", uid: `${other.run}-${yaxis}`,
      line: { color, width: 1.5, dash: other.color.dash }, marker: { color, size: 5 }, hovertemplate: hoverOf(yaxis),
      legendgroup: other.run, showlegend: yaxis === "y",
    });
    return [line(curve.smooth_accuracy, "y"), line(curve.smooth_loss, "y2")];
  });
}

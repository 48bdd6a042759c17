// What the frame says by seed, and how it is put into words.
const ENDED = ["done", "cancelled", "failed"];

// { seeds: in their order, runs: seed → [{ stage, iteration, accuracy } or null for each design] }
function readRuns(frame, designs) {
  const seeds = [], runs = new Map();
  for (const [design, seed, stage, iteration, accuracy, validation] of frame.runs) {
    if (!runs.has(seed)) {
      runs.set(seed, Array(designs).fill(null));
      seeds.push(seed);
    }
    const lost = stage === "done" && accuracy === null && validation === null;
    if (design < designs) runs.get(seed)[design] = { stage: lost ? "diverged" : stage, iteration, accuracy };
  }
  return { seeds, runs };
}

function accuracyOf(view, seed, design) {
  return view.runs.get(seed)?.[design]?.accuracy ?? null;
}

function accuraciesOf(view, design) {
  return view.seeds.map((seed) => accuracyOf(view, seed, design)).filter((value) => value !== null);
}

// This design less the first one; null until both are judged.
function differenceOf(view, seed, design) {
  const own = accuracyOf(view, seed, design), base = accuracyOf(view, seed, 0);
  return own === null || base === null ? null : own - base;
}

function meanOf(values) {
  return values.length ? values.reduce((sum, value) => sum + value, 0) / values.length : null;
}

function inPercent(share, decimals = 2) {
  return (100 * share).toFixed(decimals);
}

function inPoints(share, decimals = 2) {
  const text = Math.abs(100 * share).toFixed(decimals);
  return Number(text) === 0 ? text : `${share < 0 ? "−" : "+"}${text}`;
}

function durationText(seconds, labels) {
  if (seconds <= 90) return filled(labels.seconds, { count: seconds });
  const minutes = Math.round(seconds / 60);
  return minutes <= 90 ? filled(labels.minutes, { count: minutes }) : filled(labels.hours, { count: (minutes / 60).toFixed(1) });
}

function progressText(frame, labels) {
  const done = frame.runs.filter(([, , stage]) => stage === "done").length, runs = frame.runs.length;
  if (ENDED.includes(frame.stage)) return filled(labels.ended, { done, runs });
  const words = [filled(labels.runs, { done, runs })];
  if (frame.left) words.push(filled(labels.left, { time: durationText(frame.left, labels) }));
  if (!frame.processes) words.push(labels.opening);
  else words.push(frame.processes === 1 ? labels.process : filled(labels.processes, { count: frame.processes }));
  return words.join(", ");
}

function stateText(run, { labels, iterations }) {
  return filled(labels.states[run?.stage ?? "waiting"], { iteration: grouped(run?.iteration ?? 0), goal: grouped(iterations) });
}

// Everything about one seed. What belongs together is not broken over two lines.
function seedText(view, seed, data) {
  const { labels, designs } = data;
  const parts = designs.map(({ letter }, design) => {
    const accuracy = accuracyOf(view, seed, design), difference = differenceOf(view, seed, design);
    if (accuracy === null) return filled(labels.state, { letter, state: stateText(view.runs.get(seed)?.[design], data) });
    const values = { letter, percent: inPercent(accuracy), points: design && difference !== null ? inPoints(difference) : "" };
    return filled(designs.length > 2 && values.points ? labels.value_difference : labels.value, values);
  });
  const difference = designs.length === 2 ? differenceOf(view, seed, 1) : null;
  if (difference !== null) parts.push(filled(labels.difference_of, { points: inPoints(difference) }));
  return filled(labels.seed, { seed, values: parts.map((part) => part.replaceAll(" ", "\u00a0")).join(", ") });
}

function altText(view, { labels, designs, comparisons }) {
  const means = designs.map(({ letter, name }, design) => {
    const values = accuraciesOf(view, design);
    return values.length
      ? filled(labels.alt_design, {
          letter, name, seeds: values.length, percent: inPercent(meanOf(values)),
          low: inPercent(Math.min(...values)), high: inPercent(Math.max(...values)),
        })
      : filled(labels.alt_none, { letter, name });
  });
  const differences = comparisons.map(({ design, difference, low, high }) => {
    const values = { letter: designs[design].letter, base: designs[0].letter, points: inPoints(difference) };
    if (low === null || high === null) return filled(labels.alt_difference, values);
    return filled(labels.alt_interval, { ...values, low: inPoints(low), high: inPoints(high) });
  });
  return [`${labels.title}.`, ...means, ...differences, labels.keys].join(" ");
}

// The numbers as a table, for whoever does not see the dots.
function fillTable(table, view, data) {
  const { labels, designs } = data;
  const row = (parent, head, cells, scope) => {
    const line = element("tr", "", parent);
    element("th", "", line, head).scope = "row";
    for (const text of cells) {
      const cell = element(scope ? "th" : "td", "", line, text);
      if (scope) cell.scope = scope;
    }
  };
  table.replaceChildren();
  element("caption", "", table, labels.title);
  row(element("thead", "", table), labels.seed_head, designs.map(({ letter, name }) => `${letter}, ${name}`), "col");
  const body = element("tbody", "", table);
  for (const seed of view.seeds) {
    row(body, String(seed), designs.map((_, design) => {
      const accuracy = accuracyOf(view, seed, design), run = view.runs.get(seed)[design];
      return accuracy !== null ? `${inPercent(accuracy)} %` : run?.stage === "training" ? "–" : stateText(run, data);
    }));
  }
  const means = designs.map((_, design) => meanOf(accuraciesOf(view, design)));
  row(body, labels.mean, means.map((mean) => (mean === null ? "–" : `${inPercent(mean)} %`)));
}

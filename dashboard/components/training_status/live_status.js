// The numbers of the training bar. It tells the page when something happened that the page should show.
const FIGURES = ["phase", "iteration", "accuracy", "rate"];

function build(parentElement, labels) {
  const root = element("div", "ll-status");
  const cells = {};
  for (const name of FIGURES) {
    const figure = element("div", `ll-figure ll-${name}`, root);
    element("div", "ll-label", figure, labels[name]);
    cells[name] = element("div", "ll-value", figure);
  }
  const track = element("div", "ll-track", root);
  track.setAttribute("role", "progressbar");
  const done = element("div", "ll-done", track);
  const spoken = element("div", "ll-spoken", root);
  spoken.setAttribute("aria-live", "polite");
  parentElement.querySelector(".ll-status")?.remove();
  parentElement.append(root);
  return { root, cells, track, done, spoken };
}

function phaseText(frame, labels) {
  const waiting = frame.phase === "training" || frame.tested !== null;
  if (waiting && frame.health !== "ready") return labels.starting;
  if (frame.tested !== null) return filled(labels.testing, { iteration: grouped(frame.testing) });
  return labels.phases[frame.phase];
}

function show(mounted, frame, labels) {
  const { root, cells, track, done } = mounted;
  root.dataset.phase = frame.tested !== null ? "testing" : frame.phase;
  cells.phase.textContent = phaseText(frame, labels);
  cells.iteration.textContent = frame.goal > frame.iteration
    ? filled(labels.of, { iteration: grouped(frame.iteration), goal: grouped(frame.goal) })
    : grouped(frame.iteration);
  const latest = frame.latest;
  cells.accuracy.textContent = latest
    ? filled(labels.result, {
        percent: percent(latest.correct / latest.total), correct: grouped(latest.correct),
        total: grouped(latest.total), iteration: grouped(latest.iteration),
      })
    : labels.untested;
  cells.rate.textContent = frame.rate ? grouped(frame.rate) : "–";
  const share = frame.tested !== null ? frame.tested / labels.test_images
    : frame.goal ? Math.min(1, frame.iteration / frame.goal) : 0;
  done.style.width = `${100 * share}%`;
  track.setAttribute("aria-valuenow", Math.round(100 * share));
  track.setAttribute("aria-label", cells.phase.textContent);
  const spoken = `${cells.phase.textContent}. ${labels.iteration} ${cells.iteration.textContent}.`;
  if (frame.event !== mounted.spokenEvent) {
    mounted.spokenEvent = frame.event;
    mounted.spoken.textContent = spoken;
  }
}

// The chart's library is large: it is read while nobody waits for it.
function readAhead(url) {
  if (url && !globalThis.layerLabPlotly) (globalThis.requestIdleCallback ?? setTimeout)(() => loadPlotly(url));
}

export default function ({ data: [data], parentElement, setTriggerValue }) {
  const mounted = kept(parentElement, () => ({}));
  const { labels, url, frame } = data;
  const wording = JSON.stringify(labels);
  if (mounted.wording !== wording || !mounted.root?.isConnected) {
    Object.assign(mounted, build(parentElement, labels), { wording });
  }
  mounted.setTriggerValue = setTriggerValue;
  watchInput();
  readAhead(data.plotly);
  show(mounted, frame, labels);
  follow(mounted, url, (run) => {
    show(mounted, run.frame, labels);
    const happened = `${run.frame.event} ${run.frame.health}`;
    if (run.frame.event > frame.event || run.frame.health !== frame.health) {
      if (mounted.told !== happened) {
        mounted.told = happened;
        tell(mounted);
      }
    }
  });
  return () => {
    clearTimeout(mounted.telling);
    mounted.stop?.();
  };
}

// The strip: one row a design, one cell a seed, filled as far as its training is; and the line that sums it up.
const TOLD = ["cancelled", "failed", "diverged"]; // how many there are of them is said

function buildStrip(root, designs) {
  const strip = element("div", "ll-strip", root);
  strip.setAttribute("aria-hidden", "true"); // the line and the table say it
  const rows = designs.map(({ letter, name }, design) => {
    const row = element("div", "ll-row", strip);
    row.style.setProperty("--ll-color", `var(--ll-color-${design})`);
    row.style.setProperty("--ll-on", `var(--ll-on-${design})`);
    element("span", "ll-letter", row, letter);
    element("span", "ll-row-name", row, name).title = name;
    return { cells: element("div", "ll-cells", row), by_seed: new Map() };
  });
  const under = element("div", "ll-under", root);
  const line = element("span", "ll-line", under);
  const counts = element("span", "ll-counts", under);
  return { rows, line, counts };
}

function showStrip({ strip, view, data, frame }) {
  const { seeds, runs } = view, many = seeds.length > 40 ? "many" : seeds.length > 15 ? "some" : "few";
  strip.rows.forEach(({ cells, by_seed }, design) => {
    cells.dataset.size = many;
    for (const seed of seeds) {
      let cell = by_seed.get(seed);
      if (!cell) {
        by_seed.set(seed, (cell = element("i", "ll-cell", cells)));
        cell.dataset.seed = seed;
      }
      const run = runs.get(seed)[design], stage = run?.stage ?? "waiting";
      if (cell.dataset.stage !== stage) cell.dataset.stage = stage;
      const share = stage === "training" ? `${(100 * Math.min(1, run.iteration / data.iterations)).toFixed(1)}%` : "";
      if (cell.style.getPropertyValue("--ll-share") !== share) cell.style.setProperty("--ll-share", share);
    }
    for (const [seed, cell] of by_seed) {
      if (runs.has(seed)) continue;
      cell.remove();
      by_seed.delete(seed);
    }
  });
  strip.line.textContent = progressText(frame, data.labels);
  const of = (stage) => seeds.reduce((sum, seed) => sum + runs.get(seed).filter((run) => run?.stage === stage).length, 0);
  const told = TOLD.map((stage) => [stage, of(stage)]).filter(([, count]) => count);
  const wanted = JSON.stringify(told);
  if (strip.told === wanted) return;
  strip.told = wanted;
  strip.counts.replaceChildren(...told.map(([stage, count]) => {
    const part = element("span", "ll-count");
    element("i", "ll-cell", part).dataset.stage = stage;
    part.append(filled(data.labels.counts[stage], { count }));
    return part;
  }));
}

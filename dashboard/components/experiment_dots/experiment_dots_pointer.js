// One seed is picked out, by the pointer or by keys: in both parts, in the strip, and in words.
const REACH = 18, LINE_REACH = 7; // pixels

function choose(mounted, seed, at, spoken) {
  const changed = mounted.chosen !== seed;
  mounted.chosen = seed;
  const { root, label } = mounted;
  if (changed) {
    root.classList.toggle("ll-choosing", seed !== null);
    for (const cell of root.querySelectorAll(".ll-strip .ll-cell")) cell.classList.toggle("ll-here", cell.dataset.seed === String(seed));
    mounted.layers.chosen.begin();
    paintChosen(mounted);
    mounted.layers.chosen.end();
  }
  showLabel(mounted, at);
  if (spoken && label.textContent) mounted.spoken.textContent = label.textContent;
}

// `at`: { x, above, below } in the root: the label stands over a place or, where there is no room, under it. null leaves it where it is.
function showLabel(mounted, at) {
  const { root, label, chosen } = mounted;
  label.hidden = chosen === null;
  if (chosen === null) return;
  const text = seedText(mounted.view, chosen, mounted.data);
  if (label.textContent !== text) label.textContent = text;
  if (!at) return;
  const space = 12, x = Math.max(0, Math.min(root.clientWidth - label.offsetWidth, at.x - label.offsetWidth / 2));
  const over = at.above - label.offsetHeight - space;
  label.style.transform = `translate(${x.toFixed(1)}px, ${(over < 0 ? at.below + space : over).toFixed(1)}px)`;
}

// Over the seed's own dots, not on them: all of the part that `x` lies in.
function placeOf({ root, picture, points, geometry }, seed, x) {
  const part = x < geometry.end ? "left" : "right";
  const ys = (points.get(seed)?.[part] ?? []).filter(Boolean).map((point) => point[1]);
  const outer = root.getBoundingClientRect(), inner = picture.getBoundingClientRect(), top = inner.top - outer.top;
  return {
    x: x + inner.left - outer.left,
    above: top + (ys.length ? Math.min(...ys) : geometry.top), below: top + (ys.length ? Math.max(...ys) : geometry.top),
  };
}

function paintChosen({ layers: { chosen: layer }, points, chosen, geometry, data }) {
  const found = chosen === null ? null : points.get(chosen);
  if (!found) return;
  const way = wayOf(found.left);
  if (way) set(layer.get("line", "path", "ll-chosen-line"), { d: way });
  for (const part of ["left", "right"]) {
    data.designs.forEach((_, design) => {
      const point = found[part][design];
      if (!point) return;
      set(layer.get(`${part} ${design}`, "circle", "ll-chosen-dot"), {
        cx: point[0], cy: point[1], r: Math.max(geometry.radius + 1.5, 0.4 * geometry.rem), style: `--ll-color: var(--ll-color-${design})`,
      });
    });
  }
}

function toSegment([x, y], [ax, ay], [bx, by]) {
  const length = (bx - ax) ** 2 + (by - ay) ** 2;
  const along = length ? Math.max(0, Math.min(1, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length)) : 0;
  return Math.hypot(x - ax - along * (bx - ax), y - ay - along * (by - ay));
}

// The seed whose dot is nearest to a place of the picture, or whose line is; null where none is near.
function seedAt({ points }, place) {
  let best = null, least = REACH;
  for (const [seed, { left, right }] of points) {
    for (const point of [...left, ...right]) {
      const far = point ? Math.hypot(point[0] - place[0], point[1] - place[1]) : Infinity;
      if (far < least) [best, least] = [{ seed, x: point[0] }, far];
    }
  }
  if (best) return best;
  least = LINE_REACH;
  for (const [seed, { left }] of points) {
    for (let design = 1; design < left.length; design++) {
      const far = left[design] && left[design - 1] ? toSegment(place, left[design - 1], left[design]) : Infinity;
      if (far < least) [best, least] = [{ seed, x: place[0] }, far];
    }
  }
  return best;
}

function listen(mounted) {
  const { root, plot, picture } = mounted;
  const leave = () => {
    if (!mounted.walking) choose(mounted, null);
  };
  picture.onpointermove = picture.onpointerdown = (event) => {
    const box = picture.getBoundingClientRect();
    const found = seedAt(mounted, [event.clientX - box.left, event.clientY - box.top]);
    if (!found) return leave();
    mounted.walking = false;
    choose(mounted, found.seed, placeOf(mounted, found.seed, found.x));
  };
  picture.onpointerleave = leave;
  const strip = root.querySelector(".ll-strip");
  strip.onpointermove = strip.onpointerdown = (event) => {
    const cell = event.target.closest(".ll-cell");
    if (!cell) return leave();
    mounted.walking = false;
    const outer = root.getBoundingClientRect(), inner = cell.getBoundingClientRect();
    const below = strip.getBoundingClientRect().bottom - outer.top; // the rows stay in sight
    choose(mounted, Number(cell.dataset.seed), { x: (inner.left + inner.right) / 2 - outer.left, above: -Infinity, below });
  };
  strip.onpointerleave = leave;
  plot.onkeydown = (event) => {
    const { seeds } = mounted.view, here = seeds.indexOf(mounted.chosen), last = seeds.length - 1;
    const next = {
      ArrowRight: Math.min(last, here + 1), ArrowDown: Math.min(last, here + 1), Home: 0, End: last,
      ArrowLeft: Math.max(0, here - 1), ArrowUp: Math.max(0, here - 1), Escape: -1,
    }[event.key];
    if (next === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    const seed = seeds[next] ?? null;
    mounted.walking = seed !== null;
    choose(mounted, seed, seed === null ? null : placeOf(mounted, seed, (mounted.geometry.axis + mounted.geometry.end) / 2), true);
  };
  plot.onblur = () => {
    mounted.walking = false;
    choose(mounted, null);
  };
}

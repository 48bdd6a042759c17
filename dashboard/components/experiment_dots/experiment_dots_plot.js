// The picture: left a column of dots for each design, joined by seed; right the differences to the first design.
const HIGHEST_REM = 24, LOWEST_REM = 18, OF_WINDOW = 0.46, TOP_REM = 0.9, BOTTOM_REM = 0.7;
const LAYERS = ["axes", "means", "lines", "dots", "intervals", "chosen"]; // the last one lies on top

function buildPlot(root, { designs, labels }) {
  const plot = element("div", "ll-plot", root);
  plot.setAttribute("role", "img");
  plot.tabIndex = 0;
  const head = element("div", "ll-head", plot);
  const titled = (title, keys) => {
    const block = element("div", "", head);
    element("div", "ll-title", block, title);
    const line = element("div", "ll-keys", block);
    return keys.map(([kind, text]) => {
      const part = element("span", "ll-key", line);
      element("i", `ll-key-${kind}`, part);
      return element("span", "", part, text);
    });
  };
  titled(labels.accuracy, [["dot", labels.one_seed], ["line", labels.same_seed], ["mean", labels.mean]]);
  const [, , band] = titled(labels.difference, [["dot", labels.one_difference], ["interval", labels.interval], ["band", ""]]);
  const picture = mark("svg", "ll-picture", plot);
  const layers = Object.fromEntries(LAYERS.map((name) => [name, layer(picture, `ll-${name}`)]));
  const foot = element("div", "ll-foot", plot);
  const colored = (parent, design) => {
    const letter = element("span", "ll-letter", parent, designs[design].letter);
    letter.style.setProperty("--ll-color", `var(--ll-color-${design})`);
    letter.style.setProperty("--ll-on", `var(--ll-on-${design})`);
  };
  const feet = designs.map(({ name }, design) => {
    const box = element("div", "ll-column", foot);
    colored(box, design);
    const value = element("div", "ll-number", box);
    element("div", "ll-column-name", box, name).title = name;
    return value;
  });
  const differences = designs.slice(1).map((_, place) => {
    const box = element("div", "ll-column", foot);
    const pair = element("div", "ll-pair", box);
    colored(pair, place + 1);
    element("span", "", pair, "−");
    colored(pair, 0);
    return { value: element("div", "ll-number", box), interval: element("div", "ll-between", box) };
  });
  const empty = element("p", "ll-empty", plot);
  return { plot, head, picture, layers, foot, feet, differences, band, empty };
}

function geometryOf(width, height, rem, designs, seeds) {
  const axis = 4.2 * rem, gap = 5.4 * rem, room = Math.max(1, width - axis - gap - 0.4 * rem);
  const unit = room / (1.15 * designs + designs - 1);
  const left = Math.min(1.15 * unit, 22 * rem), right = Math.min((room - designs * left) / (designs - 1), 30 * rem);
  const radius = rem * (seeds <= 12 ? 0.42 : seeds <= 30 ? 0.34 : seeds <= 60 ? 0.27 : 0.22);
  const end = axis + designs * left, start = end + gap, abreast = Math.max(0, seeds - 1) * radius * 0.9;
  const spread_right = Math.min(0.45 * right, 7 * rem, abreast);
  const apart = Math.min(spread_right / 2 + 1.7 * rem, 0.3 * right + 0.3 * rem); // the interval stands to the right of its dots
  const middle = (design) => start + (design - 0.5) * right;
  return {
    rem, axis, gap, left, right, radius, end, start, height, narrow: left < 6.2 * rem,
    top: TOP_REM * rem, bottom: height - BOTTOM_REM * rem,
    width: start + (designs - 1) * right + 0.4 * rem,
    spread: Math.min(0.4 * left, 8 * rem, abreast), spread_right,
    column: (design) => axis + (design + 0.5) * left,
    dots: (design) => middle(design) - apart / 2,
    bar: (design) => middle(design) + apart / 2,
  };
}

function layOut(mounted) {
  const { root, picture, head, foot } = mounted, designs = mounted.data.designs.length;
  const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
  const height = Math.round(Math.max(LOWEST_REM * rem, Math.min(HIGHEST_REM * rem, OF_WINDOW * innerHeight)));
  const places = (mounted.geometry = geometryOf(root.clientWidth, height, rem, designs, mounted.view.seeds.length));
  set(picture, { width: places.width, height: places.height });
  mounted.plot.style.width = `${places.width}px`;
  head.style.gridTemplateColumns = `${places.end + 0.35 * places.gap}px minmax(0, 1fr)`;
  const columns = [`${places.axis}px`, `repeat(${designs}, ${places.left}px)`, `${places.gap}px`, `repeat(${designs - 1}, ${places.right}px)`];
  foot.style.gridTemplateColumns = columns.join(" ");
  [...foot.children].forEach((box, place) => { box.style.gridColumn = place < designs ? place + 2 : place + 3; });
  root.classList.toggle("ll-narrow", places.narrow);
  root.style.setProperty("--ll-faint", mounted.view.seeds.length > 40 ? 0.13 : mounted.view.seeds.length > 15 ? 0.2 : 0.32);
  mounted.empty.style.left = `${places.axis}px`;
  mounted.empty.style.width = `${places.end - places.axis}px`;
}

// Where everything shall be; the picture goes there.
function aim(mounted, atOnce) {
  const { view, data } = mounted, { comparisons, worthwhile, designs } = data;
  const accuracies = designs.map((_, design) => accuraciesOf(view, design));
  const differences = designs.slice(1).flatMap((_, place) =>
    view.seeds.map((seed) => differenceOf(view, seed, place + 1)).filter((value) => value !== null));
  const before = mounted.ranges ?? { left: firstRange(data.iterations), right: [-5 * worthwhile, 5 * worthwhile] };
  const spanned = differences.length ? differenceValues(differences, comparisons, worthwhile) : [];
  const loose = ENDED.includes(mounted.frame.stage) ? LOOSE_AT_LAST : LOOSE;
  mounted.ranges = {
    left: nextRange(before.left, accuracies.flat(), LEAST, [0, 1], loose),
    right: nextRange(before.right, spanned, 3 * worthwhile, [-1, 1], loose),
  };
  mounted.former = before;
  const [low, high] = mounted.ranges.left, [least, most] = mounted.ranges.right;
  const target = { low, high, least, most };
  accuracies.forEach((values, design) => { if (values.length) target[`mean${design}`] = meanOf(values); });
  for (const { design, difference, low, high } of comparisons) {
    target[`difference${design}`] = difference;
    if (low !== null && high !== null) Object.assign(target, { [`low${design}`]: low, [`high${design}`]: high });
  }
  mounted.motion.go(target, atOnce || !mounted.drawn);
  mounted.drawn = true;
  showNumbers(mounted, accuracies);
}

function showNumbers({ feet, differences, band, empty, data, frame, view, plot, geometry: { narrow } }, accuracies) {
  const { labels, comparisons } = data;
  feet.forEach((value, design) => {
    const mean = meanOf(accuracies[design]);
    value.textContent = mean === null ? "" : filled(narrow ? "{percent} %" : labels.mean_of, { percent: inPercent(mean) });
  });
  differences.forEach(({ value, interval }, place) => {
    const found = comparisons.find(({ design }) => design === place + 1);
    value.textContent = found ? filled(narrow ? "{points}" : labels.points, { points: inPoints(found.difference) }) : "";
    const known = found && found.low !== null && found.high !== null;
    interval.textContent = known ? filled(labels.between, { low: inPoints(found.low), high: inPoints(found.high) }) : "";
  });
  band.textContent = filled(labels.worthwhile, { points: Number(inPercent(data.worthwhile)) });
  const any = accuracies.some((values) => values.length);
  empty.textContent = any ? "" : ENDED.includes(frame.stage) ? labels.nothing : labels.empty;
  plot.setAttribute("aria-label", altText(view, data));
}

function paint(mounted, now, share) {
  const { geometry: g, layers, data, view } = mounted;
  const across = (value, low, high) => g.bottom - (value - low) / (high - low) * (g.bottom - g.top);
  const y = (accuracy) => across(accuracy, now.low, now.high), z = (difference) => across(difference, now.least, now.most);
  for (const each of Object.values(layers)) each.begin();
  paintAxes(mounted, y, z, share);
  mounted.points = paintDots(mounted, y, z);
  const half = Math.min(Math.max(1.6 * g.rem, g.spread / 2 + g.radius + 0.6 * g.rem), 0.42 * g.left);
  data.designs.forEach((_, design) => {
    if (`mean${design}` in now) paintMean(layers.means, design, g.column(design), half, y(now[`mean${design}`]));
    paintInterval(layers.intervals, design, g, z, now);
  });
  paintChosen(mounted);
  for (const each of Object.values(layers)) each.end();
}

function paintAxes({ geometry: g, layers: { axes }, data: { worthwhile }, ranges, former }, y, z, share) {
  const end = g.width - 0.4 * g.rem;
  const top = Math.max(g.top, z(worthwhile)), bottom = Math.min(g.bottom, z(-worthwhile));
  set(axes.get("band", "rect", "ll-band"), { x: g.start, width: end - g.start, y: top, height: Math.max(0, bottom - top) });
  const tick = (name, at, x, to, text, kind, shown) => {
    const opacity = at < g.top - 1 || at > g.bottom + 1 ? 0 : shown, line = Math.round(at) + 0.5; // crisp
    set(axes.get(`${name} line`, "line", `ll-grid ${kind}`), { x1: x, x2: to, y1: line, y2: line, opacity });
    const label = set(axes.get(`${name} text`, "text", `ll-tick ${kind}`), { x: x - 0.55 * g.rem, y: at + 0.31 * g.rem, opacity });
    if (label.textContent !== text) label.textContent = text;
  };
  const draw = (side, range, shown) => {
    const { values, decimals } = ticksOf(range, 6);
    for (const value of values) {
      const name = `${side} ${value.toFixed(9)}`, opacity = shown(name);
      if (side === "left") tick(name, y(value), g.axis, g.end, `${inPercent(value, decimals)} %`, "", opacity);
      else if (Math.abs(value) < 1e-9) tick(name, z(value), g.start, end, "0", "ll-zero", opacity);
      else tick(name, z(value), g.start, end, inPoints(value, decimals), "", opacity);
    }
    return new Set(values.map((value) => `${side} ${value.toFixed(9)}`));
  };
  for (const side of ["left", "right"]) {
    // Those of the former range go, those of the new one come, those of both stay.
    const before = share < 1 && former[side] !== ranges[side] ? draw(side, former[side], () => 1 - share) : null;
    draw(side, ranges[side], (name) => (!before || before.has(name) ? 1 : share));
  }
}

// Gives where the dots lie: seed → { left: [[x, y], …] by design, right: likewise }.
function paintDots({ geometry: g, layers: { lines, dots }, data, view, entering }, y, z) {
  const points = new Map();
  view.seeds.forEach((seed, place) => {
    const side = sideOf(place), left = [], right = [];
    data.designs.forEach((_, design) => {
      const accuracy = accuracyOf(view, seed, design), difference = design ? differenceOf(view, seed, design) : null;
      if (accuracy !== null) left[design] = [g.column(design) + side * g.spread, y(accuracy)];
      if (difference !== null) right[design] = [g.dots(design) + side * g.spread_right, z(difference)];
      for (const [part, point] of [["left", left[design]], ["right", right[design]]]) {
        if (!point) continue;
        const dot = dots.get(`${part} ${design} ${seed}`, "circle", "ll-dot", entering);
        set(dot, { cx: point[0], cy: point[1], r: g.radius, style: `--ll-color: var(--ll-color-${design})` });
      }
    });
    points.set(seed, { left, right });
    const way = wayOf(left);
    if (way) set(lines.get(`${seed} ${way.split("L").length}`, "path", "ll-line-of", entering), { d: way });
  });
  return points;
}

// Through neighbouring columns; where a design has no dot the line is broken.
function wayOf(left) {
  let way = "";
  for (let design = 1; design < left.length; design++) {
    if (!left[design] || !left[design - 1]) continue;
    if (design < 2 || !left[design - 2]) way += `M${left[design - 1].map((value) => value.toFixed(2)).join(" ")}`;
    way += `L${left[design].map((value) => value.toFixed(2)).join(" ")}`;
  }
  return way;
}

function paintMean(means, design, x, half, at) {
  set(means.get(design, "line", "ll-mean"), { x1: x - half, x2: x + half, y1: at, y2: at });
}

// One seed alone has no interval; its difference is the dot.
function paintInterval(intervals, design, g, z, now) {
  if (!(`low${design}` in now)) return;
  const x = g.bar(design), ends = [z(now[`high${design}`]), z(now[`low${design}`])];
  const from = Math.max(ends[0], g.top), to = Math.min(ends[1], g.bottom), size = 0.4 * g.rem;
  set(intervals.get(`interval ${design}`, "line", "ll-interval"), { x1: x, x2: x, y1: from, y2: to });
  // Where it goes on beyond the picture, an arrow says so.
  const arrow = (way, at, by) => set(intervals.get(`${way} ${design}`, "path", "ll-arrow"),
    { d: `M${x - size} ${at - by}L${x} ${at + by}L${x + size} ${at - by}Z` });
  if (ends[0] < g.top) arrow("up", from, -size);
  if (ends[1] > g.bottom) arrow("down", to, size);
  const radius = Math.max(3, Math.min(size, (to - from) * 0.35));
  set(intervals.get(`difference ${design}`, "circle", "ll-middle"), { cx: x, cy: z(now[`difference${design}`]), r: radius });
}

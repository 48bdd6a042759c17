// A pad, the 28 × 28 picture that the network sees of it, and the ten probabilities as they form.
const DRAW_EVERY_MS = 100;
const STEP = 12, FINE_STEP = 3; // of the arrow keys

// Everything that the component does, from its first call to its last.
function begin(mounted) {
  const pad = remembered();
  let changes = 0; // every point counts
  let epoch = 0; // what is shown of an older epoch would be of another drawing
  let prepared = null; // { key, pixels } of the latest answer
  let stroke = null, pointer = null, timer = null, last = -Infinity, spoken = "";
  let keyboard = { x: PAD / 2, y: PAD / 2 };
  const grid = pen(document.createElement("canvas"), GRID, "#000", { willReadFrequently: true });
  let screen, scale;

  const uploaded = () => (pad.source === "upload" ? mounted.data.upload : null);
  const key = () => `${epoch} ${changes} ${pad.raw}`;

  function ink() {
    const upload = uploaded();
    if (upload) return { side: upload.side, ink: upload.ink };
    if (!strokesOf(pad).length) return null;
    const colors = grid.getImageData(0, 0, GRID, GRID).data;
    const bytes = new Uint8Array(GRID * GRID);
    for (let at = 0; at < bytes.length; at++) bytes[at] = colors[4 * at + 3];
    return { side: GRID, ink: base64Of(bytes) };
  }

  function wish() {
    const { run, at, design, lang } = mounted.data;
    const wished = { ...(run ? { run, at: checkpointOf(run, at) } : { design }), lang, drawn: key(), epoch };
    if (prepared?.key === wished.drawn) return { ...wished, images: [{ pixels: prepared.pixels }] };
    const drawing = ink();
    return drawing && { ...wished, images: [{ drawing, raw: pad.raw }] };
  }

  const look = startLooking(mounted.data.look, wish, (answer, request) => {
    if (request.epoch !== epoch) return;
    const { labels } = mounted.data;
    mounted.problem.textContent = answer.problem === undefined ? "" : answer.problem ?? labels.offline;
    if (answer.problem !== undefined) return;
    const [image] = answer.images;
    if (image.empty) return showEmpty();
    prepared = { key: request.drawn, pixels: image.pixels };
    paintDigit(mounted.picture, bytesOf(image.pixels));
    mounted.use.disabled = false;
    if (request.images[0].drawing) {
      mounted.placed.textContent = image.placement ? placementText(image.placement, labels) : labels.raw_placed;
    }
    showAnswer(answer.answers[0], answer.iteration);
    drawnCheckpoint(mounted.root, request.at);
  });

  function placementText(placed, labels) {
    const unit = uploaded() ? uploaded().unit : PAD / GRID;
    const size = (value) => Math.round(value * unit);
    const moved = [[placed.right, labels.right, labels.left], [placed.down, labels.down, labels.up]]
      .filter(([by]) => by !== 0).map(([by, ahead, back]) => filled(by > 0 ? ahead : back, { by: Math.abs(by) }));
    return filled(moved.length ? labels.moved : labels.unmoved, {
      width: size(placed.width), height: size(placed.height),
      scaled_width: placed.scaled_width, scaled_height: placed.scaled_height, way: moved.join(", "),
    });
  }

  function showAnswer(shares, iteration) {
    const { labels } = mounted.data;
    const best = shares.indexOf(Math.max(...shares));
    shares.forEach((share, digit) => {
      const { bar, filling, share: text } = mounted.bars[digit];
      bar.classList.toggle("ll-best", digit === best);
      filling.style.width = `${100 * share}%`;
      text.textContent = percent(share);
    });
    mounted.digit.textContent = best;
    mounted.sure.textContent = filled(labels.sure, { percent: percent(shares[best]) });
    mounted.verdict.classList.remove("ll-nothing");
    mounted.at.textContent = iteration ? filled(labels.after, { iteration: grouped(iteration) }) : labels.untrained;
    mounted.picture.setAttribute("aria-label", filled(labels.picture, { digit: best }));
    mounted.root.dataset.answers = Number(mounted.root.dataset.answers ?? 0) + 1;
    if (!stroke && spoken !== String(best)) {
      spoken = String(best);
      mounted.spoken.textContent = `${best}, ${mounted.sure.textContent}`;
    }
  }

  function showEmpty() {
    const { labels } = mounted.data;
    prepared = null;
    spoken = "";
    const context = mounted.picture.getContext("2d");
    context.fillStyle = "#fff";
    context.fillRect(0, 0, 28, 28);
    mounted.picture.setAttribute("aria-label", labels.nothing);
    mounted.use.disabled = true;
    for (const { bar, filling, share } of mounted.bars) {
      bar.classList.remove("ll-best");
      filling.style.width = "0";
      share.textContent = "–";
    }
    mounted.digit.textContent = "";
    mounted.sure.textContent = labels.empty;
    mounted.verdict.classList.add("ll-nothing");
    mounted.placed.textContent = labels.nothing;
    mounted.at.textContent = mounted.problem.textContent = "";
  }

  // Asks soon, but while the pen moves not more often than every DRAW_EVERY_MS.
  function askSoon() {
    timer ??= setTimeout(() => {
      timer = null;
      last = performance.now();
      look.wanted();
    }, Math.max(0, last + DRAW_EVERY_MS - performance.now()));
  }

  // Draws all anew: after an undo, a clear, another source.
  function redraw() {
    epoch++;
    const upload = uploaded(), side = screen.canvas.width;
    screen.clearRect(0, 0, side, side);
    grid.clearRect(0, 0, GRID, GRID);
    const strokes = strokesOf(pad);
    for (const each of strokes) {
      for (let at = 1; at < each.length; at += 2) {
        if (!upload) drawPiece(screen, scale, each, at);
        drawPiece(grid, GRID / PAD, each, at);
      }
    }
    if (upload) showUpload(upload, side);
    refresh();
    if (upload || strokes.length) askSoon();
    else showEmpty();
  }

  function showUpload(upload, side) {
    const small = document.createElement("canvas"), bytes = bytesOf(upload.ink);
    paintMap(small, bytes, upload.side, upload.side, 255, false);
    screen.imageSmoothingEnabled = upload.side > 56;
    screen.drawImage(small, 0, 0, side, side);
  }

  function refresh() {
    const upload = uploaded(), empty = !strokesOf(pad).length;
    mounted.hint.hidden = Boolean(upload) || !empty;
    mounted.root.classList.toggle("ll-upload", Boolean(upload));
    mounted.file.textContent = upload?.name ?? "";
    mounted.undo.disabled = Boolean(upload) || !pad.actions.length;
    mounted.clear.disabled = Boolean(upload) || empty;
    mounted.root.dataset.strokes = strokesOf(pad).length;
    remember(pad);
  }

  function addPoint(x, y) {
    const [dx, dy] = [x - stroke.at(-2), y - stroke.at(-1)];
    if (stroke.length > 1 && dx * dx + dy * dy < 1) return;
    stroke.push(Math.round(10 * x) / 10, Math.round(10 * y) / 10);
    changes++;
    drawPiece(screen, scale, stroke, stroke.length - 2);
    drawPiece(grid, GRID / PAD, stroke, stroke.length - 2);
    askSoon();
  }

  function beginStroke(x, y) {
    if (!strokesOf(pad).length) epoch++;
    stroke = [PENS[pad.pen]];
    pad.actions.push(stroke);
    mounted.hint.hidden = true;
    addPoint(x, y);
  }

  function endStroke() {
    stroke = pointer = null;
    const cleared = pad.actions.lastIndexOf("clear", pad.actions.lastIndexOf("clear") - 1);
    if (cleared > 0) pad.actions.splice(0, cleared); // what no one will come back to
    refresh();
    askSoon();
  }

  function undo() {
    if (uploaded() || stroke) return;
    pad.actions.pop();
    redraw();
  }

  function clear() {
    if (uploaded() || stroke || !strokesOf(pad).length) return;
    pad.actions.push("clear");
    redraw();
  }

  function place(event) {
    const frame = mounted.canvas.getBoundingClientRect();
    return [(event.clientX - frame.left) * PAD / frame.width, (event.clientY - frame.top) * PAD / frame.height];
  }

  function listen(canvas) {
    canvas.onpointerdown = (event) => {
      if (stroke || uploaded() || !event.isPrimary || event.button !== 0) return;
      event.preventDefault(); // no selection, no scrolling
      canvas.focus({ preventScroll: true, focusVisible: false });
      pointer = event.pointerId;
      try {
        canvas.setPointerCapture(pointer);
      } catch { /* the pointer has gone already */ }
      beginStroke(...place(event));
    };
    canvas.onpointermove = (event) => {
      if (!stroke || event.pointerId !== pointer) return;
      const between = event.getCoalescedEvents?.() ?? [];
      for (const each of between.length ? between : [event]) addPoint(...place(each));
    };
    canvas.onpointerup = canvas.onpointercancel = canvas.onlostpointercapture = (event) => {
      if (stroke && event.pointerId === pointer) endStroke();
    };
    canvas.onkeydown = (event) => {
      const step = event.shiftKey ? FINE_STEP : STEP;
      const by = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key];
      if (uploaded() || pointer !== null) return;
      if (by) {
        keyboard = { x: clamped(keyboard.x + by[0]), y: clamped(keyboard.y + by[1]) };
        if (stroke) addPoint(keyboard.x, keyboard.y);
      } else if (event.key === " ") stroke ? endStroke() : beginStroke(keyboard.x, keyboard.y);
      else if (event.key === "z" && (event.ctrlKey || event.metaKey)) undo();
      else if (event.key === "Delete" || event.key === "Backspace") clear();
      else return;
      event.preventDefault();
      event.stopPropagation();
      showCursor();
    };
    canvas.onblur = () => { if (stroke && pointer === null) endStroke(); };
  }

  const clamped = (value) => Math.max(0, Math.min(PAD, value));

  function showCursor() {
    Object.assign(mounted.cursor.style, { left: `${100 * keyboard.x / PAD}%`, top: `${100 * keyboard.y / PAD}%` });
    mounted.cursor.classList.toggle("ll-down", Boolean(stroke));
  }

  // Puts the controls into a root just built.
  function furnish() {
    const { labels } = mounted.data;
    const side = Math.round(PAD * Math.min(3, Math.max(1, globalThis.devicePixelRatio ?? 1)));
    screen = pen(mounted.canvas, side, "#121a22");
    scale = side / PAD;
    listen(mounted.canvas);
    showCursor();
    mounted.tools.replaceChildren();
    for (const [name, action] of [["undo", undo], ["clear", clear]]) {
      mounted[name] = element("button", `ll-${name}`, mounted.tools, labels[name]);
      mounted[name].type = "button";
      mounted[name].onclick = action;
    }
    choices(mounted.tools, "pen", labels.pen, Object.keys(PENS).map((size) => [size, "", labels.pens[size]]), pad.pen,
      (size) => { pad.pen = size; remember(pad); });
    mounted.ways.replaceChildren();
    choices(mounted.ways, "way", labels.way, [["mnist", labels.mnist], ["raw", labels.raw]], pad.raw ? "raw" : "mnist",
      (way) => { pad.raw = way === "raw"; epoch++; remember(pad); look.wanted(); });
    mounted.use.onclick = () => prepared && mounted.setTriggerValue("use", prepared.pixels);
    showEmpty();
    update();
  }

  // After every run of the page: an upload may have come or gone.
  function update() {
    const { upload, labels } = mounted.data;
    if (upload && upload.id !== pad.upload) Object.assign(pad, { upload: upload.id, source: "upload" });
    if (!upload) pad.source = "drawing";
    mounted["ll-left-head"].firstChild.textContent = upload ? "" : labels.pad;
    mounted.sources.replaceChildren();
    if (upload) {
      choices(mounted.sources, "source", labels.source, [["drawing", labels.pad], ["upload", labels.upload, upload.name]], pad.source,
        (source) => { pad.source = source; redraw(); });
    }
    if (!stroke) redraw();
  }

  return {
    look, furnish, update,
    end() { look.stop(); clearTimeout(timer); remember(pad); },
  };
}

export default function ({ data: [data], parentElement, setTriggerValue }) {
  const mounted = kept(parentElement, () => ({}));
  const before = mounted.data;
  Object.assign(mounted, { data, setTriggerValue });
  const wording = JSON.stringify(data.labels);
  mounted.session ??= begin(mounted);
  if (mounted.wording !== wording || !mounted.root?.isConnected) {
    Object.assign(mounted, build(parentElement, data.labels), { wording });
    mounted.session.furnish();
  } else if (before.upload?.id !== data.upload?.id) mounted.session.update();
  else if (before.run !== data.run || before.design !== data.design) mounted.session.look.wanted();
  const { look } = mounted.session;
  followCheckpoint(mounted, look.next, look.busy);
  follow(mounted, data.url, ({ frame }) => {
    if (checkpointOf(data.run, data.at) === null) look.moved(`${frame.iteration} ${frame.event} ${frame.health}`);
  });
  return () => {
    mounted.stop?.();
    leaveCheckpoint(mounted);
    mounted.session.end();
    mounts.delete(parentElement);
  };
}

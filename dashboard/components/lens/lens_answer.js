// Of each image: how it is chosen, the digit, and the network's ten logits and probabilities.

// `change(image)` is called with the image that was chosen: { test: n }.
function makeImagePanel(parent, side, labels, digits, change) {
  const root = element("section", "ll-image", parent);
  const head = element("div", "ll-image-head", root);
  const digit = element("canvas", "ll-digit", head);
  digit.setAttribute("role", "img");
  const about = element("div", "ll-image-about", head);
  const caption = element("div", "ll-caption", about);
  const controls = element("div", "ll-controls", about);
  const number = field(controls, labels.number, element("input"));
  Object.assign(number, { type: "number", min: 0, max: digits.length - 1, step: 1 });
  number.onchange = () => {
    const asked = Math.round(Number(number.value));
    // What is no number of an image is not taken: the field shows the image that stays.
    if (number.value !== "" && asked >= 0 && asked < digits.length) change({ test: asked });
    else number.value = number.dataset.now ?? "";
  };
  const step = (by) => change({ test: (Number(number.dataset.now || 0) + by + digits.length) % digits.length });
  control(controls, "‹", labels.previous, () => step(-1));
  control(controls, "›", labels.next, () => step(1)).classList.add("ll-next");
  control(controls, labels.random, labels.random_help, () => change({ test: Math.floor(Math.random() * digits.length) }));
  const classes = field(controls, labels.class, element("select"));
  element("option", "", classes, labels.any).value = "";
  for (let label = 0; label < 10; label++) element("option", "", classes, String(label)).value = String(label);
  classes.onchange = () => {
    if (classes.value === "") return;
    const wanted = classes.value, now = Number(number.dataset.now ?? -1);
    const after = digits.indexOf(wanted, now + 1);
    change({ test: after >= 0 ? after : digits.indexOf(wanted) });
    classes.value = "";
  };
  const bars = element("div", "ll-bars", root);
  bars.setAttribute("role", "table");
  bars.setAttribute("aria-label", filled(labels.bars, { side }));
  const rows = [...Array(10).keys()].map((label) => {
    const row = element("div", "ll-bar", bars);
    row.setAttribute("role", "row");
    const share = element("span", "", row);
    const track = element("span", "ll-bar-track", row);
    const fill = element("i", "", track), ghost = element("u", "", track);
    element("b", "", row, String(label));
    return { row, fill, ghost, share, logit: element("small", "", row) };
  });
  element("p", "ll-quiet ll-bars-key", root, labels.bars_key);
  return { root, digit, caption, number, rows, labels, side };
}

function field(parent, label, input) {
  const wrap = element("label", "ll-field", parent);
  element("span", "", wrap, label);
  wrap.append(input);
  return input;
}

function control(parent, text, title, act) {
  const button = element("button", "", parent, text);
  Object.assign(button, { type: "button", title, onclick: act });
  button.setAttribute("aria-label", title);
  return button;
}

// `image`: what was asked for; `described`: what the server says of it; `all`: the probabilities with every filter on, or undefined.
function showImage(panel, image, described, probabilities, logits, all) {
  const { labels } = panel;
  paintDigit(panel.digit, bytesOf(described.pixels));
  const best = probabilities.indexOf(Math.max(...probabilities));
  panel.number.dataset.now = image.test ?? "";
  if (panel.number.getRootNode().activeElement !== panel.number) panel.number.value = image.test ?? "";
  const values = { number: grouped(image.test ?? 0), true: described.label, predicted: best, percent: percent(probabilities[best]) };
  panel.caption.replaceChildren(
    element("b", "", null, filled(image.test === undefined ? labels.drawn : labels.test_image, values)),
    element("div", described.label !== undefined && described.label !== best ? "ll-wrong" : "", null, filled(labels.says, values)));
  if (all) {
    const before = all.indexOf(Math.max(...all));
    element("div", "ll-quiet", panel.caption, filled(labels.with_all, { predicted: before, percent: percent(all[before]) }));
  }
  panel.digit.setAttribute("aria-label", panel.caption.textContent);
  panel.rows.forEach((row, label) => {
    row.row.classList.toggle("ll-best", label === best);
    row.row.classList.toggle("ll-true", label === described.label);
    row.fill.style.height = `${(100 * probabilities[label]).toFixed(1)}%`;
    row.ghost.style.display = all ? "block" : "none";
    if (all) row.ghost.style.height = `${100 * all[label]}%`;
    write(row.share, percent(probabilities[label]));
    write(row.logit, logits[label].toFixed(2).replace("-", "−"));
  });
}

// Text that is there already is left alone: the browser would lay it out again.
function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

// The pad's page: its elements, before anything is drawn.
function choices(parent, name, title, options, chosen, choose) {
  const group = element("div", "ll-choices", parent);
  group.setAttribute("role", "radiogroup");
  group.setAttribute("aria-label", title);
  for (const [value, text, hint] of options) {
    const label = element("label", "", group);
    const input = element("input", "", label);
    Object.assign(input, { type: "radio", name, value, checked: value === chosen });
    input.onchange = () => choose(value);
    const shown = element("span", `ll-${name}-${value}`, label, text);
    if (hint) {
      input.setAttribute("aria-label", hint);
      shown.title = hint;
    }
  }
  return group;
}

function build(parentElement, labels) {
  parentElement.querySelector(".ll-draw")?.remove();
  const root = element("div", "ll-draw", parentElement), parts = { root };
  const column = (name, title) => {
    const made = element("section", name, root);
    parts[`${name}-head`] = element("div", "ll-head", made, title);
    return made;
  };
  const left = column("ll-left", labels.pad), middle = column("ll-middle", labels.seen), right = column("ll-right", labels.answer);

  parts.sources = element("div", "ll-sources");
  parts["ll-left-head"].append(parts.sources);
  const paper = element("div", "ll-paper", left);
  parts.canvas = element("canvas", "ll-pad", paper);
  parts.canvas.tabIndex = 0;
  parts.canvas.setAttribute("role", "application");
  parts.canvas.setAttribute("aria-label", labels.keyboard);
  parts.hint = element("div", "ll-hint", paper, labels.hint);
  parts.cursor = element("div", "ll-cursor", paper);
  parts.tools = element("div", "ll-tools", left);
  parts.file = element("div", "ll-file", left);

  parts.ways = element("div", "ll-ways", middle);
  parts.picture = element("canvas", "ll-picture", middle);
  parts.picture.width = parts.picture.height = 28;
  parts.picture.setAttribute("role", "img");
  parts.placed = element("div", "ll-placed", middle);
  parts.use = element("button", "ll-use", middle, labels.use);
  parts.use.type = "button";

  parts.verdict = element("div", "ll-verdict", right);
  parts.digit = element("span", "ll-digit", parts.verdict);
  parts.sure = element("span", "ll-sure", parts.verdict);
  const bars = element("div", "ll-bars", right);
  parts.bars = Array.from({ length: 10 }, (_, digit) => {
    const bar = element("div", "ll-bar", bars);
    element("span", "ll-name", bar, String(digit));
    const filling = element("div", "", element("div", "ll-track", bar));
    return { bar, filling, share: element("span", "ll-share", bar) };
  });
  parts.at = element("div", "ll-at", right);
  parts.problem = element("div", "ll-problem", right);
  parts.problem.setAttribute("role", "status");
  parts.spoken = element("div", "ll-spoken", right);
  parts.spoken.setAttribute("aria-live", "polite");
  return parts;
}

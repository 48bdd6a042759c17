// The runs as a table. Its rows are kept and only their words change: whoever types or clicks is not interrupted.
const DASHES = { solid: "", dash: "7 4", dot: "2 4" };
const NUMBERS = ["iterations", "accuracy", "parameters", "seconds"];

function build(parentElement) {
  const box = element("div", "ll-runs", parentElement);
  const table = element("table", "", box);
  const head = element("tr", "", element("thead", "", table));
  const heads = Object.fromEntries(["draw", "name", "differs", ...NUMBERS, "actions"].map((name) => {
    const cell = element("th", `ll-${name}`, head);
    cell.scope = "col";
    return [name, cell];
  }));
  return { table, heads, body: element("tbody", "", table), rows: new Map(), choices: {} };
}

function swatch() {
  const picture = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  picture.setAttribute("viewBox", "0 0 26 6");
  picture.setAttribute("aria-hidden", "true");
  const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
  line.setAttribute("d", "M0 3H26");
  picture.append(line);
  return { picture, line };
}

function button(parent, className, act) {
  const made = element("button", className, parent);
  made.type = "button";
  made.onclick = act;
  return made;
}

function makeRow(mounted, run) {
  const line = element("tr");
  const cells = {};
  const box = element("label", "", element("td", "ll-draw", line));
  const tick = element("input", "", box);
  tick.type = "checkbox";
  tick.onchange = () => draw(mounted, run, tick.checked);
  const { picture, line: stroke } = swatch();
  box.append(picture);
  const named = element("th", "ll-name", line);
  named.scope = "row";
  const name = button(named, "ll-rename", () => beginName(mounted, run));
  cells.shown = element("span", "ll-shown", named);
  cells.differs = element("td", "ll-differs", line);
  for (const each of NUMBERS) cells[each] = element("td", `ll-number ll-${each}`, line);
  for (const part of ["share", "when"]) cells[part] = element("span", `ll-${part}`, cells.accuracy);
  const actions = element("td", "ll-actions", line);
  const open = button(actions, "ll-open", () => mounted.tell("opened", run));
  const remove = button(actions, "ll-delete", () => mounted.tell("deleted", run));
  return { line, tick, stroke, named, name, cells, open, remove };
}

function draw(mounted, run, drawn) {
  mounted.choices[run] = drawn; // all of them: of two quick clicks only the last one arrives
  mounted.tell("drawn", { ...mounted.choices });
  limit(mounted);
}

// Beyond the most that are drawn together no other can be ticked.
function limit({ rows, data }) {
  const full = [...rows.values()].filter((row) => row.tick.checked).length >= data.most_drawn;
  for (const row of rows.values()) {
    row.tick.disabled = full && !row.tick.checked;
    row.tick.title = row.tick.disabled ? data.labels.most : "";
  }
}

function beginName(mounted, run) {
  const row = mounted.rows.get(run), { given, name } = row.data;
  if (row.input) return;
  const input = element("input", "ll-naming");
  Object.assign(input, { type: "text", value: given, placeholder: name, maxLength: mounted.data.longest_name });
  input.setAttribute("aria-label", filled(mounted.data.labels.rename, { name }));
  const end = (saved, focus) => {
    if (row.input !== input) return;
    row.input = null;
    const typed = input.value.trim().replace(/\s+/g, " ");
    input.replaceWith(row.name);
    if (saved && typed !== given) mounted.tell("renamed", { run, name: typed });
    if (focus) row.name.focus();
  };
  input.onkeydown = (event) => {
    event.stopPropagation(); // the page has keys of its own
    if (event.isComposing) return; // Enter ends a Korean syllable first
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault(); // or Enter would press the name, which has the focus then
    end(event.key === "Enter", true);
  };
  input.onblur = () => end(true, false);
  row.input = input;
  row.name.replaceWith(input);
  input.focus();
  input.select();
}

function showRow(mounted, row, data, dark) {
  const { labels } = mounted.data, { name } = data;
  row.data = data;
  row.line.classList.toggle("ll-present", data.present);
  row.line.setAttribute("aria-current", String(data.present));
  row.tick.checked = data.drawn;
  row.tick.setAttribute("aria-label", filled(labels.draw_run, { name }));
  row.stroke.setAttribute("stroke", dark ? data.color.dark : data.color.light);
  row.stroke.setAttribute("stroke-dasharray", DASHES[data.color.dash]);
  row.name.textContent = name;
  row.name.title = labels.rename_help;
  row.name.setAttribute("aria-label", filled(labels.rename, { name }));
  row.cells.shown.textContent = data.present ? labels.present : "";
  for (const each of ["differs", "iterations", "parameters", "seconds"]) row.cells[each].textContent = data[each];
  row.cells.share.textContent = data.accuracy;
  row.cells.when.textContent = data.when;
  row.open.textContent = labels.open;
  row.open.hidden = data.present;
  row.open.setAttribute("aria-label", filled(labels.open_run, { name }));
  row.remove.textContent = labels.delete;
  row.remove.setAttribute("aria-label", filled(labels.delete_run, { name }));
}

function showRows(mounted) {
  const { data, rows, body } = mounted;
  const dark = isDark(getComputedStyle(mounted.table));
  for (const each of data.rows) {
    if (!rows.has(each.run)) rows.set(each.run, makeRow(mounted, each.run));
    showRow(mounted, rows.get(each.run), each, dark);
  }
  const wanted = data.rows.map((each) => rows.get(each.run).line);
  for (const [run, row] of rows) if (!wanted.includes(row.line)) rows.delete(run);
  if (wanted.length !== body.children.length || wanted.some((line, place) => line !== body.children[place])) body.replaceChildren(...wanted);
  limit(mounted);
}

// The present run moves on while it is watched.
function showLive(mounted, { iteration, seconds }) {
  for (const { data, cells } of mounted.rows.values()) {
    if (!data.present) continue;
    cells.iterations.textContent = grouped(iteration);
    cells.seconds.textContent = seconds.toFixed(1).replace(/\B(?=(\d{3})+\.)/g, ",");
  }
}

export default function ({ data: [data], parentElement, setTriggerValue }) {
  const mounted = kept(parentElement, () => build(parentElement));
  mounted.data = data;
  mounted.tell = setTriggerValue;
  mounted.table.setAttribute("aria-label", data.labels.title);
  for (const [name, cell] of Object.entries(mounted.heads)) cell.textContent = data.labels[name];
  showRows(mounted);
  follow(mounted, data.url, (run) => showLive(mounted, run.frame));
  return () => mounted.stop?.();
}

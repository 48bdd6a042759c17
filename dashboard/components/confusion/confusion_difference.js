// Confusion matrices to compare: rows are true classes, columns predicted ones. Counts are coloured as in the
// matrix of the Test page; a difference is vermillion where positive, blue where negative.
const BLUE = "#0072B2", VERMILLION = "#D55E00";

// From 0 to 1. Errors are rare: the square root makes one in a hundred visible.
function strength(data, row, column, peak) {
  const value = data.cells[row][column];
  if (data.signed) return Math.sqrt(Math.abs(value) / peak);
  const total = data.cells[row].reduce((sum, count) => sum + count, 0);
  const share = total ? value / total : 0;
  return row === column ? share : Math.sqrt(share);
}

function written(data, value) {
  if (!data.signed) return value ? String(value) : "·";
  return value ? (value > 0 ? "+" : "−") + Math.abs(value) : "";
}

function cell(data, row, column, peak) {
  const value = data.cells[row][column], right = row === column;
  const made = element("td", right ? "ll-right" : "", null, written(data, value));
  made.classList.toggle("ll-long", made.textContent.length > 3);
  const told = Object.fromEntries(Object.entries(data.told).map(([name, counts]) => [name, grouped(counts[row][column])]));
  made.title = filled(data.labels.cell, { true: row, predicted: column, ...told });
  if (!value) return made;
  const color = (data.signed ? value < 0 : right) ? BLUE : VERMILLION;
  const strong = Math.min(1, strength(data, row, column, peak));
  made.style.background = `rgb(from ${color} r g b / ${(0.08 + 0.85 * strong).toFixed(3)})`;
  if (color === BLUE && strong > 0.85) made.style.color = "#fff"; // elsewhere the page's own text is the easier to read
  return made;
}

export default function ({ data: [data], parentElement }) {
  const mounted = kept(parentElement, () => ({ root: element("div", "ll-compared", parentElement) }));
  const peak = Math.max(1, ...data.cells.flat().map(Math.abs));
  const table = element("table");
  table.setAttribute("aria-label", data.labels.title);
  const head = element("tr", "", element("thead", "", table));
  element("td", "", head);
  for (let column = 0; column < 10; column++) element("th", "", head, String(column)).scope = "col";
  const body = element("tbody", "", table);
  data.cells.forEach((cells, row) => {
    const line = element("tr", "", body);
    element("th", "", line, String(row)).scope = "row";
    cells.forEach((_, column) => line.append(cell(data, row, column, peak)));
  });
  mounted.root.replaceChildren(
    element("div", "ll-columns", null, data.labels.predicted), element("div", "ll-rows", null, data.labels.true), table);
}

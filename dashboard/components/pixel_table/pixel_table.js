// One image as its numbers, each on its own shade.
export default function ({ data: [data], parentElement }) {
  const mounted = kept(parentElement, () => ({ root: element("div", "ll-pixels", parentElement) }));
  const pixels = atob(data.pixels);
  const table = element("table");
  table.setAttribute("aria-label", data.label);
  const head = element("tr", "", element("thead", "", table));
  element("td", "", head);
  for (let column = 0; column < 28; column++) element("th", "", head, String(column));
  const body = element("tbody", "", table);
  for (let row = 0; row < 28; row++) {
    const line = element("tr", "", body);
    element("th", "", line, String(row));
    for (let column = 0; column < 28; column++) {
      const value = pixels.charCodeAt(28 * row + column);
      const cell = element("td", "", line, String(value));
      cell.style.background = `rgb(${255 - value} ${255 - value} ${255 - value})`;
      if (value > 110) cell.style.color = "#fff";
    }
  }
  mounted.root.replaceChildren(table);
}

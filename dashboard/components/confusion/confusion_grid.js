// The confusion matrix as a picture that can be clicked: rows are true classes, columns predicted ones.
function shade(share, right) {
  // Errors are rare: the square root makes one in a hundred visible.
  const strength = right ? share : Math.sqrt(share);
  return `rgb(from ${right ? "#0072B2" : "#D55E00"} r g b / ${share ? (0.08 + 0.85 * Math.min(1, strength)).toFixed(3) : 0})`;
}

function cell(counts, row, column, data, choose) {
  const right = row === column;
  const total = counts[row].reduce((sum, count) => sum + count, 0);
  const share = total ? counts[row][column] / total : 0;
  const button = element("button", right ? "ll-right" : "");
  button.type = "button";
  button.textContent = data.percent ? (counts[row][column] ? (share * 100).toFixed(1) : "·") : (counts[row][column] || "·");
  button.style.background = shade(share, right);
  if ((right ? share : Math.sqrt(share)) > 0.6) button.style.color = "#fff";
  const words = { true: row, predicted: column, count: grouped(counts[row][column]) };
  button.title = filled(data.labels.cell, words);
  button.setAttribute("aria-label", button.title);
  button.setAttribute("aria-pressed", String(data.chosen?.[0] === row && data.chosen?.[1] === column));
  button.onclick = () => choose([row, column]);
  return button;
}

function drawMatrix(mounted, data, counts, choose) {
  const table = element("table");
  table.setAttribute("aria-label", data.labels.title);
  const head = element("tr", "", element("thead", "", table));
  element("td", "", head);
  for (let column = 0; column < 10; column++) element("th", "", head, String(column)).scope = "col";
  const body = element("tbody", "", table);
  counts.forEach((line_counts, row) => {
    const line = element("tr", "", body);
    element("th", "", line, String(row)).scope = "row";
    line_counts.forEach((_, column) => element("td", "", line).append(cell(counts, row, column, data, choose)));
  });
  const focused = mounted.root.contains(mounted.root.getRootNode().activeElement)
    ? [...mounted.root.querySelectorAll("button")].indexOf(mounted.root.getRootNode().activeElement) : -1;
  mounted.root.replaceChildren(
    element("div", "ll-columns", null, data.labels.predicted), element("div", "ll-rows", null, data.labels.true), table);
  if (focused >= 0) mounted.root.querySelectorAll("button")[focused].focus();
}

const NOTHING = Array.from({ length: 10 }, () => Array(10).fill(0));

export default function ({ data: [data], parentElement, setTriggerValue }) {
  const mounted = kept(parentElement, () => ({ root: element("div", "ll-confusion", parentElement), counts: NOTHING }));
  followTested(mounted, data, (view, at) => {
    mounted.counts = view.counts ?? mounted.counts; // what is still to come leaves what is drawn in its place
    drawMatrix(mounted, data, mounted.counts, (chosen) => setTriggerValue("cell", chosen));
    showWaiting(mounted.root, view, at);
  });
  return () => {
    leaveTested(mounted);
    mounts.delete(parentElement);
  };
}

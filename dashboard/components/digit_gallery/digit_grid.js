// Digits side by side.
export default function ({ data: [data], parentElement, setTriggerValue }) {
  const mounted = kept(parentElement, () => ({ grid: element("div", "ll-digits", parentElement) }));
  mounted.grid.style.setProperty("--size", `${data.size}px`);
  mounted.grid.replaceChildren(...digitFigures(data, (place) => setTriggerValue("picked", place)));
}

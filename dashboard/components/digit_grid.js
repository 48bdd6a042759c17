// Digits with captions, drawn crisp and dark on light.
function paint(canvas, pixels, start) {
  const context = canvas.getContext("2d");
  const picture = context.createImageData(28, 28);
  for (let i = 0; i < 784; i++) {
    const shade = 255 - pixels.charCodeAt(start + i);
    picture.data.set([shade, shade, shade, 255], 4 * i);
  }
  context.putImageData(picture, 0, 0);
}

export default function ({ data: [data], parentElement, setTriggerValue }) {
  const mounted = kept(parentElement, () => ({ grid: element("div", "ll-digits", parentElement) }));
  mounted.grid.style.setProperty("--size", `${data.size}px`);
  const pixels = atob(data.pixels);
  const figures = data.items.map((item, position) => {
    const figure = element("figure");
    const frame = data.pick ? element("button", "", figure) : figure;
    if (data.pick) {
      Object.assign(frame, { type: "button", title: data.pick, onclick: () => setTriggerValue("picked", position) });
      frame.setAttribute("aria-label", `${item.alt} ${data.pick}`);
    }
    const canvas = element("canvas", "", frame);
    canvas.width = canvas.height = 28;
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", item.alt);
    paint(canvas, pixels, position * 784);
    const caption = element("figcaption", "", figure);
    for (const line of item.lines) element("div", "", caption, line);
    return figure;
  });
  mounted.grid.replaceChildren(...figures);
}

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

// One figure for each of `items` ({ lines, alt }); `pick`: what a click does, in words; it calls `choose(place)`.
function digitFigures({ pixels, items, pick }, choose) {
  const bytes = atob(pixels);
  return items.map((item, place) => {
    const figure = element("figure");
    const frame = pick ? element("button", "", figure) : figure;
    if (pick) {
      Object.assign(frame, { type: "button", title: pick, onclick: () => choose(place) });
      frame.setAttribute("aria-label", `${item.alt} ${pick}`);
    }
    const canvas = element("canvas", "", frame);
    canvas.width = canvas.height = 28;
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", item.alt);
    paint(canvas, bytes, place * 784);
    const caption = element("figcaption", "", figure);
    for (const line of item.lines) element("div", "", caption, line);
    return figure;
  });
}

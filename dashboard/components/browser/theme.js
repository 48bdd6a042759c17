// Whether the page is a dark one.

/**
 * Its background says so, in whichever notation.
 * @param {CSSStyleDeclaration} style
 */
export function isDark(style) {
  const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  if (!context) return false;
  context.fillStyle = style.getPropertyValue("--st-background-color") || "#fff";
  context.fillRect(0, 0, 1, 1);
  const [red, green, blue] = context.getImageData(0, 0, 1, 1).data;
  return red + green + blue < 384;
}

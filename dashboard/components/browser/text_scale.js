// How large the page's text is: what is drawn, not laid out, has to follow it. A projector has larger type and thicker lines.

const USUAL = 16; // pixels

/** `scale`: 1 where text has its usual size. @typedef {{ scale: number, projector: boolean }} TextScale */

/** One rem, in pixels. */
export function rem() {
  return parseFloat(getComputedStyle(document.documentElement).fontSize) || USUAL;
}

/** @returns {TextScale} */
export function textScale() {
  const { projector } = document.documentElement.dataset;
  return { scale: rem() / USUAL, projector: projector !== undefined && projector !== "false" };
}

/**
 * @param {() => void} changed Called whenever it may have.
 * @returns {() => void} Ends it.
 */
export function followTextScale(changed) {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, {
    attributes: true,
    attributeFilter: ["data-projector", "style", "class"],
  });
  return () => observer.disconnect();
}

/**
 * How wide a line is drawn that is `width` pixels wide where text has its usual size.
 * @param {number} width
 * @param {TextScale} scale
 */
export function lineWidth(width, { scale, projector }) {
  return projector ? Math.max(3, width * scale) : width * scale;
}

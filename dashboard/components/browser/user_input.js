// When somebody last clicked or pressed a key anywhere on the page.

let last = -Infinity;

for (const kind of ["pointerdown", "click", "keydown"]) {
  document.addEventListener(kind, () => last = performance.now(), true);
}

/** Milliseconds on the clock of `performance`. */
export function lastInput() {
  return last;
}

const LEAVING_MS = 10_000; // so long a busy server may take to answer with the page that was clicked
/** @type {{ from: string, at: number } | null} */
let left = null;
document.addEventListener("click", (event) => {
  const link = event.composedPath().find((each) => each instanceof HTMLAnchorElement);
  if (link && link.origin === location.origin && link.pathname !== location.pathname) {
    left = { from: location.pathname, at: performance.now() };
  }
}, { capture: true });

/** Whether a link to another page was clicked, and that page is not there yet: whatever runs the old one now would take the click back. */
export function isLeaving() {
  if (left && (location.pathname !== left.from || performance.now() - left.at > LEAVING_MS)) left = null;
  return left !== null;
}

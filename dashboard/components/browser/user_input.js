// When somebody last clicked or pressed a key anywhere on the page.

let last = -Infinity;

for (const kind of ["pointerdown", "click", "keydown"]) {
  document.addEventListener(kind, () => last = performance.now(), true);
}

/** Milliseconds on the clock of `performance`. */
export function lastInput() {
  return last;
}

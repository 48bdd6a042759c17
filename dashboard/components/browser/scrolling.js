// What scrolls can be scrolled without a pointer.

/**
 * For as long as a part scrolls it is a stop of the Tab key; then the arrow keys scroll it.
 * @param {HTMLElement} part
 * @param {() => boolean} [needed] False where something in it can have the focus, which scrolls it, too.
 * @returns {() => void} Looks anew, where that may have changed.
 */
export function reachable(part, needed = () => true) {
  const look = () => {
    const scrolls = part.scrollWidth > part.clientWidth + 1 || part.scrollHeight > part.clientHeight + 1;
    if (scrolls && needed()) part.tabIndex = 0;
    else part.removeAttribute("tabindex");
  };
  new ResizeObserver(look).observe(part);
  return look;
}

// What a control has changed is brought into sight: only as far as needed, below the head of the page, and never against
// a person who scrolls, types or points meanwhile.

const MAIN = '[data-testid="stMain"]';
const PANEL = ".st-key-lesson", PANELS_HEAD = ".st-key-lesson_head"; // it scrolls by itself, its head stays
const NAVIGATION = '[data-testid="stHeader"]', HEAD = ".st-key-head";
const EDGE = 8; // pixels that it keeps from the edges
const PATIENCE_MS = 3000; // so long it may grow
const ACTS = ["wheel", "touchstart", "pointerdown", "keydown"];

/** From where to where on the screen. @typedef {{ top: number, bottom: number }} Span */

/**
 * By how much to scroll; 0 where it is in sight already. What is taller than the room shows its beginning.
 * @param {Span} target
 * @param {Span} room
 */
export function scrollFor(target, room) {
  const tall = target.bottom - target.top > room.bottom - room.top;
  if (target.top < room.top || tall) return target.top - room.top;
  return Math.max(0, target.bottom - room.bottom);
}

/** Where the head of the page ends once the page is scrolled; 0 where it has none, or where it scrolls away. */
function endOfHead() {
  const head = document.querySelector(HEAD), style = head?.parentElement && getComputedStyle(head.parentElement);
  return head && style?.position === "sticky" ? (parseFloat(style.top) || 0) + head.clientHeight : 0;
}

/** What of the screen shows the page. @returns {Span} */
export function roomOfPage() {
  const navigation = document.querySelector(NAVIGATION)?.getBoundingClientRect().bottom ?? 0;
  return { top: Math.max(navigation, endOfHead()) + EDGE, bottom: globalThis.innerHeight - EDGE };
}

/** @param {Element} panel @returns {Span} */
function roomOfPanel(panel) {
  const { top, bottom } = panel.getBoundingClientRect();
  return { top: top + (panel.querySelector(PANELS_HEAD)?.clientHeight ?? 0) + EDGE, bottom: bottom - EDGE };
}

/** @param {Element} target */
export function bringIntoSight(target) {
  const panel = target.closest(PANEL);
  const by = scrollFor(target.getBoundingClientRect(), panel ? roomOfPanel(panel) : roomOfPage());
  if (Math.abs(by) < 1) return;
  const scrolled = panel ?? document.querySelector(MAIN) ?? document.documentElement;
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  scrolled.scrollTo({ top: scrolled.scrollTop + by, behavior: still ? "instant" : "smooth" });
}

/**
 * The same for what is still to come, or still grows. Gives what ends it.
 * @param {() => Element | null} find
 */
export function keepInSight(find) {
  /** @type {Element | null} */
  let target = null;
  const observer = new ResizeObserver(() => target && bringIntoSight(target));
  const looking = setInterval(look, 50);
  const timer = setTimeout(end, PATIENCE_MS);
  for (const act of ACTS) addEventListener(act, end, { capture: true, passive: true });
  look();
  return end;

  function look() {
    const found = find();
    if (found === target) return;
    observer.disconnect();
    target = found;
    if (found) observer.observe(found); // which tells its size at once
  }

  function end() {
    clearInterval(looking);
    clearTimeout(timer);
    observer.disconnect();
    for (const act of ACTS) removeEventListener(act, end, { capture: true });
  }
}

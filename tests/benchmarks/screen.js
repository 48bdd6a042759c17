// What the benchmarks measure inside the page, where no round trip to the browser is counted in.

/** What the page shall show: a pattern of its text by selector; null: there at all. @typedef {Record<string, string | null>} Wanted */

const benchmark = (() => {
  /**
   * All elements that match, those in open shadow roots included.
   * @param {string} selector Names with spaces between them, each looked for below the one before it, across shadow roots too.
   * @returns {HTMLElement[]}
   */
  function all(selector) {
    /** @type {(Document | Element)[]} */
    const roots = [document];
    const found = selector.split(" ").reduce(
      (above, name) => [...new Set(above.flatMap((root) => below(root, name)))],
      roots,
    );
    return found.filter((each) => each instanceof HTMLElement || each instanceof SVGElement).map((
      each,
    ) => /** @type {HTMLElement} */ (each));
  }

  /**
   * @param {Document | Element | ShadowRoot} root
   * @param {string} name
   * @returns {Element[]}
   */
  function below(root, name) {
    const within = (/** @type {Element} */ host) => host.shadowRoot ? below(host.shadowRoot, name) : [];
    const own = root instanceof Element ? within(root) : [], deeper = [...root.querySelectorAll("*")].flatMap(within);
    return [...own, ...root.querySelectorAll(name), ...deeper];
  }

  /** @param {string} selector */
  function text(selector) {
    return all(selector).map((found) => found.textContent).join("\n");
  }

  /** @param {Wanted} wanted */
  function holds(wanted) {
    return Object.entries(wanted).every(([selector, pattern]) =>
      all(selector).some((found) => pattern === null || new RegExp(pattern).test(found.textContent))
    );
  }

  /** The next frame; a page that draws none still keeps its time limit. */
  const frame = () =>
    new Promise((resolve) => {
      requestAnimationFrame(resolve);
      setTimeout(resolve, 100);
    });

  /**
   * Milliseconds from `began` until something holds.
   * @param {number} began
   * @param {number} limit
   * @param {string} what
   * @param {() => boolean} done
   */
  async function waited(began, limit, what, done) {
    do {
      await frame();
      if (performance.now() - began > limit) throw new Error(`${what}: no answer within ${limit} ms`);
    } while (!done());
    return performance.now() - began;
  }

  /**
   * Clicks the first match whose text fits, and gives the milliseconds until the page shows what is wanted, and until
   * what `changes` names reads otherwise.
   * @param {{ selector: string, label?: string, wanted?: Wanted, changes?: string, limit: number }} order
   */
  function click({ selector, label = "", wanted = {}, changes = "", limit }) {
    const target = all(selector).find((found) => found.textContent.includes(label) && !found.matches(":disabled"));
    if (!target) throw new Error(`there is no ${selector} ${label}`);
    const before = changes && text(changes), began = performance.now();
    target.click();
    const changed = () => !changes || (text(changes) !== before && text(changes) !== "");
    return waited(began, limit, `${selector} ${label}`, () => holds(wanted) && changed());
  }

  /**
   * Acts on the `index`-th match — a click, at (x, y) of it where given, or a slider set to `value` — and gives the
   * milliseconds until the lens has drawn the answer to what it was asked last.
   * @param {{ selector: string, index?: number, x?: number, y?: number, value?: number, limit: number }} order
   */
  function look({ selector, index = 0, x, y, value, limit }) {
    const [lens] = all(".ll-lens"), target = all(selector)[index];
    if (!target) throw new Error(`there is no ${selector} ${index}`);
    const before = lens.dataset.shown, began = performance.now();
    if (value !== undefined && target instanceof HTMLInputElement) {
      target.value = String(value);
      target.dispatchEvent(new Event("input"));
    } else if (x !== undefined && y !== undefined) {
      const box = target.getBoundingClientRect();
      target.dispatchEvent(new MouseEvent("click", { clientX: box.x + x, clientY: box.y + y }));
    } else target.click();
    const { dataset } = lens;
    return waited(
      began,
      limit,
      `${selector} ${index}`,
      () => dataset.shown !== before && dataset.shown === dataset.wished,
    );
  }

  /**
   * Drags the time slider to its `place`-th position without letting it go, and gives the milliseconds until everything
   * that `parts` names has drawn that checkpoint.
   * @param {{ place: number, parts: string[], limit: number }} order
   */
  async function drag({ place, parts, limit }) {
    const [slider] = all(".ll-time input"), began = performance.now();
    if (slider instanceof HTMLInputElement) slider.value = String(place);
    slider.dispatchEvent(new Event("input"));
    const { chosen } = all(".ll-time")[0].dataset;
    const drawn = () =>
      parts.every((part) => all(part).length && all(part).every((each) => each.dataset.checkpoint === chosen));
    return drawn() ? performance.now() - began : await waited(began, limit, `${parts} at ${chosen}`, drawn);
  }

  /** How often the lens has drawn an answer. */
  function looks() {
    return Number(all(".ll-lens")[0].dataset.looks);
  }

  /**
   * Every text that the element shows for so many milliseconds: [[when, text], …].
   * @param {string} selector
   * @param {number} milliseconds
   */
  function watch(selector, milliseconds) {
    const [target] = all(selector);
    /** @type {[when: number, text: string][]} */
    const seen = [];
    const note = () => {
      if (target.textContent !== seen.at(-1)?.[1]) seen.push([performance.now(), target.textContent]);
    };
    const observer = new MutationObserver(note);
    observer.observe(target, { childList: true, characterData: true, subtree: true });
    return new Promise((resolve) =>
      setTimeout(() => {
        observer.disconnect();
        resolve(seen);
      }, milliseconds)
    );
  }

  return { all, click, drag, look, looks, watch };
})();

Object.assign(globalThis, { benchmark });

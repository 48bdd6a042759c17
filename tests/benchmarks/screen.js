// What the benchmarks measure inside the page, where no round trip to the browser is counted in.
globalThis.benchmark = (() => {
  // All elements that match, those in open shadow roots included. A selector is of names with spaces between them, each
  // looked for below the one before it, across shadow roots too.
  function all(selector) {
    return selector.split(" ").reduce((above, name) => [...new Set(above.flatMap((root) => [...below(root, name)]))], [document]);
  }

  function* below(root, name) {
    if (root.shadowRoot) yield* below(root.shadowRoot, name);
    yield* root.querySelectorAll(name);
    for (const host of root.querySelectorAll("*")) if (host.shadowRoot) yield* below(host.shadowRoot, name);
  }

  function text(selector) {
    return all(selector).map((found) => found.textContent).join("\n");
  }

  // wanted: {selector: pattern}; pattern null: there at all.
  function holds(wanted) {
    return Object.entries(wanted).every(([selector, pattern]) =>
      all(selector).some((found) => pattern === null || new RegExp(pattern).test(found.textContent)));
  }

  // The next frame; a page that draws none still keeps its time limit.
  const frame = () => new Promise((resolve) => (requestAnimationFrame(resolve), setTimeout(resolve, 100)));

  // Clicks the first match whose text fits, and gives the milliseconds until the page shows what is wanted, and until
  // what `changes` names reads otherwise.
  async function click({ selector, label = "", wanted = {}, changes = null, limit }) {
    const target = all(selector).find((found) => found.textContent.includes(label) && !found.disabled);
    if (!target) throw new Error(`there is no ${selector} ${label}`);
    const before = changes && text(changes);
    const began = performance.now();
    target.click();
    do {
      await frame();
      if (performance.now() - began > limit) throw new Error(`${selector} ${label}: no answer within ${limit} ms`);
    } while (!holds(wanted) || (changes && (text(changes) === before || !text(changes))));
    return performance.now() - began;
  }

  // Acts on the `index`-th match — a click, at (x, y) of it where given, or a slider set to `value` — and gives the
  // milliseconds until the lens has drawn the answer to what it was asked last.
  async function look({ selector, index = 0, x = null, y = null, value = null, limit }) {
    const [lens] = all(".ll-lens"), target = all(selector)[index];
    if (!target) throw new Error(`there is no ${selector} ${index}`);
    const before = lens.dataset.shown;
    const began = performance.now();
    if (value !== null) {
      target.value = value;
      target.dispatchEvent(new Event("input"));
    } else if (x !== null) {
      const box = target.getBoundingClientRect();
      target.dispatchEvent(new MouseEvent("click", { clientX: box.x + x, clientY: box.y + y }));
    } else target.click();
    do {
      await frame();
      if (performance.now() - began > limit) throw new Error(`${selector} ${index}: no answer within ${limit} ms`);
    } while (lens.dataset.shown === before || lens.dataset.shown !== lens.dataset.wished);
    return performance.now() - began;
  }

  // Drags the time slider to its `place`-th position without letting it go, and gives the milliseconds until everything
  // that `parts` names has drawn that checkpoint.
  async function drag({ place, parts, limit }) {
    const [slider] = all(".ll-time input");
    slider.value = place;
    const began = performance.now();
    slider.dispatchEvent(new Event("input"));
    const wanted = String(globalThis.layerLabCheckpoint.at ?? "live");
    const drawn = () => parts.every((part) => all(part).length && all(part).every((each) => each.dataset.checkpoint === wanted));
    while (!drawn()) {
      await frame();
      if (performance.now() - began > limit) throw new Error(`${parts} at ${wanted}: not drawn within ${limit} ms`);
    }
    return performance.now() - began;
  }

  // How often the lens has drawn an answer.
  function looks() {
    return Number(all(".ll-lens")[0].dataset.looks);
  }

  // Every text that the element shows for so many milliseconds: [[when, text], …].
  function watch(selector, milliseconds) {
    const [target] = all(selector);
    const seen = [];
    const look = () => {
      if (target.textContent !== seen.at(-1)?.[1]) seen.push([performance.now(), target.textContent]);
    };
    const observer = new MutationObserver(look);
    observer.observe(target, { childList: true, characterData: true, subtree: true });
    return new Promise((resolve) => setTimeout(() => (observer.disconnect(), resolve(seen)), milliseconds));
  }

  return { all, click, drag, look, looks, watch };
})();

// Filters and units switched off: the switches, and what the network is worth without them.
function drawChips(mounted, layer) {
  const { parts, data, chosen } = mounted;
  const off = new Set(chosen.off[layer.name]);
  const chips = [...Array(layer.shape.at(-1)).keys()].map((number) => {
    const chip = control(null, String(number), filled(off.has(number) ? data.labels.turn_on : data.labels.turn_off, { number }), () => {
      const others = [...off].filter((each) => each !== number);
      mounted.choose({ off: { ...chosen.off, [layer.name]: off.has(number) ? others : [...others, number] } });
    });
    chip.setAttribute("aria-pressed", String(!off.has(number)));
    return chip;
  });
  const focused = [...parts.chips.children].indexOf(parts.chips.getRootNode().activeElement);
  const some = Object.keys(chosen.off).length > 0;
  const all = control(null, data.labels.all_on, data.labels.all_on, () => mounted.choose({ off: {} }));
  all.className = "ll-all-on";
  all.disabled = !some;
  parts.chips.replaceChildren(...chips, all);
  if (focused >= 0) parts.chips.children[focused]?.focus();
}

// The test accuracy with and without the filters: asked after every change of the switches, and rarely while the training goes on.
function followAblation(mounted) {
  const { parts, data, chosen, answer } = mounted;
  const off = JSON.stringify(chosen.off);
  if (off === "{}") {
    parts.ablation.textContent = "";
    mounted.ablation = null;
    return;
  }
  const last = mounted.ablation;
  const at = answer.request.at ?? null;
  const same = last && last.off === off && last.run === data.run && last.at === at;
  const now = performance.now();
  if (same && (last.busy || last.iteration === answer.iteration || now < last.next)) return;
  const asked = (mounted.ablation = { off, run: data.run, at, busy: true, next: Infinity, iteration: null });
  if (!same) parts.ablation.textContent = data.labels.measuring;
  clearTimeout(mounted.ablation_timer);
  mounted.ablation_timer = setTimeout(async () => {
    const began = performance.now();
    let found;
    try {
      const body = JSON.stringify({ run: data.run, at, off: JSON.parse(off), lang: data.language });
      found = await (await fetch(data.ablate, { method: "POST", headers: { "Content-Type": "application/json" }, body })).json();
    } catch {
      found = { problem: data.labels.offline };
    }
    if (mounted.ablation !== asked) return;
    Object.assign(asked, { busy: false, iteration: found.iteration, next: performance.now() + 15 * (performance.now() - began) });
    parts.ablation.textContent = found.problem ?? filled(data.labels.ablation, {
      before: percent(found.correct / found.total), after: percent(found.without / found.total), iteration: grouped(found.iteration),
      correct: grouped(found.correct), without: grouped(found.without), total: grouped(found.total),
    });
  }, same ? 0 : 350);
}

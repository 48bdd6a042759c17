// Scripts that other pages will want, read while nobody waits for them.

import { componentScript } from "./addresses.js";
import { loadPlotly } from "./plotly.js";

/**
 * `scripts`: paths of components; `plotly`: its version, where it should be read too. It is large.
 * @typedef {{ scripts: string[], plotly: string | null }} Ahead
 */

const WAIT_MS = 1500; // the page's own come first
const begun = { scripts: false, plotly: false };

/**
 * Once a tab. What cannot be read now is read when it is needed, and complained of then.
 * @param {Ahead} ahead
 */
export function readAhead({ scripts, plotly }) {
  const { scripts: known, plotly: charted } = begun;
  begun.scripts = true;
  begun.plotly ||= plotly !== null;
  setTimeout(async () => {
    if (plotly !== null && !charted) await loadPlotly(plotly).catch(() => {});
    for (const path of known ? [] : scripts) await import(componentScript(path)).catch(() => {}); // one at a time
  }, WAIT_MS);
}

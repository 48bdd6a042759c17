// Scripts that other pages will want, read while nobody waits for them.

import { componentScript } from "./addresses.js";
import { loadPlotly } from "./plotly.js";

/**
 * `scripts`: paths of components; `plotly`: its version, where it should be read too. It is large.
 * @typedef {{ scripts: string[], plotly: string | null }} Ahead
 */

const whenIdle = globalThis.requestIdleCallback ?? ((/** @type {() => void} */ act) => setTimeout(act, 1));
const done = { scripts: false, plotly: false };

/**
 * Once a tab. What cannot be read now is read when it is needed, and complained of then.
 * @param {Ahead} ahead
 */
export function readAhead({ scripts, plotly }) {
  if (!done.scripts) whenIdle(() => Promise.allSettled(scripts.map((path) => import(componentScript(path)))));
  if (plotly !== null && !done.plotly) whenIdle(() => loadPlotly(plotly).catch(() => {}));
  done.scripts = true;
  done.plotly ||= plotly !== null;
}

// Plotly, read once a tab.

import { plotlyScript } from "./addresses.js";

/** @import { Plotly } from "./plotly.d.ts" */

/** @type {Promise<Plotly> | null} */
let loading = null;

/** It is there as soon as `loadPlotly` was through. */
export function plotlyIfLoaded() {
  return /** @type {{ Plotly?: Plotly }} */ (globalThis).Plotly;
}

/**
 * @param {string} version
 * @returns {Promise<Plotly>}
 */
export function loadPlotly(version) {
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = plotlyScript(version);
    script.onload = () => {
      const plotly = plotlyIfLoaded();
      if (plotly) resolve(plotly);
    };
    script.onerror = () => {
      loading = null; // the next drawing tries again
      reject(new Error("plotly.min.js could not be loaded"));
    };
    document.head.append(script);
  });
  return loading;
}

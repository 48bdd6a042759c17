// Whether the single keys count: somebody's own choice in this browser, for whoever speaks to the computer or hits keys by accident.

const STORE = "layerLabShortcuts", OFF = "off";

let on = stored();

function stored() {
  try {
    return localStorage.getItem(STORE) !== OFF;
  } catch {
    return true; // a browser without a store
  }
}

export function areOn() {
  return on;
}

/** @param {boolean} wanted */
export function switchKeys(wanted) {
  on = wanted;
  try {
    if (wanted) localStorage.removeItem(STORE);
    else localStorage.setItem(STORE, OFF);
  } catch { /* forbidden: it lasts until the tab is reloaded */ }
}

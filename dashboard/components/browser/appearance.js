// How the pages look, as a person chose it in this browser: light, dark or as the system; and large, for a projector.
// It runs before Streamlit's own script, which asks the browser whether it prefers dark, and hears the choice.

/** @typedef {"system" | "light" | "dark"} Shade */
/** @typedef {{ shade: Shade, projector: boolean }} Appearance */

const KEY = "layer-lab-appearance";
const DARK = "(prefers-color-scheme: dark)";
/** @type {readonly Shade[]} */
export const SHADES = ["system", "light", "dark"];

/**
 * What was kept; anything else is how it is at first.
 * @param {string | null} kept
 * @returns {Appearance}
 */
export function readAppearance(kept) {
  try {
    const { shade, projector } = JSON.parse(kept ?? "{}");
    return { shade: SHADES.find((each) => each === shade) ?? "system", projector: projector === true };
  } catch {
    return { shade: "system", projector: false };
  }
}

/** A browser may keep nothing for us. */
function stored() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

const asked = globalThis.matchMedia.bind(globalThis);

/** Stands in for what the browser says of `prefers-color-scheme`. */
class ChosenScheme extends EventTarget {
  media = DARK;
  onchange = null;
  #system = asked(DARK);
  #was = false;

  constructor() {
    super();
    this.#was = this.matches;
    this.#system.addEventListener("change", () => this.tell());
  }

  get matches() {
    return appearance.shade === "system" ? this.#system.matches : appearance.shade === "dark";
  }

  tell() {
    if (this.matches === this.#was) return;
    this.#was = this.matches;
    this.dispatchEvent(new Event("change"));
  }

  /** @param {EventListener} listener */
  addListener(listener) {
    this.addEventListener("change", listener);
  }

  /** @param {EventListener} listener */
  removeListener(listener) {
    this.removeEventListener("change", listener);
  }
}

let appearance = readAppearance(stored());
const scheme = new ChosenScheme();
globalThis.matchMedia = (/** @type {string} */ query) => query === DARK ? /** @type {MediaQueryList} */ (/** @type {unknown} */ (scheme)) : asked(query);
forgetStreamlitsOwn();
apply();
addEventListener("storage", ({ key, newValue }) => {
  if (key !== KEY) return; // it was chosen in another tab
  appearance = readAppearance(newValue);
  apply();
});

export function chosenAppearance() {
  return appearance;
}

/** @param {Appearance} chosen */
export function chooseAppearance(chosen) {
  appearance = chosen;
  try {
    localStorage.setItem(KEY, JSON.stringify(chosen));
  } catch {
    // then it holds until the page is loaded anew
  }
  apply();
}

function apply() {
  document.documentElement.toggleAttribute("data-projector", appearance.projector);
  scheme.tell();
  dispatchEvent(new Event("resize")); // whatever is measured in pixels is laid out again
}

/** A choice in Streamlit's own menu, which holds for one page alone, would have the last word. */
function forgetStreamlitsOwn() {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith("stActiveTheme-")) localStorage.removeItem(key);
  } catch {
    // nothing is kept, then
  }
}

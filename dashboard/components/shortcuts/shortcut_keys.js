// Listens to the single keys, as long as the page is there, and does what they stand for.

import { carryOut } from "../browser/commands.js";
import { element } from "../browser/elements.js";
import { component } from "../browser/mounting.js";
import { isTyping, keyOf } from "./key_choice.js";
import { areOn } from "./switched.js";

/**
 * `button`: the key of a button of Streamlit's; `command`: what a component offers; `says`: what is spoken when it is done.
 * @typedef {{ key: string, button: string | null, command: string | null, says: string }} Shortcut
 */
/** @typedef {{ shortcuts: Shortcut[], help: string }} Data */

/**
 * Streamlit has a second one for small screens, and while a page comes there may be one that is about to go.
 * @param {string} name Streamlit's key.
 */
function buttonOf(name) {
  /** @type {NodeListOf<HTMLButtonElement>} */
  const found = document.querySelectorAll(`.st-key-${CSS.escape(name)} button:not(:disabled)`);
  const seen = [...found].filter((each) => each.checkVisibility());
  return seen.findLast((each) => !each.closest("[data-stale='true']")) ?? seen.at(-1) ?? null;
}

class ShortcutKeys {
  root = element("div", "ll-shortcut-keys");
  #listener = (/** @type {KeyboardEvent} */ event) => this.#press(event);

  /** @param {Data} data */
  constructor(data) {
    this.data = data;
    this.root.setAttribute("aria-live", "polite");
    document.addEventListener("keydown", this.#listener);
  }

  /** @param {Data} data */
  update(data) {
    this.data = data;
  }

  end() {
    document.removeEventListener("keydown", this.#listener);
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    if (!areOn() || event.defaultPrevented || isTyping(event.composedPath())) return;
    const key = keyOf(event), { shortcuts, help } = this.data;
    const found = shortcuts.find((each) => each.key === key);
    if (key === help) this.#openHelp(event);
    else if (found?.button && !event.repeat) this.#click(found.button, found.says, event);
    else if (found?.command) {
      event.preventDefault();
      this.root.textContent = carryOut(found.command);
    }
  }

  /**
   * @param {string} name
   * @param {string} says
   * @param {KeyboardEvent} event
   */
  #click(name, says, event) {
    const button = buttonOf(name);
    if (!button) return;
    event.preventDefault();
    button.click();
    this.root.textContent = says;
  }

  /** @param {KeyboardEvent} event */
  #openHelp(event) {
    const button = buttonOf("help");
    if (!button) return;
    event.preventDefault();
    button.focus();
    button.click();
  }
}

export default component((_, /** @type {Data} */ data) => new ShortcutKeys(data));

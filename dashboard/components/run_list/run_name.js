// A run's name, and the field that it becomes when it is clicked.

import { button, element } from "../browser/elements.js";

/**
 * A name as it is kept: no spaces around it, single ones within.
 * @param {string} typed
 */
export function tidied(typed) {
  return typed.trim().replace(/\s+/g, " ");
}

export class RunName {
  /** @type {HTMLInputElement | null} */
  #input = null;
  #name = "";
  #given = "";
  #label = "";

  /**
   * @param {HTMLElement} parent
   * @param {number} longest
   * @param {(name: string) => void} rename
   */
  constructor(parent, longest, rename) {
    this.longest = longest;
    this.rename = rename;
    this.button = button(parent, "", () => this.#begin());
    this.button.className = "ll-rename";
  }

  /**
   * @param {string} name
   * @param {string} given The part of it that somebody typed.
   * @param {string} label What a click does, with the name.
   * @param {string} help The same, in short.
   */
  show(name, given, label, help) {
    this.#name = name;
    this.#given = given;
    this.#label = label;
    this.button.textContent = name;
    this.button.title = help;
    this.button.setAttribute("aria-label", label);
  }

  #begin() {
    if (this.#input) return;
    const input = this.#input = element("input", "ll-naming");
    Object.assign(input, { type: "text", value: this.#given, placeholder: this.#name, maxLength: this.longest });
    input.setAttribute("aria-label", this.#label);
    input.onkeydown = (event) => this.#key(event, input);
    input.onblur = () => this.#end(input, true, false);
    this.button.replaceWith(input);
    input.focus();
    input.select();
  }

  /**
   * @param {KeyboardEvent} event
   * @param {HTMLInputElement} input
   */
  #key(event, input) {
    event.stopPropagation(); // the page has keys of its own
    if (event.isComposing) return; // Enter ends a Korean syllable first
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault(); // or Enter would press the name, which has the focus then
    this.#end(input, event.key === "Enter", true);
  }

  /**
   * @param {HTMLInputElement} input
   * @param {boolean} saved
   * @param {boolean} focus Whether the name has the focus then.
   */
  #end(input, saved, focus) {
    if (this.#input !== input) return;
    this.#input = null;
    input.replaceWith(this.button);
    const name = tidied(input.value);
    if (saved && name !== this.#given) this.rename(name);
    if (focus) this.button.focus();
  }
}

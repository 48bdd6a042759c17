// Asks the page to run, because something happened that it does not know yet.

import { isLeaving, lastInput } from "./user_input.js";

/** @import { Place } from "./mounting.js" */

// A run that meets a click on a link would carry the old page's name and take the click back: let the click go first.
export const AFTER_INPUT_MS = 400;
const TRY_AGAIN_MS = 100;

/** @param {"testScriptState" | "testConnectionState"} name */
function stateOfTheApp(name) {
  const app = document.querySelector("[data-testid='stApp']");
  return app instanceof HTMLElement ? app.dataset[name] : undefined;
}

/** Whether Streamlit's own connection to the server stands. */
export function isConnected() {
  return (stateOfTheApp("testConnectionState") ?? "CONNECTED") === "CONNECTED";
}

function isBusy() {
  const state = stateOfTheApp("testScriptState");
  return Boolean(state && state !== "notRunning") || !isConnected() || isLeaving() ||
    performance.now() - lastInput() < AFTER_INPUT_MS;
}

export class PageRun {
  /** @type {string | number | null} */
  #told = null;
  /** @type {number | undefined} */
  #timer = undefined;

  /**
   * @param {Place} place
   * @param {HTMLElement} root What is gone needs no run.
   */
  constructor(place, root) {
    this.place = place;
    this.root = root;
  }

  /**
   * Once for each thing that happened.
   * @param {string | number} happened
   */
  ask(happened) {
    if (this.#told === happened) return;
    this.#told = happened;
    this.#tell();
  }

  end() {
    clearTimeout(this.#timer);
  }

  #tell() {
    clearTimeout(this.#timer);
    if (!this.root.isConnected) return;
    if (isBusy()) this.#timer = setTimeout(() => this.#tell(), TRY_AGAIN_MS);
    else this.place.tell("happened", this.#told);
  }
}

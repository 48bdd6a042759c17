// Between the browser, where a checkpoint is chosen at once, and the session, which is told when the choice is for good.

import { checkpointOf, checkpointRun } from "../browser/checkpoint.js";
import { AFTER_INPUT_MS } from "../browser/page_run.js";
import { isLeaving, lastInput } from "../browser/user_input.js";

const STILL_KEYS_MS = 250; // after the last key, the choice is for good
const UNHEARD_MS = 4000; // a choice that the server has not answered until then was lost

/** What a page switch interrupts is told by the next page's slider. `sent`: so many choices of this tab. */
const tab = { unsent: false, sent: 0, sent_at: -Infinity };

/**
 * What a run of the page says: of `run`, at a checkpoint; `heard`: the number of the last choice that it knows.
 * @typedef {{ run: string, at: number | null, heard: number }} Said
 */

export class KeptChoice {
  /** @type {Said | null} */
  #said = null;
  /** @type {number | undefined} */
  #timer = undefined;

  /**
   * @param {(at: number | null, number: number) => void} tell
   */
  constructor(tell) {
    this.tell = tell;
  }

  /**
   * Whether what the page's run says holds: unless a person is choosing, or has chosen something that it does not know yet.
   * @param {Said} said
   * @param {boolean} dragging
   */
  hear(said, dragging) {
    const before = this.#said;
    this.#said = said;
    if (checkpointRun() !== said.run) {
      tab.unsent = false;
      return true;
    }
    const waits = tab.sent > said.heard && performance.now() - tab.sent_at < UNHEARD_MS;
    if (waits || dragging) return false;
    // Moved by something else than the slider, such as the training going on.
    const moved = before !== null && before.at !== said.at && before.heard === said.heard;
    if (moved || !tab.unsent) {
      tab.unsent = false;
      return true;
    }
    if (!before) this.keepSoon();
    return false;
  }

  /** Somebody is choosing: until it is kept, the page does not know better. */
  begin() {
    tab.unsent = true;
  }

  /** Tells the server, so that session and address follow. */
  keep() {
    clearTimeout(this.#timer);
    tab.unsent = false;
    const said = this.#said;
    if (!said) return;
    const at = checkpointOf(said.run);
    if (at === said.at && tab.sent <= said.heard) return;
    tab.sent += 1;
    tab.sent_at = performance.now();
    this.tell(at, tab.sent);
  }

  /** A click meanwhile may lead to another page: what is sent then would take it back. */
  keepSoon(wait = STILL_KEYS_MS) {
    tab.unsent = true;
    clearTimeout(this.#timer);
    const began = performance.now();
    this.#timer = setTimeout(() => {
      if (isLeaving() || lastInput() > began) this.keepSoon(AFTER_INPUT_MS);
      else this.keep();
    }, wait);
  }

  end() {
    clearTimeout(this.#timer);
  }
}

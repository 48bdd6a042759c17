// What a component wants to know of the network as it is now: one request at a time; a newer wish ends an older one, and
// while the run moves on it is asked again, but not all the time.

import { AnswerCache } from "./answer_cache.js";
import { isProblem, OFFLINE, post } from "./json_request.js";

/** @import { Problem } from "./server.d.ts" */

export const EVERY_MS = 460; // while training
const COST = 5; // and fewer where an answer takes long
const LONGEST_PAUSE_MS = 3000;
const AGAIN_MS = 1500; // where there was no answer: the worker is starting, or being started again
const kept = new AnswerCache(12e6); // of all components in the tab

/**
 * @template {{ at?: number | null }} Wish
 * @template {object} Answer
 */
export class LiveRequest {
  /** @type {AbortController | null} */
  #under_way = null;
  #again = false;
  /** @type {number | undefined} */
  #timer = undefined;
  #ended = false;
  #last = -Infinity;
  #cost = 0;
  // Where the run is, and where it was when the last request began.
  #position = "";
  #seen = "";

  /**
   * @param {object} options
   * @param {string} options.address
   * @param {() => Wish | null} options.wish
   * @param {(answer: Answer | Problem, wish: Wish) => void} options.show
   * @param {(answer: Answer) => boolean} [options.lasting] Whether an answer about a checkpoint stays true; else all do.
   * @param {() => number} [options.every] At least so many milliseconds from one request to the next while the run moves.
   */
  constructor({ address, wish, show, lasting = () => true, every = () => EVERY_MS }) {
    this.address = address;
    this.wish = wish;
    this.show = show;
    this.lasting = lasting;
    this.every = every;
  }

  /** Whether an answer is being waited for. */
  get busy() {
    return this.#under_way !== null;
  }

  /** Something else is wanted: what is under way is of no use any more. */
  ask() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#again = false;
    this.#under_way?.abort();
    this.#under_way = null;
    const wish = this.wish();
    if (!wish || this.#ended) return;
    this.#seen = this.#position;
    const body = JSON.stringify(wish), question = `${this.address} ${body}`;
    const known = /** @type {Answer | undefined} */ (kept.get(question));
    if (known) this.show(known, wish);
    else this.#send(wish, body, question);
  }

  /** Asks after what is under way: whoever drags through time sees every picture that there is time for. */
  askNext() {
    if (this.#under_way) this.#again = true;
    else this.ask();
  }

  /**
   * @param {string} position Another one, and the run has moved.
   */
  runMoved(position) {
    this.#position = position;
    this.#askSoon();
  }

  end() {
    this.#ended = true;
    clearTimeout(this.#timer);
    this.#under_way?.abort();
  }

  /**
   * @param {Wish} wish
   * @param {string} body
   * @param {string} question
   */
  async #send(wish, body, question) {
    const mine = this.#under_way = new AbortController(), began = performance.now();
    const answer = await this.#answer(wish, body, question, mine.signal);
    if (this.#ended || this.#under_way !== mine) return;
    this.#under_way = null;
    this.show(answer, wish);
    this.#last = performance.now();
    this.#cost = this.#last - began;
    if (this.#again) this.ask();
    else if (isProblem(answer)) this.#timer = setTimeout(() => this.ask(), AGAIN_MS);
    else this.#askSoon();
  }

  /**
   * @param {Wish} wish
   * @param {string} body
   * @param {string} question
   * @param {AbortSignal} signal
   * @returns {Promise<Answer | Problem>}
   */
  async #answer(wish, body, question, signal) {
    try {
      const text = await post(this.address, body, signal);
      /** @type {Answer | Problem} */
      const answer = JSON.parse(text);
      const checkpoint = Number.isInteger(wish.at);
      if (checkpoint && !isProblem(answer) && this.lasting(answer)) kept.keep(question, answer, text.length);
      return answer;
    } catch {
      return OFFLINE;
    }
  }

  #askSoon() {
    if (this.#position === this.#seen || this.#timer !== undefined || this.#under_way || this.#ended) return;
    const pause = Math.max(this.every(), Math.min(COST * this.#cost, LONGEST_PAUSE_MS));
    const wait = Math.max(0, this.#last + pause - this.#cost - performance.now());
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (document.hidden) document.addEventListener("visibilitychange", () => this.#askSoon(), { once: true });
      else this.ask();
    }, wait);
  }
}

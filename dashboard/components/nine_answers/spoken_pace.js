// Says something now and then: whoever listens to the page hears how it stands, and is not talked to all the time.

const PAUSE_MS = 5000;

export class SpokenPace {
  #said = "";
  #wanted = "";
  #last = -Infinity;
  /** @type {number | undefined} */
  #timer = undefined;

  /**
   * @param {(text: string) => void} say
   * @param {number} [pause] Milliseconds between two texts.
   */
  constructor(say, pause = PAUSE_MS) {
    this.say = say;
    this.pause = pause;
  }

  /**
   * The text that is true now. What is said later is what is true then.
   * @param {string} text
   * @param {boolean} [aloud] Else it only counts as said: it is what the page began with.
   */
  want(text, aloud = true) {
    this.#wanted = text;
    if (!aloud) this.#said = text;
    if (text === this.#said || this.#timer !== undefined) return;
    this.#timer = setTimeout(() => this.#speak(), Math.max(0, this.#last + this.pause - performance.now()));
  }

  end() {
    clearTimeout(this.#timer);
  }

  #speak() {
    this.#timer = undefined;
    if (this.#wanted === this.#said) return;
    this.#said = this.#wanted;
    this.#last = performance.now();
    this.say(this.#said);
  }
}

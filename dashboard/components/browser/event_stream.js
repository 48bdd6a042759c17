// What the server tells by itself: one EventSource an address in each tab, shared by every component on the page. A component
// that is mounted later gets at once what is known so far.

const LINGER_MS = 1500; // a page switch unmounts and mounts again at once: the stream outlives it

/**
 * Puts what has come together with what comes; the first time nothing has come yet.
 * @template Frame, Known
 * @typedef {(known: Known | undefined, frame: Frame) => Known} Take
 */

/**
 * @template Frame, Known
 */
class EventStream {
  /** @type {Set<(known: Known) => void>} */
  listeners = new Set();
  /** @type {Known | undefined} */
  known = undefined;

  /**
   * @param {string} address
   * @param {Take<Frame, Known>} take
   */
  constructor(address, take) {
    this.source = new EventSource(address);
    this.source.onmessage = (event) => {
      const known = this.known = take(this.known, JSON.parse(event.data));
      for (const each of this.listeners) each(known);
    };
  }
}

/** @type {Map<string, EventStream<any, any>>} */
const streams = new Map();

/**
 * A component's ear: it follows one address at a time, or none.
 * @template Frame, Known
 */
export class Subscription {
  /** @type {string | null} */
  #address = null;
  /** @type {(known: Known) => void} */
  #listener = () => {};
  #hear = (/** @type {Known} */ known) => this.#listener(known);

  /**
   * @param {Take<Frame, Known>} take
   */
  constructor(take) {
    this.take = take;
  }

  /** @type {string | null} */
  get address() {
    return this.#address;
  }

  /**
   * What has come over the present address, if anything has.
   * @type {Known | undefined}
   */
  get known() {
    return this.#address === null ? undefined : streams.get(this.#address)?.known;
  }

  /**
   * Calls `listener` now, if anything is known, and after every event. It may end or change what it is told by.
   * @param {string | null} address
   * @param {(known: Known) => void} listener
   */
  follow(address, listener) {
    this.#listener = listener;
    if (address !== this.#address) {
      this.end();
      this.#listener = listener;
      this.#address = address;
      if (address !== null) this.#open(address).listeners.add(this.#hear);
    }
    const known = this.known;
    if (known !== undefined) listener(known);
  }

  end() {
    const address = this.#address, stream = address === null ? undefined : streams.get(address);
    this.#address = null;
    this.#listener = () => {};
    if (address === null || !stream) return;
    stream.listeners.delete(this.#hear);
    setTimeout(() => {
      if (stream.listeners.size || streams.get(address) !== stream) return;
      stream.source.close();
      streams.delete(address);
    }, LINGER_MS);
  }

  /**
   * @param {string} address
   * @returns {EventStream<Frame, Known>}
   */
  #open(address) {
    let stream = streams.get(address);
    if (!stream) streams.set(address, stream = new EventStream(address, this.take));
    return stream;
  }
}

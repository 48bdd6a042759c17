// What the server tells by itself: one EventSource an address in each tab, shared by every component on the page. A component
// that is mounted later gets at once what is known so far. A connection that is lost is made again and again, until the server
// says that there is nothing more to be told.

const LINGER_MS = 1500; // a page switch unmounts and mounts again at once: the stream outlives it
const AGAIN_MS = 1000; // from a lost connection to the next try
const QUIET_MS = 5000; // without a word, though the server says every two seconds that it is there: the connection is dead
const LOOK_MS = 500;

/**
 * Puts what has come together with what comes; the first time nothing has come yet.
 * @template Frame, Known
 * @typedef {(known: Known | undefined, frame: Frame) => Known} Take
 */

/**
 * @template Frame, Known
 */
class EventStream {
  /** @type {Set<Subscription<Frame, Known>>} */
  subscriptions = new Set();
  /** @type {Known | undefined} */
  known = undefined;
  /** Since when nothing has been heard that should have been, on the clock of `performance`; null: all is well. @type {number | null} */
  lost = null;
  #heard = 0;
  /** @type {EventSource | null} */
  #source = null;
  /** @type {number | undefined} */
  #timer = undefined;
  #watch = setInterval(() => this.#look(), LOOK_MS);

  /**
   * @param {string} address
   * @param {Take<Frame, Known>} take
   */
  constructor(address, take) {
    this.address = address;
    this.take = take;
    this.#open();
  }

  close() {
    clearTimeout(this.#timer);
    clearInterval(this.#watch);
    this.#source?.close();
    this.#source = null;
  }

  #open() {
    const source = this.#source = new EventSource(this.address);
    this.#heard = performance.now();
    const heard = () => {
      this.#heard = performance.now();
      if (this.lost === null) return;
      this.lost = null;
      this.#say();
    };
    source.onopen = heard;
    source.onmessage = (event) => {
      heard();
      const known = this.known = this.take(this.known, JSON.parse(event.data));
      for (const each of this.subscriptions) each.hear(known);
    };
    source.addEventListener("heartbeat", heard);
    source.addEventListener("gone", () => this.close());
    source.onerror = () => this.#lose(source);
  }

  #look() {
    if (this.#source && performance.now() - this.#heard > QUIET_MS) this.#lose(this.#source);
    else if (this.lost !== null) this.#say();
  }

  /** @param {EventSource} source */
  #lose(source) {
    if (source !== this.#source) return;
    source.close();
    this.#source = null;
    this.lost ??= performance.now();
    this.#timer = setTimeout(() => this.#open(), AGAIN_MS);
    this.#say();
  }

  #say() {
    for (const each of this.subscriptions) each.whenConnected(this.lost === null);
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

  /**
   * @param {Take<Frame, Known>} take
   * @param {(connected: boolean) => void} [whenConnected] Called now and then as long as the connection is lost, and when it is
   * there again.
   */
  constructor(take, whenConnected = () => {}) {
    this.take = take;
    this.whenConnected = whenConnected;
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
    return this.#stream?.known;
  }

  /** For how many milliseconds the connection has been lost; 0: it is there. */
  get lostFor() {
    const lost = this.#stream?.lost ?? null;
    return lost === null ? 0 : performance.now() - lost;
  }

  /** @param {Known} known */
  hear(known) {
    this.#listener(known);
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
      if (address !== null) this.#open(address).subscriptions.add(this);
    }
    const known = this.known;
    if (known !== undefined) listener(known);
  }

  end() {
    const address = this.#address, stream = this.#stream;
    this.#address = null;
    this.#listener = () => {};
    if (address === null || !stream) return;
    stream.subscriptions.delete(this);
    setTimeout(() => {
      if (stream.subscriptions.size || streams.get(address) !== stream) return;
      stream.close();
      streams.delete(address);
    }, LINGER_MS);
  }

  /** @returns {EventStream<Frame, Known> | undefined} */
  get #stream() {
    return this.#address === null ? undefined : streams.get(this.#address);
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

// The time slider: the checkpoints that were kept of a run, and live. What it says is shown at once, on the whole page.

import { checkpointOf, checkpointRun, chooseCheckpoint, followCheckpoint, keepBy } from "../browser/checkpoint.js";
import { offerCommands } from "../browser/commands.js";
import { button, element, nameControl, write } from "../browser/elements.js";
import { component } from "../browser/mounting.js";
import { clamped, grouped, percent } from "../browser/numbers.js";
import { RunSubscription } from "../browser/run_stream.js";
import { filled } from "../browser/wording.js";
import { Film } from "./film.js";
import { icon } from "./icons.js";
import { KeptChoice } from "./kept_choice.js";
import { checkpointAt, placeOf, SliderScale } from "./slider_scale.js";

/** @import { Place } from "../browser/mounting.js" */
/** @import { Checkpoint } from "../browser/server.d.ts" */
/** @import { Said } from "./kept_choice.js" */

/**
 * @typedef {object} Labels
 * @property {string} title
 * @property {string} previous
 * @property {string} next
 * @property {string} play
 * @property {string} pause
 * @property {string} live
 * @property {string} live_at
 * @property {string} at
 * @property {string} result
 * @property {string} untested
 * @property {string} empty
 * @property {number} test_images
 */
/** @typedef {Said & { iteration: number, checkpoints: Checkpoint[], labels: Labels }} Data */

/**
 * @param {HTMLElement} parent
 * @param {"previous" | "play" | "next"} name
 * @param {Labels} labels
 * @param {() => void} act
 */
function iconButton(parent, name, labels, act) {
  const made = button(parent, "", act, labels[name]);
  made.className = `ll-${name}`;
  made.append(icon(name));
  return made;
}

class TimeSlider {
  root = element("div", "ll-time");
  #dragging = false;
  /** @type {Checkpoint[]} */
  #checkpoints = [];
  #iteration = 0; // of the run as it is now
  #stream = new RunSubscription();
  #film = new Film((first) => this.#advance(first), () => this.#stopFilm());
  #leave = followCheckpoint({ moved: () => this.#show() });
  #withdraw = offerCommands({
    previous_checkpoint: () => this.#step(-1),
    next_checkpoint: () => this.#step(1),
    live: () => this.#step(Infinity),
  });

  /**
   * @param {Place} place
   * @param {Data} data
   */
  constructor(place, data) {
    const { root } = this, { labels } = data;
    this.data = data;
    this.kept = new KeptChoice((at, number) => place.tell("at", [at ?? -1, number]));
    root.setAttribute("role", "group");
    root.setAttribute("aria-label", labels.title);
    const steps = element("div", "ll-steps", root);
    this.previous = iconButton(steps, "previous", labels, () => this.#step(-1));
    this.play = iconButton(steps, "play", labels, () => this.#film.running ? this.#stopFilm() : this.#startFilm());
    this.next = iconButton(steps, "next", labels, () => this.#step(1));
    this.scale = new SliderScale(root, labels);
    const now = element("div", "ll-now", root);
    this.at = element("b", "", now);
    this.result = element("span", "", now);
    element("p", "ll-empty", root, labels.empty);
    this.#listen(this.scale.input);
    this.observer = new ResizeObserver(() => this.#layOut());
    this.observer.observe(this.scale.root);
  }

  /** @param {Data} data */
  update(data) {
    this.data = data;
    keepBy(() => this.kept.keep());
    if (checkpointRun() !== data.run) this.#dragging = false;
    if (this.kept.hear(data, this.#dragging)) {
      this.#film.end();
      chooseCheckpoint(data.run, data.at);
    }
    this.#stream.followRun(data.run, ({ frame }) => this.#take(frame));
    if (!this.#stream.known) this.#take(data);
  }

  end() {
    this.#stream.end();
    this.#film.end();
    this.kept.end();
    this.#leave();
    this.#withdraw();
    this.observer.disconnect();
  }

  /** @param {HTMLInputElement} input */
  #listen(input) {
    input.onpointerdown = () => {
      if (this.#film.running) this.#stopFilm();
      this.#dragging = true;
    };
    input.onpointerup = input.onpointercancel = input.onlostpointercapture = () => {
      this.#dragging = false;
      this.#show();
    };
    input.oninput = () => {
      this.#film.end();
      this.#choose(Number(input.value));
    };
    input.onchange = () => {
      this.#dragging = false;
      if (input.matches(":focus-visible")) this.kept.keepSoon(); // a key held down changes the value many times
      else this.kept.keep();
    };
  }

  #now() {
    return checkpointOf(this.data.run);
  }

  /** @param {number} place */
  #choose(place) {
    chooseCheckpoint(this.data.run, checkpointAt(this.#checkpoints, place));
  }

  /**
   * Gives what is shown now, in words.
   * @param {number} by
   */
  #step(by) {
    this.#film.end();
    this.#choose(clamped(placeOf(this.#checkpoints, this.#now()) + by, 0, this.#checkpoints.length));
    this.kept.keepSoon();
    return this.scale.input.getAttribute("aria-valuetext") ?? "";
  }

  /** From the first checkpoint, or on from where the slider stands, to live. */
  #startFilm() {
    this.kept.begin();
    this.#film.start();
    this.#show();
  }

  #stopFilm() {
    this.#film.end();
    this.kept.keepSoon();
    this.#show();
  }

  /** @param {boolean} first */
  #advance(first) {
    const now = this.#now(), place = first && now === null ? 0 : placeOf(this.#checkpoints, now) + 1;
    this.#choose(place);
    return place >= this.#checkpoints.length;
  }

  /**
   * The run as last heard of; a checkpoint that is gone is live.
   * @param {{ iteration: number, checkpoints: Checkpoint[] }} heard
   */
  #take({ iteration, checkpoints }) {
    this.#iteration = iteration;
    this.#checkpoints = checkpoints;
    const at = this.#now();
    if (at !== null && checkpoints.every(([iteration]) => iteration !== at)) {
      this.#film.end();
      chooseCheckpoint(this.data.run, null);
    }
    this.#show();
  }

  #show() {
    const { labels } = this.data, at = this.#now(), last = this.#checkpoints.length;
    const place = placeOf(this.#checkpoints, at);
    this.root.classList.toggle("ll-not-yet", last < 2);
    this.root.dataset.chosen = String(at ?? "live");
    write(this.at, at === null ? labels.live : filled(labels.at, { iteration: grouped(at) }));
    write(this.result, this.#resultText(at, this.#checkpoints[place]?.[1] ?? null));
    const spoken = at === null ? labels.live : `${this.at.textContent}, ${this.result.textContent}`;
    this.scale.input.setAttribute("aria-valuetext", spoken);
    this.previous.disabled = place === 0;
    this.next.disabled = place === last;
    this.#showFilm();
    this.#layOut();
    this.scale.mark(at);
  }

  /**
   * @param {number | null} at
   * @param {number | null} correct
   */
  #resultText(at, correct) {
    const { labels } = this.data;
    if (at === null) return filled(labels.live_at, { iteration: grouped(this.#iteration) });
    return correct === null
      ? labels.untested
      : filled(labels.result, { percent: percent(correct / labels.test_images) });
  }

  #showFilm() {
    const { labels } = this.data, running = this.#film.running;
    if (this.root.dataset.film === String(running)) return;
    this.root.dataset.film = String(running);
    this.play.replaceChildren(icon(running ? "pause" : "play"));
    nameControl(this.play, running ? labels.pause : labels.play);
  }

  /** Whoever drags keeps the scale under the hand. */
  #layOut() {
    if (!this.#dragging) this.scale.layOut(this.#checkpoints, this.#now());
  }
}

export default component((place, /** @type {Data} */ data) => new TimeSlider(place, data), ({ labels }) => labels);

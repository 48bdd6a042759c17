// Look inside: what every layer makes of two images, live while the network trains.

import { INSPECTION } from "../browser/addresses.js";
import { floatsOf } from "../browser/base64.js";
import { checkpointOf, followCheckpoint, travelTo } from "../browser/checkpoint.js";
import { isProblem } from "../browser/json_request.js";
import { LiveRequest } from "../browser/live_request.js";
import { component } from "../browser/mounting.js";
import { RunSubscription } from "../browser/run_stream.js";
import { AnswerCourse } from "./answer_course.js";
import { bringIntoSight } from "../browser/sight.js";
import {
  choiceAsked,
  choiceOfOutput,
  fitted,
  isOfNetwork,
  layerNamed,
  nameOf,
  strongestOf,
  wishFor,
  worksByHand,
} from "./choice.js";
import { newlyAsked, remember, remembered } from "./kept_choice.js";
import { LensView } from "./lens_view.js";

/** @import { Place } from "../browser/mosaic_layout.js" */
/** @import { RunCourse } from "../browser/run_stream.js" */
/** @import { Inspection, InspectionRequest, Problem } from "../browser/server.d.ts" */
/** @import { Chosen, LensData } from "./data.d.ts" */
/** @import { Shown } from "./lens_view.js" */

class Lens {
  #chosen = remembered();
  /** @type {Shown | null} */
  #shown = null;
  #network = "";
  #training = false;
  #picked = false; // an output to be worked through, which is still to come
  #offered = ""; // of which layer, image and network an output was proposed
  /** @type {string | null} */
  #run = null; // whose checkpoints are known
  #stream = new RunSubscription();
  #course = new AnswerCourse(() => this.#drawCourse());
  /** @type {LiveRequest<InspectionRequest, Inspection>} */
  #request = new LiveRequest({
    address: INSPECTION,
    wish: () => this.#wish(),
    show: (answer, wish) => this.#take(answer, wish),
  });
  #leave = followCheckpoint({ moved: () => this.#travel(), busy: () => this.#request.busy });

  /** @param {LensData} data */
  constructor(data) {
    this.data = data;
    this.view = new LensView(data, {
      choose: (change) => this.#chooseAsPerson(change),
      chooseImage: (side, image) => this.#choose({ images: this.#chosen.images.with(side, image) }),
      pick: (image, place) => this.#pick(image, place),
      work: (change) => this.#work(change),
      travel: (at) => travelTo(this.data.run, at),
    });
    this.root = this.view.root;
    this.observer = new ResizeObserver(() => this.#measure());
    this.observer.observe(this.root);
  }

  /** @param {LensData} data */
  update(data) {
    this.data = data;
    if (this.#run !== data.run) this.#course.keep([]); // the new run's checkpoints are still to be heard of
    this.#run = data.run;
    this.#measure();
    const asked = newlyAsked(data.asked), network = JSON.stringify([data.run, data.design, data.layers]);
    if (asked || network !== this.#network) {
      this.#network = network;
      this.#picked = Boolean(asked?.place);
      this.#choose(asked ? choiceAsked(this.#chosen, asked) : {});
    }
    if (asked && !asked.layer) this.view.panels[0].focus();
    this.#stream.followRun(data.run, (course) => this.#hear(course));
  }

  end() {
    this.#request.end();
    this.#stream.end();
    this.#course.end();
    this.#leave();
    this.view.end();
    this.observer.disconnect();
  }

  #at() {
    return checkpointOf(this.data.run, this.data.at);
  }

  #wish() {
    return wishFor(this.data, this.#chosen, this.#at());
  }

  /** @param {Partial<Chosen>} change */
  #choose(change) {
    this.#chosen = fitted({ ...this.#chosen, ...change }, this.data);
    remember(this.#chosen);
    this.view.showChoices(this.data, this.#chosen);
    this.#followCourse();
    this.#markWished();
    if ("own" in change && this.#shown) this.#draw();
    else this.#request.ask();
  }

  /**
   * @param {number} image
   * @param {Place} place
   */
  #pick(image, place) {
    const change = choiceOfOutput(this.data, this.#chosen, image, place);
    if (change) this.#work(change);
  }

  /**
   * How it comes about is shown below.
   * @param {Partial<Chosen>} change
   */
  #work(change) {
    this.#picked = true;
    this.#chooseAsPerson(change);
  }

  /** @param {Partial<Chosen>} change */
  #chooseAsPerson(change) {
    const output = ["filter", "row", "column"].some((name) => name in change);
    this.#choose(output ? { ...change, given: true } : change);
  }

  /**
   * Until a person chooses an output, the largest of the layer is worked through: there something happens.
   * @param {Shown} shown
   */
  #offer({ layer, values, wish }) {
    const { given, image } = this.#chosen, of = JSON.stringify([layer.name, wish.images[image], this.#network]);
    if (given || !worksByHand(layer) || this.#offered === of) return;
    this.#offered = of;
    const place = strongestOf(values[image], layer.shape);
    if (place) this.#choose(place);
  }

  /** Another checkpoint of the run. */
  #travel() {
    this.#markWished();
    this.#request.askNext();
    this.#drawCourse(); // where on the way it is, at once
  }

  #markWished() {
    this.root.dataset.wished = nameOf(this.#wish());
  }

  /** @param {RunCourse} course */
  #hear({ frame }) {
    this.#training = frame.phase === "training";
    this.#course.keep(frame.checkpoints.map(([iteration]) => iteration));
    this.#followCourse();
    if (this.#at() === null) this.#request.runMoved(`${frame.iteration} ${frame.health}`);
  }

  #followCourse() {
    const { run, language } = this.data;
    this.view.courses.root.hidden = !this.#course.has(run);
    this.#course.follow(run, this.#chosen.images, language);
  }

  /**
   * @param {Inspection | Problem} answer
   * @param {InspectionRequest} wish
   */
  #take(answer, wish) {
    if (isProblem(answer)) {
      this.view.showProblem(answer.problem ?? this.data.labels.offline);
      return;
    }
    const layer = layerNamed(this.data, wish.layer ?? null), { maps } = answer;
    if (!isOfNetwork(this.data, wish) || !layer || !maps) return; // the network was exchanged meanwhile
    this.view.showProblem("");
    const values = maps.values.map(floatsOf);
    this.#shown = { answer, wish, layer, values, peak: maps.peak };
    this.#draw();
    this.view.switches.test.follow(wish, answer);
    this.#offer(this.#shown);
    if (!this.#picked || nameOf(wish) !== nameOf(this.#wish())) return;
    this.#picked = false;
    bringIntoSight(this.view.hand.root);
  }

  #draw() {
    if (!this.#shown) return;
    const course = this.#course.has(this.data.run) ? () => this.#drawCourse() : null;
    this.view.draw(this.#shown, this.#chosen.own, course);
  }

  #drawCourse() {
    const { run } = this.data, shown = this.#shown, course = this.#course.of(run, this.#chosen.images, shown);
    if (!shown || !course?.length) return;
    const at = this.#at();
    const here = at === null ? course.length - 1 : course.findIndex(({ iteration }) => iteration === at);
    const labels = shown.answer.images.map(({ label }) => label);
    this.view.courses.draw(course, labels, { here, training: this.#training, page: this.view.width });
  }

  #measure() {
    if (this.view.measure()) requestAnimationFrame(() => this.root.isConnected && this.#draw());
  }
}

export default component(
  (_, /** @type {LensData} */ data) => new Lens(data),
  ({ labels, language }) => [labels, language],
);

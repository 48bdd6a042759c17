// What the network gets: the drawing as it grows under the pen, or a picture in its place.

import { showChoices } from "./choices.js";
import { keepDrawing, keptDrawing } from "./kept_drawing.js";
import { Paper } from "./paper.js";
import { PenInput } from "./pen_input.js";
import { addPoint, beginStroke, CLEAR, PENS, pruned, strokesOf } from "./strokes.js";

/** @import { Image } from "../browser/server.d.ts" */
/** @import { Labels, PaperView } from "./pad_view.js" */
/** @import { Photo } from "./photo_layer.js" */
/** @import { Pen, Stroke } from "./strokes.js" */

/**
 * @typedef {object} SheetEvents
 * @property {() => void} grown A stroke has one more point, or ends.
 * @property {() => void} replaced All of it may be another one.
 */

export class Sheet {
  /** Of another epoch is what the network said of another drawing. */
  epoch = 0;
  /** Which of the picture's digits. */
  chosen = 0;
  #drawing = keptDrawing();
  #changes = 0; // every point counts
  /** @type {Stroke | null} */
  #stroke = null;
  /** @type {Photo | null} */
  #upload = null;

  /**
   * @param {HTMLElement} root
   * @param {PaperView} view
   * @param {Labels} labels
   * @param {SheetEvents} events
   */
  constructor(root, view, labels, events) {
    this.root = root;
    this.view = view;
    this.labels = labels;
    this.events = events;
    this.paper = new Paper(view.canvas);
    this.pen = new PenInput(view.canvas, view.cursor, {
      ready: () => !this.picture,
      begin: (x, y) => this.#begin(x, y),
      move: (x, y) => this.#move(x, y),
      end: () => this.#end(),
      drop: () => this.#drop(),
      undo: () => this.#undo(),
      clear: () => this.#clear(),
      toggled: (down) => view.pen.textContent = down ? labels.pen_down : labels.pen_up,
    });
    view.undo.onclick = () => this.#undo();
    view.clear.onclick = () => this.#clear();
    this.#showPens();
  }

  /** The picture that stands in place of the drawing. */
  get picture() {
    return this.#drawing.source === "upload" ? this.#upload : null;
  }

  get empty() {
    return !this.picture && this.#strokes.length === 0;
  }

  /** Whether it is to be seen as it lies, not as MNIST's images were prepared. */
  get raw() {
    return this.#drawing.raw;
  }

  set raw(raw) {
    this.#drawing.raw = raw;
    this.epoch++;
    keepDrawing();
  }

  /** Another one for everything that the network could see. */
  get key() {
    return `${this.epoch} ${this.#changes} ${this.raw}`;
  }

  /**
   * @returns {Image}
   */
  image() {
    const { digit, picture, raw } = this;
    if (picture) return { pixels: raw ? picture.whole : digit?.pixels };
    return { drawing: this.paper.ink(), raw };
  }

  /** The digit of the picture that is shown to the network. */
  get digit() {
    return this.picture?.digits[this.chosen] ?? null;
  }

  /** @param {number} place One of the picture's digits. */
  choose(place) {
    this.chosen = place;
    this.epoch++;
    this.events.replaced();
  }

  /**
   * An upload has come or gone; what comes is shown.
   * @param {Photo | null} upload
   */
  take(upload) {
    const drawing = this.#drawing;
    this.#upload = upload;
    this.chosen = upload?.chosen ?? 0;
    if (upload && upload.id !== drawing.upload) Object.assign(drawing, { upload: upload.id, source: "upload" });
    if (!upload) drawing.source = "drawing";
    this.#showSources(upload);
    if (!this.pen.down) this.#redraw();
  }

  get #strokes() {
    return strokesOf(this.#drawing.actions);
  }

  /**
   * @param {number} x
   * @param {number} y
   */
  #begin(x, y) {
    if (this.empty) this.epoch++;
    this.#stroke = beginStroke(this.#drawing.pen);
    this.#drawing.actions.push(this.#stroke);
    this.view.hint.hidden = true;
    this.#move(x, y);
  }

  /**
   * @param {number} x
   * @param {number} y
   */
  #move(x, y) {
    if (!this.#stroke || !addPoint(this.#stroke, x, y)) return;
    this.#changes++;
    this.paper.grow(this.#stroke);
    this.events.grown();
  }

  #end() {
    this.#stroke = null;
    this.#drawing.actions = pruned(this.#drawing.actions);
    this.#refresh();
    this.events.grown();
  }

  #drop() {
    this.#stroke = null;
    this.#drawing.actions.pop();
    this.#redraw();
  }

  #undo() {
    if (this.picture || this.pen.down) return;
    this.#drawing.actions.pop();
    this.#redraw();
  }

  #clear() {
    if (this.picture || this.pen.down || this.empty) return;
    this.#drawing.actions.push(CLEAR);
    this.#redraw();
  }

  #redraw() {
    this.epoch++;
    this.paper.redraw(this.#strokes);
    this.#refresh();
    this.events.replaced();
  }

  #refresh() {
    const { view, root, picture } = this, strokes = this.#strokes.length;
    view.hint.hidden = picture !== null || strokes > 0;
    root.classList.toggle("ll-upload", picture !== null);
    view.file.textContent = picture?.name ?? "";
    view.note.textContent = picture?.note ?? "";
    view.canvas.hidden = picture !== null;
    view.undo.disabled = picture !== null || !this.#drawing.actions.length;
    view.clear.disabled = picture !== null || strokes === 0;
    root.dataset.strokes = String(strokes);
    keepDrawing();
  }

  /** @param {Photo | null} upload */
  #showSources(upload) {
    const { labels, view: { title, sources } } = this, drawing = this.#drawing;
    title.textContent = upload ? "" : labels.pad;
    sources.replaceChildren();
    if (!upload) return;
    const options = [
      { value: "drawing", text: labels.pad },
      { value: "upload", text: labels.upload, hint: upload.name },
    ];
    showChoices(sources, "source", labels.source, options, drawing.source, (source) => {
      drawing.source = source === "upload" ? "upload" : "drawing";
      this.#redraw();
    });
  }

  #showPens() {
    const { labels } = this, pens = /** @type {Pen[]} */ (Object.keys(PENS));
    const options = pens.map((pen) => ({ value: pen, text: "", hint: labels.pens[pen] }));
    showChoices(this.view.pens, "pen", labels.pen, options, this.#drawing.pen, (value) => {
      this.#drawing.pen = pens.find((pen) => pen === value) ?? this.#drawing.pen;
      keepDrawing();
    });
  }
}

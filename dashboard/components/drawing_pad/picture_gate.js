// How a picture comes from the browser: pasted anywhere on the page, or dropped on the pad. One that is too large is not sent,
// neither from here nor by the field for files.

import { base64Of } from "../browser/base64.js";

/** What is sent of a picture; without data it was too large: @typedef {{ name: string, size: number, data?: string }} SentPicture */

export class PictureGate {
  #leave = new AbortController();

  /**
   * @param {HTMLElement} target Where pictures are dropped.
   * @param {{ most: () => number, sent: (picture: SentPicture) => void, none: () => void }} events
   */
  constructor(target, events) {
    this.target = target;
    this.events = events;
    const { signal } = this.#leave;
    document.addEventListener("paste", (event) => this.#pasted(event), { signal });
    document.addEventListener("change", (event) => this.#chosen(event), { signal, capture: true });
    document.addEventListener("drop", (event) => this.#stopped(event, event.dataTransfer?.files), { signal, capture: true });
    target.ondragover = (event) => {
      event.preventDefault();
      target.classList.add("ll-dropping");
    };
    target.ondragleave = () => target.classList.remove("ll-dropping");
    target.ondrop = (event) => {
      event.preventDefault();
      target.classList.remove("ll-dropping");
      this.#take(event.dataTransfer?.files);
    };
  }

  end() {
    this.#leave.abort();
  }

  /** @param {ClipboardEvent} event */
  #pasted(event) {
    const [from] = event.composedPath();
    if (from instanceof HTMLInputElement || from instanceof HTMLTextAreaElement) return;
    if (!event.clipboardData?.files.length) return; // text is none of ours
    event.preventDefault();
    this.#take(event.clipboardData.files);
  }

  /** @param {Event} event */
  #chosen(event) {
    const [from] = event.composedPath();
    if (!(from instanceof HTMLInputElement) || from.type !== "file") return;
    if (this.#stopped(event, from.files)) from.value = "";
  }

  /**
   * Whether the files were too large for the field that they were meant for.
   * @param {Event} event
   * @param {FileList | null | undefined} files
   */
  #stopped(event, files) {
    const large = [...files ?? []].find(({ size }) => size > this.events.most());
    if (!large || event.composedPath().includes(this.target)) return false;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.events.sent({ name: large.name, size: large.size });
    return true;
  }

  /** @param {FileList | null | undefined} files */
  async #take(files) {
    const file = [...files ?? []].find(({ type }) => type.startsWith("image/")) ?? files?.[0];
    if (!file) {
      this.events.none();
    } else if (file.size > this.events.most()) {
      this.events.sent({ name: file.name, size: file.size });
    } else {
      const data = base64Of(new Uint8Array(await file.arrayBuffer()));
      this.events.sent({ name: file.name, size: file.size, data });
    }
  }
}

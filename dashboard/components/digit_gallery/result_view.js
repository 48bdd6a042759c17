// The Test page while somebody drags through time: what the server says of a checkpoint, for all parts of the page.
//
// Each part has what the page's last run made of it: the view of the checkpoint that the page stands at. At any other
// checkpoint it draws the answer that the gallery asks for.

import { checkpointOf, followCheckpoint, markDrawn } from "../browser/checkpoint.js";

/** @import { TestView } from "../browser/server.d.ts" */

/**
 * A view, and of which checkpoint it is; `at` null: live.
 * @typedef {{ run: string, at: number | null, view: TestView }} ViewedCheckpoint
 */

/** @type {Set<ViewFollower>} */
const parts = new Set();

/** One part of the page. */
export class ViewFollower {
  /** @type {ViewedCheckpoint | null} */
  #page = null;
  /** @type {ViewedCheckpoint | null} */
  #drawn = null;
  #leave = followCheckpoint({ moved: () => this.#backToThePage() });

  /**
   * @param {(view: TestView, at: number | null) => void} draw
   */
  constructor(draw) {
    this.draw = draw;
    parts.add(this);
  }

  /**
   * Draws what the page's run says, unless another checkpoint is shown.
   * @param {ViewedCheckpoint} page
   */
  update(page) {
    this.#page = page;
    const away = this.#drawn?.run === page.run && checkpointOf(page.run, page.at) !== page.at;
    this.#show(this.#drawn && away ? this.#drawn : page);
  }

  /**
   * Draws what was asked for, where it is of the checkpoint that is shown and the page has not drawn it itself.
   * @param {ViewedCheckpoint} asked
   */
  take(asked) {
    const page = this.#page;
    if (page?.run === asked.run && checkpointOf(page.run, page.at) !== page.at) this.#show(asked);
  }

  end() {
    parts.delete(this);
    this.#leave();
  }

  #backToThePage() {
    const page = this.#page;
    if (page && checkpointOf(page.run, page.at) === page.at) this.#show(page);
  }

  /** @param {ViewedCheckpoint} viewed */
  #show(viewed) {
    this.#drawn = viewed;
    this.draw(viewed.view, viewed.at);
  }
}

/**
 * What has been asked for is here.
 * @param {ViewedCheckpoint} asked
 */
export function publishView(asked) {
  for (const part of parts) part.take(asked);
}

/**
 * A view that is still to come leaves what is drawn in its place, faint.
 * @param {HTMLElement} root
 * @param {TestView} view
 * @param {number | null} at
 */
export function showWaiting(root, view, at) {
  const waits = view.waiting !== undefined;
  root.classList.toggle("ll-waiting", waits);
  if (!waits) markDrawn(root, at);
}

// The tutorial's progress lines, the newest at the end and in sight.

import { element } from "../browser/elements.js";
import { component } from "../browser/mounting.js";
import { grouped, percent } from "../browser/numbers.js";
import { RunSubscription } from "../browser/run_stream.js";
import { filled } from "../browser/wording.js";

/** @import { RunCourse } from "../browser/run_stream.js" */

/** @typedef {{ run: string | null, labels: { line: string, title: string } }} Data */

const NEAR_THE_END = 30; // pixels

class ProgressLines {
  root = element("div", "ll-lines");
  #stream = new RunSubscription();

  constructor() {
    this.root.setAttribute("role", "log");
    this.root.tabIndex = 0;
  }

  /** @param {Data} data */
  update({ run, labels }) {
    this.root.setAttribute("aria-label", labels.title);
    this.#stream.followRun(run, ({ lines }) => this.#show(lines, labels.line));
  }

  end() {
    this.#stream.end();
  }

  /**
   * @param {RunCourse["lines"]} lines
   * @param {string} template
   */
  #show(lines, template) {
    const { root } = this;
    const wanted = lines.map(([iteration, accuracy]) =>
      filled(template, { iteration: grouped(iteration), accuracy: percent(accuracy) })
    );
    const shown = [...root.children].map((line) => line.textContent);
    if (wanted.length === shown.length && wanted.at(-1) === shown.at(-1) && wanted[0] === shown[0]) return;
    const atEnd = root.scrollTop + root.clientHeight >= root.scrollHeight - NEAR_THE_END;
    root.replaceChildren(...wanted.map((line) => element("div", "", null, line)));
    if (atEnd) root.scrollTop = root.scrollHeight;
  }
}

export default component(() => new ProgressLines());

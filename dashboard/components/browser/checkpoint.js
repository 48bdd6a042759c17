// The checkpoint of the run that the whole page shows: live, or one that was kept. The time slider sets it, in the browser
// and at once, without a run of the page; everything that shows the network follows.

/**
 * Something that shows the network.
 * @typedef {object} Follower
 * @property {() => void} moved Another checkpoint was chosen.
 * @property {() => boolean} [busy] It has not drawn the checkpoint yet; a film waits for it.
 */

/** @type {{ run: string | null, at: number | null }} */
const chosen = { run: null, at: null };
/** @type {Set<Follower>} */
const followers = new Set();
/** @type {() => void} */
let keep = () => {};

/**
 * What is to be shown of `run`: an iteration, or null for live.
 * @param {string | null} run
 * @param {number | null} [said] What the page's last run said, as long as no slider has.
 */
export function checkpointOf(run, said = null) {
  return run !== null && chosen.run === run ? chosen.at : said;
}

/** The run that a checkpoint was last chosen of. */
export function checkpointRun() {
  return chosen.run;
}

/**
 * @param {string | null} run
 * @param {number | null} at
 */
export function chooseCheckpoint(run, at) {
  if (chosen.run === run && chosen.at === at) return;
  Object.assign(chosen, { run, at });
  for (const each of followers) each.moved();
}

/**
 * Somebody chose it for good: the session and the address shall follow.
 * @param {string | null} run
 * @param {number | null} at
 */
export function travelTo(run, at) {
  chooseCheckpoint(run, at);
  keep();
}

/**
 * @param {() => void} keeper Tells the session what was chosen for good; there is one.
 */
export function keepBy(keeper) {
  keep = keeper;
}

/**
 * @param {Follower} follower
 * @returns {() => void} Ends it.
 */
export function followCheckpoint(follower) {
  followers.add(follower);
  return () => followers.delete(follower);
}

/** Whether something has still to draw the checkpoint. */
export function isDrawing() {
  return [...followers].some((each) => each.busy?.());
}

/**
 * Says which checkpoint a component has drawn, to whoever waits for it.
 * @param {HTMLElement} root
 * @param {number | null} at
 */
export function markDrawn(root, at) {
  root.dataset.checkpoint = String(at ?? "live");
}

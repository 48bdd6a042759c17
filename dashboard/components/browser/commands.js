// What a component can do for the whole page, such as to go to the next checkpoint: it offers it here, and the keys ask for it.

/** Does it, and may say what has come of it. @typedef {() => string | void} Act */

/** @type {Map<string, Act[]>} */
const offered = new Map();

/**
 * @param {Record<string, Act>} commands By name; of two that offer the same, the later one does it.
 * @returns {() => void} Ends it.
 */
export function offerCommands(commands) {
  const entries = Object.entries(commands);
  for (const [name, act] of entries) offered.set(name, [...offered.get(name) ?? [], act]);
  return () => {
    for (const [name, act] of entries) {
      offered.set(name, (offered.get(name) ?? []).filter((each) => each !== act));
    }
  };
}

/**
 * What there is to say of it; nothing where nobody offers it.
 * @param {string} name
 */
export function carryOut(name) {
  return offered.get(name)?.at(-1)?.() ?? "";
}

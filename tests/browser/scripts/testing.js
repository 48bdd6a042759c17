// As much of a test framework as the scripts' tests need. `tests/browser/test_scripts.py` runs them.

/** @typedef {{ name: string, error: string | null }} Result */

/** @type {{ name: string, act: () => void | Promise<void> }[]} */
const tests = [];

/**
 * @param {string} name
 * @param {() => void | Promise<void>} act
 */
export function test(name, act) {
  tests.push({ name, act });
}

/** @returns {Promise<Result[]>} */
export async function run() {
  const results = [];
  for (const { name, act } of tests.splice(0)) {
    try {
      await act();
      results.push({ name, error: null });
    } catch (error) {
      results.push({ name, error: error instanceof Error ? `${error.message}\n${error.stack}` : String(error) });
    }
  }
  return results;
}

/** @param {unknown} value */
function written(value) {
  return JSON.stringify(value, (_, each) => {
    if (each instanceof Map) return { map: [...each] };
    if (each instanceof Set) return { set: [...each] };
    if (ArrayBuffer.isView(each) && !(each instanceof DataView)) return [.../** @type {Uint8Array} */ (each)];
    return typeof each === "number" && !Number.isFinite(each) ? String(each) : each;
  });
}

/**
 * @param {unknown} actual
 * @param {unknown} expected
 */
export function equal(actual, expected) {
  if (written(actual) !== written(expected)) throw new Error(`expected ${written(expected)}, got ${written(actual)}`);
}

/**
 * @param {number} actual
 * @param {number} expected
 * @param {number} [within]
 */
export function near(actual, expected, within = 1e-9) {
  if (!(Math.abs(actual - expected) <= within)) throw new Error(`expected ${expected} ± ${within}, got ${actual}`);
}

/**
 * @param {unknown} value
 * @param {string} what
 */
export function holds(value, what) {
  if (!value) throw new Error(`it does not hold: ${what}`);
}

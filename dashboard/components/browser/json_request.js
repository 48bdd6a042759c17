// A question to the server: JSON there, JSON back.

/** @import { Problem } from "./server.d.ts" */

/** What there is where the server does not answer. @type {Problem} */
export const OFFLINE = { problem: null, kind: "offline" };

const MOST_TRIES = 8;
const TOO_MANY = 429;

/**
 * The reply; a server that has too much to do is asked again when it says so, which nobody need be told.
 * @param {() => Promise<Response>} request
 * @param {AbortSignal} [signal] Ends the waiting as well.
 * @returns {Promise<Response>}
 */
export async function patiently(request, signal) {
  for (let tries = 1;; tries++) {
    const reply = await request();
    if (reply.status !== TOO_MANY || tries === MOST_TRIES) return reply;
    // Not all who were sent away at once come back at once.
    await pause(1000 * (Number(reply.headers.get("Retry-After")) || 1) * (0.5 + Math.random()), signal);
  }
}

/**
 * @param {number} milliseconds
 * @param {AbortSignal} [signal]
 * @returns {Promise<void>}
 */
function pause(milliseconds, signal) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    signal?.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(signal.reason);
    }, { once: true });
  });
}

/**
 * The answer, or the problem in its place, as JSON. Fails where the server does not answer, or where what answers knows no problem
 * in words: it is not the app that refused.
 * @param {string} address
 * @param {string} body JSON
 * @param {AbortSignal} [signal]
 * @returns {Promise<string>}
 */
export async function post(address, body, signal) {
  const headers = { "Content-Type": "application/json" };
  const reply = await patiently(() => fetch(address, { method: "POST", headers, body, signal }), signal);
  if (!reply.ok && !reply.headers.get("Content-Type")?.includes("json")) throw new Error(reply.statusText);
  return await reply.text();
}

/**
 * The answer, or a problem without words where the server does not answer.
 * @template {object} Answer
 * @param {string} address
 * @param {object} request
 * @returns {Promise<Answer | Problem>}
 */
export async function ask(address, request) {
  try {
    return JSON.parse(await post(address, JSON.stringify(request)));
  } catch {
    return OFFLINE;
  }
}

/**
 * @template {object} Answer
 * @param {Answer | Problem} answer
 * @returns {answer is Problem}
 */
export function isProblem(answer) {
  return "problem" in answer;
}

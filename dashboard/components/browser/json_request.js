// A question to the server: JSON there, JSON back.

/** @import { Problem } from "./server.d.ts" */

/** What there is where the server does not answer. @type {Problem} */
export const OFFLINE = { problem: null, kind: "offline" };

/**
 * Fails where the server does not answer, or not with JSON.
 * @param {string} address
 * @param {string} body JSON
 * @param {AbortSignal} [signal]
 * @returns {Promise<string>}
 */
export async function post(address, body, signal) {
  const reply = await fetch(address, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body,
    signal,
  });
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

import { ask, isProblem, OFFLINE, post } from "../../../dashboard/components/browser/json_request.js";
import { equal, holds, test } from "./testing.js";

/**
 * What the server says to each request, one after the other.
 * @param {(() => Response)[]} replies
 */
function serve(...replies) {
  let asked = 0;
  Object.assign(globalThis, { fetch: () => Promise.resolve(replies[asked++]()) });
  return () => asked;
}

/** @param {object} answer @param {number} [status] @param {Record<string, string>} [headers] */
function json(answer, status = 200, headers = {}) {
  return () =>
    new Response(JSON.stringify(answer), { status, headers: { "Content-Type": "application/json", ...headers } });
}

const problem = { problem: "There is no layer conv9.", kind: "RequestError" };
const busy = json({ problem: "busy", kind: "Crowded" }, 429, { "Retry-After": "0.01" });

test("a problem is read, whatever its status", async () => {
  for (const status of [200, 400, 404, 413, 503]) {
    serve(json(problem, status));
    const answer = await ask("/a", {});
    equal([answer, isProblem(answer)], [problem, true]);
  }
});

test("who is sent away asks again, and says nothing of it", async () => {
  const asked = serve(busy, busy, json({ got: 1 }));
  equal([await ask("/a", {}), asked()], [{ got: 1 }, 3]);
});

test("a server that is always busy is believed at last", async () => {
  const asked = serve(...Array(20).fill(busy));
  equal([await ask("/a", {}), asked()], [{ problem: "busy", kind: "Crowded" }, 8]);
});

test("what is no longer wanted is not asked again", async () => {
  const ending = new AbortController(), asked = serve(json({}, 429, { "Retry-After": "60" }));
  const waiting = post("/a", "{}", ending.signal);
  setTimeout(() => ending.abort(), 5);
  let failed = false;
  await waiting.catch(() => failed = true);
  holds(failed && asked() === 1, "it fails after one request");
});

test("a refusal that knows no words is no answer of the app", async () => {
  serve(() => new Response("Forbidden\n", { status: 403, headers: { "Content-Type": "text/plain" } }));
  equal(await ask("/a", {}), OFFLINE);
});

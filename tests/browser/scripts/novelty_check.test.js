import { NoveltyCheck } from "../../../dashboard/components/drawing_pad/novelty_check.js";
import { equal, holds, test } from "./testing.js";

/** @import { ImageNovelty, NoveltyRequest } from "../../../dashboard/components/browser/server.d.ts" */

/** @type {NoveltyRequest} */
const REQUEST = { run: "r", at: null, images: [{ pixels: "one" }], lang: "en" };
const FAR = { nearer: 0.999, unlike: true };

/**
 * A server that says this, and a check that keeps what it is told to show.
 * @param {object} reply
 */
function checking(reply) {
  /** @type {string[]} */
  const asked = [];
  /** @type {(ImageNovelty | null)[]} */
  const shown = [];
  Object.assign(globalThis, {
    fetch: (/** @type {string} */ _, /** @type {{ body: string }} */ { body }) => {
      asked.push(body);
      return Promise.resolve(new Response(JSON.stringify(reply), { headers: { "Content-Type": "application/json" } }));
    },
  });
  return { asked, shown, check: new NoveltyCheck((found) => shown.push(found)) };
}

/** @param {() => boolean} done */
async function until(done) {
  while (!done()) await new Promise((resolve) => setTimeout(resolve, 10));
}

test("a drawing is compared once, however often its answer comes", async () => {
  const { asked, shown, check } = checking({ images: [FAR] });
  check.follow(REQUEST, 100);
  check.follow(REQUEST, 100);
  await until(() => shown.length === 2);
  check.follow(REQUEST, 100);
  equal([asked.length, shown], [1, [null, FAR]]);
});

test("what was said of a drawing goes with the next stroke, and only the last one is compared", async () => {
  const { asked, shown, check } = checking({ images: [FAR] });
  check.follow(REQUEST, 100);
  await until(() => shown.length === 2);
  for (const pixels of ["two", "three"]) check.follow({ ...REQUEST, images: [{ pixels }] }, 100);
  await until(() => shown.length === 5);
  equal(shown, [null, FAR, null, null, FAR]);
  equal(asked.map((body) => JSON.parse(body).images[0].pixels), ["one", "three"]);
});

test("where the network has moved on it is compared anew, and where there is nothing to compare nothing is said", async () => {
  const { asked, shown, check } = checking({ images: [] });
  check.follow(REQUEST, 100);
  await until(() => asked.length === 1);
  check.follow(REQUEST, 200);
  await until(() => asked.length === 2);
  check.follow(null);
  holds(shown.every((each) => each === null), "nothing was said");
  check.end();
});

test("after a problem the next answer has it compared again", async () => {
  const { asked, check } = checking({ problem: "no", kind: "RunError" });
  check.follow(REQUEST, 100);
  await until(() => asked.length === 1);
  await new Promise((resolve) => setTimeout(resolve, 10));
  check.follow(REQUEST, 100);
  await until(() => asked.length === 2);
  check.end();
});

import { scrollFor } from "../../../dashboard/components/browser/sight.js";
import { equal, test } from "./testing.js";

const ROOM = { top: 190, bottom: 760 };

test("what is in sight is not scrolled to", () => {
  equal(scrollFor({ top: 190, bottom: 760 }, ROOM), 0);
  equal(scrollFor({ top: 400, bottom: 500 }, ROOM), 0);
});

test("what lies below is scrolled up, only as far as needed", () => {
  equal(scrollFor({ top: 700, bottom: 900 }, ROOM), 140);
});

test("what lies under the head is scrolled down", () => {
  equal(scrollFor({ top: 100, bottom: 300 }, ROOM), -90);
});

test("what is taller than the room shows its beginning", () => {
  equal(scrollFor({ top: 500, bottom: 1500 }, ROOM), 310);
  equal(scrollFor({ top: -50, bottom: 1500 }, ROOM), -240);
});

import { roomFor } from "../../../dashboard/components/browser/label_room.js";
import { equal, holds, test } from "./testing.js";

const TEXTS = ["0", "1", "2", "5", "10", "20", "50", "100", "200", "500", "1,000", "Live"];

/**
 * @param {number} width
 * @returns {(place: number) => number}
 */
const spread = (width) => (place) => width * place / (TEXTS.length - 1);

test("where there is room all are shown", () => {
  equal(roomFor(TEXTS, spread(2000), [11, 0]).length, TEXTS.length);
});

test("shown labels do not touch", () => {
  for (const width of [80, 200, 400]) {
    const boxes = roomFor(TEXTS, spread(width), [11, 0]).map((place) => {
      const half = (TEXTS[place].length * 6.6 + 8) / 2;
      return [spread(width)(place) - half, spread(width)(place) + half];
    }).sort(([a], [b]) => a - b);
    holds(boxes.every(([from], at) => !at || from >= boxes[at - 1][1]), `none overlap at ${width} pixels`);
  }
});

test("whose turn is first is shown, then powers of ten", () => {
  const shown = roomFor(TEXTS, spread(260), [11, 0]);
  equal(shown.slice(0, 2), [11, 0]);
  holds(shown.includes(4) && shown.includes(7), "10 and 100 come before 20 and 50");
});

test("of two in one place only the first is shown", () => {
  equal(roomFor(["a", "b"], () => 0, [1]), [1]);
});

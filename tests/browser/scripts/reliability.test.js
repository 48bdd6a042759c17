import { across, Diagram, radiusOf, rangeText, up } from "../../../dashboard/components/reliability/diagram.js";
import { rowOf } from "../../../dashboard/components/reliability/reliability_diagram.js";
import { equal, holds, near, test } from "./testing.js";

/** @import { ReliabilityBin } from "../../../dashboard/components/browser/server.d.ts" */

/** @type {ReliabilityBin} */
const HIGH = { low: 0.9, high: 1, mean: 0.985, correct: 8931, total: 9012, interval: [0.9888, 0.9927] };
/** @type {ReliabilityBin} */
const LOW = { low: 0.30000000000000004, high: 0.4, mean: 0.35, correct: 1, total: 4, interval: [0.0456, 0.6994] };
const LABELS = { across: "a", up: "u", diagonal: "d", dot: "{range}: {total}, {mean}, {share}", alt: "{sentence}" };

test("a row says the range, how many, the mean, the share and its interval", () => {
  equal(rowOf(HIGH, rangeText(HIGH)), ["0.9–1.0", "9,012", "0.985", "99.1 %", "98.9–99.3"]);
  equal(rangeText(LOW), "0.3–0.4");
});

test("where value and share are equal a dot lies on the diagonal", () => {
  for (const share of [0, 0.35, 1]) near(across(share) - across(0), up(0) - up(share));
});

test("a dot has the more room the more images it stands for", () => {
  holds(radiusOf(4, 9012) < radiusOf(900, 9012), "few are small");
  holds(radiusOf(900, 9012) < radiusOf(9012, 9012), "many are large");
});

test("each bin is a dot with its interval, and says what it is", () => {
  const diagram = new Diagram(document.body.appendChild(document.createElement("div")));
  diagram.draw([LOW, HIGH], "in words", LABELS);
  diagram.draw([LOW, HIGH], "in words", LABELS); // anew, not once more
  const dots = [...diagram.picture.querySelectorAll("circle")];
  equal(dots.length, 2);
  near(Number(dots[0].getAttribute("cx")), across(0.35));
  near(Number(dots[1].getAttribute("cy")), up(8931 / 9012));
  const [, interval] = diagram.picture.querySelectorAll(".ll-interval");
  near(Number(interval.getAttribute("y1")), up(0.9888));
  near(Number(interval.getAttribute("y2")), up(0.9927));
  equal(diagram.picture.querySelectorAll("title")[1].textContent, "0.9–1.0: 9,012, 0.985, 99.1 %");
  equal(diagram.picture.getAttribute("aria-label"), "in words");
});

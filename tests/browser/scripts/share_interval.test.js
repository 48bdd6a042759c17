import { marginText } from "../../../dashboard/components/browser/share_interval.js";
import { equal, test } from "./testing.js";

test("the margin of a share is half of Wilson's interval, as the server has it", () => {
  // core.number_format.margin(core.statistics.wilson(correct, total))
  const shares = [[9521, 10_000], [951, 1_000], [0, 1_000], [1_000, 1_000], [1, 2]];
  equal(shares.map(([correct, total]) => marginText(correct, total)), ["± 0.4", "± 1.3", "± 0.2", "± 0.2", "± 40.5"]);
});

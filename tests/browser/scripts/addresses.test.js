import * as addresses from "../../../dashboard/components/browser/addresses.js";
import { equal, test } from "./testing.js";

// The tests' server has the scripts at /dashboard/components/: there the app would be served under /dashboard.
const base = new URL("/dashboard/", location.href).href;

test("the endpoints lie beside the folder of the scripts", () => {
  equal([addresses.INSPECTION, addresses.runCurve("r1")], [`${base}inspection`, `${base}curve/r1`]);
  equal(addresses.plotlyScript("6.1.2"), `${base}plotly-6.1.2.min.js`);
});

test("without a run the stream tells of the worker", () => {
  equal([addresses.runStream("r1"), addresses.runStream(null)], [`${base}stream/run/r1`, `${base}stream/run/-`]);
});

test("a script is found by its path", () => {
  equal(addresses.componentScript("lens/lens.js"), `${base}components/lens/lens.js`);
});

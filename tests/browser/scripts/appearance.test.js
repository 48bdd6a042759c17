import { chooseAppearance, chosenAppearance, readAppearance } from "../../../dashboard/components/browser/appearance.js";
import { equal, test } from "./testing.js";

const DARK = "(prefers-color-scheme: dark)";

test("what was kept is read, and whatever it is makes sense", () => {
  equal(readAppearance('{"shade":"dark","projector":true}'), { shade: "dark", projector: true });
  for (const odd of [null, "", "{", "null", "7", '{"shade":"pink","projector":1}']) {
    equal(readAppearance(odd), { shade: "system", projector: false });
  }
});

test("whoever asks whether the browser prefers dark gets what was chosen, and hears of a change", () => {
  const before = chosenAppearance(), asked = matchMedia(DARK);
  /** @type {boolean[]} */
  const heard = [];
  chooseAppearance({ shade: "light", projector: false });
  asked.addEventListener("change", () => heard.push(asked.matches));
  for (const shade of /** @type {const} */ (["dark", "dark", "light"])) chooseAppearance({ shade, projector: false });
  equal(heard, [true, false]);
  equal(matchMedia("(min-width: 1px)").matches, true);
  chooseAppearance(before);
});

test("large type is a mark on the whole page", () => {
  const before = chosenAppearance();
  chooseAppearance({ ...before, projector: true });
  equal(document.documentElement.hasAttribute("data-projector"), true);
  chooseAppearance({ ...before, projector: false });
  equal(document.documentElement.hasAttribute("data-projector"), false);
  chooseAppearance(before);
});

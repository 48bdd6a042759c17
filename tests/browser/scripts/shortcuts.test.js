import { carryOut, offerCommands } from "../../../dashboard/components/browser/commands.js";
import { isTyping, keyOf } from "../../../dashboard/components/shortcuts/key_choice.js";
import { equal, test } from "./testing.js";

const NONE = { code: "", ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, isComposing: false };

test("a letter, a digit or a sign is a key of the page", () => {
  equal(["j", "J", "1", ",", ".", "?"].map((key) => keyOf({ ...NONE, key })), ["j", "j", "1", ",", ".", "?"]);
  equal(keyOf({ ...NONE, key: "?", shiftKey: true }), "?");
  equal(["Enter", " ", "ArrowLeft", "F5", "Tab"].map((key) => keyOf({ ...NONE, key })), [null, null, null, null, null]);
});

test("with another key held down it is not", () => {
  equal(keyOf({ ...NONE, key: "p", ctrlKey: true }), null);
  equal(keyOf({ ...NONE, key: "p", metaKey: true }), null);
  equal(keyOf({ ...NONE, key: "p", altKey: true }), null);
  equal(keyOf({ ...NONE, key: "P", shiftKey: true }), null);
});

test("a keyboard that writes Korean has the same keys", () => {
  equal(keyOf({ ...NONE, key: "ㅔ", code: "KeyP" }), "p");
  equal(keyOf({ ...NONE, key: "Process", code: "KeyJ" }), "j");
  equal(keyOf({ ...NONE, key: "ㅖ", code: "KeyP", shiftKey: true }), null);
  equal(keyOf({ ...NONE, key: "ㅔ", code: "KeyP", isComposing: true }), null);
});

test("where somebody types, or a part has keys of its own, no key is the page's", () => {
  const box = document.createElement("div");
  box.innerHTML =
    `<input><input type="number"><textarea></textarea><select></select><div contenteditable></div><div role="application"></div>
     <div role="dialog"><button></button></div><button></button><input type="range"><input type="checkbox"><div role="slider"></div>`;
  const typing = [...box.querySelectorAll("*")].map((each) =>
    isTyping([each, ...each.parentElement ? [each.parentElement] : [], box])
  );
  equal(typing, [true, true, true, true, true, true, true, true, false, false, false, false]);
});

test("what is offered is done, by the latest who offers it, until that is withdrawn", () => {
  /** @type {string[]} */
  const done = [];
  const first = offerCommands({ next: () => "first", other: () => void done.push("other") });
  const second = offerCommands({ next: () => "second" });
  equal([carryOut("next"), carryOut("other"), carryOut("nothing")], ["second", "", ""]);
  second();
  equal([carryOut("next"), done], ["first", ["other"]]);
  first();
  equal(carryOut("next"), "");
});

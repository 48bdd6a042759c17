// Which key was pressed, as far as it is meant for the page.

const TYPED_INTO = "textarea, select, [contenteditable]:not([contenteditable='false'])";
const OWN_KEYS =
  "[role='application'], [role='textbox'], [role='combobox'], [role='listbox'], [role='menu'], [role='dialog']";
const NOT_TYPED = new Set(["button", "checkbox", "color", "file", "image", "radio", "range", "reset", "submit"]);

/** As much of a keyboard's event as counts. @typedef {Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey" | "isComposing">} Pressed */

/**
 * The letter, digit or sign on it; null where it is part of something else. On a keyboard that writes Korean a letter's key
 * gives another letter: then its place counts.
 * @param {Pressed} event
 */
export function keyOf({ key, code, ctrlKey, metaKey, altKey, shiftKey, isComposing }) {
  if (ctrlKey || metaKey || altKey || isComposing) return null;
  if (/^[!-~]$/.test(key)) return shiftKey && /[a-z]/i.test(key) ? null : key.toLowerCase();
  const [, place] = /^(?:Key|Digit)(.)$/.exec(code) ?? [];
  return place !== undefined && !shiftKey ? place.toLowerCase() : null;
}

/**
 * Whether somebody types there, or the place has keys of its own.
 * @param {EventTarget[]} path From the innermost element outwards.
 */
export function isTyping(path) {
  return path.some((each) => {
    if (!(each instanceof Element)) return false;
    if (each instanceof HTMLInputElement) return !NOT_TYPED.has(each.type);
    return each.matches(TYPED_INTO) || each.matches(OWN_KEYS);
  });
}

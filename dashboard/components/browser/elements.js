// Elements of the page, made in one line each.

const SVG = "http://www.w3.org/2000/svg";

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {string} [className]
 * @param {ParentNode | null} [parent]
 * @param {string} [text]
 */
export function element(tag, className, parent, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  parent?.append(made);
  return made;
}

/**
 * @param {ParentNode | null} parent
 * @param {string} text
 * @param {() => void} act
 * @param {string} [name] What it does, where its text does not say it.
 */
export function button(parent, text, act, name) {
  const made = element("button", "", parent, text);
  made.type = "button";
  made.onclick = act;
  if (name !== undefined) nameControl(made, name);
  return made;
}

/**
 * Says what a control does, to those who point at it and to those who do not see it. What stands on it stays in its name:
 * who works the page by voice says what they read.
 * @param {HTMLElement} control
 * @param {string} name
 */
export function nameControl(control, name) {
  const text = control.textContent?.trim() ?? "", read = /[\p{L}\p{N}]/u.test(text);
  const contained = name.toLowerCase().includes(text.toLowerCase());
  control.title = name;
  control.setAttribute("aria-label", read && !contained ? `${text}: ${name}` : name);
}

/**
 * @template {keyof SVGElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {string} [className]
 * @param {ParentNode | null} [parent]
 */
export function svgElement(tag, className, parent) {
  const made = document.createElementNS(SVG, tag);
  if (className) made.setAttribute("class", className);
  parent?.append(made);
  return made;
}

/**
 * @param {Element} element
 * @param {Record<string, string | number>} attributes
 */
export function setAttributes(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
}

/**
 * Text that is there already is left alone: the browser would lay it out again.
 * @param {Element} element
 * @param {string} text
 */
export function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * As many children as there are items, made where they are missing; what is too many goes.
 * @template {Element} Child
 * @param {ParentNode} parent
 * @param {number} count
 * @param {() => Child} make Makes a child; it is appended here.
 * @returns {Child[]}
 */
export function childrenOf(parent, count, make) {
  const children = /** @type {Child[]} */ ([...parent.children]);
  for (const spare of children.splice(count)) spare.remove();
  while (children.length < count) {
    const made = make();
    parent.append(made);
    children.push(made);
  }
  return children;
}

/**
 * Puts controls into the place of those that are there, in the same order: the one that had the focus is made anew, and has it still.
 * @param {HTMLElement} parent
 * @param {HTMLElement[]} controls
 */
export function replaceControls(parent, controls) {
  const focused = focusedElement(parent), place = [...parent.children].findIndex((each) => each === focused);
  parent.replaceChildren(...controls);
  controls[place]?.focus({ preventScroll: true });
}

/**
 * The element that has the focus, seen from inside a component.
 * @param {Node} inside
 */
export function focusedElement(inside) {
  const root = inside.getRootNode();
  return root instanceof Document || root instanceof ShadowRoot ? root.activeElement : null;
}

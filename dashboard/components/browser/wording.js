// Texts with fields, as Python sends them in the language of the page.

/**
 * A text that depends on a count; a language without a plural has "other" alone.
 * @typedef {{ one?: string, other: string }} CountedText
 */

/**
 * The text with its {fields} filled in. A field that nobody fills stays as it is, to be seen.
 * @param {string} template
 * @param {Record<string, unknown>} values
 */
export function filled(template, values) {
  return template.replace(/\{(\w+)\}/g, (field, name) => name in values ? String(values[name]) : field);
}

/**
 * The text for so many of something; it may have the field {count} and others.
 * @param {CountedText} text
 * @param {number} count
 * @param {Record<string, unknown>} [values]
 */
export function counted(text, count, values = {}) {
  const template = count === 1 ? text.one ?? text.other : text.other;
  return filled(template, { count, ...values });
}

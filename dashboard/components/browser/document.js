// What the page says of itself to those who have it read aloud.

/** @param {string} language In which its texts are, such as "ko". */
export function tellLanguage(language) {
  document.documentElement.lang = language;
}

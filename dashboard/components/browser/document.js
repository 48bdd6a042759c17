// What the page as a whole owes to those who have it read aloud, and to those who work it by keyboard.

/** @typedef {{ language: string, skip: string }} PageWords The language of the texts, such as "ko"; what leads past the navigation. */

/** @param {PageWords} words */
export function tellPage({ language, skip }) {
  document.documentElement.lang = language;
  const link = document.querySelector("[data-testid='stSkipToContent']");
  if (link) link.textContent = skip; // Streamlit's is English in every language
}

// Streamlit's listings scroll, but not in every browser by keys. They are looked for when somebody uses the Tab key.
document.addEventListener("keydown", ({ key }) => {
  if (key !== "Tab") return;
  for (const listing of document.querySelectorAll("[data-testid='stCode'] pre")) listing.setAttribute("tabindex", "0");
}, true);

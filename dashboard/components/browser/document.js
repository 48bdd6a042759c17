// What the page as a whole owes to those who have it read aloud, and to those who work it by keyboard.

/** @param {string} language In which its texts are, such as "ko". */
export function tellLanguage(language) {
  document.documentElement.lang = language;
}

// Streamlit's listings scroll, but not in every browser by keys. They are looked for when somebody uses the Tab key.
document.addEventListener("keydown", ({ key }) => {
  if (key !== "Tab") return;
  for (const listing of document.querySelectorAll("[data-testid='stCode'] pre")) listing.setAttribute("tabindex", "0");
}, true);

// What runs before Streamlit's own script.

import "./appearance.js";

// Streamlit finds its server by trying: at the page's own address first, where nothing is but an error on the console.
const base = new URL("../..", import.meta.url).href; // of `<base>/scripts-<digest>/browser/early.js`
Object.assign(globalThis, { __streamlit: { BACKEND_BASE_URL: base, MAIN_PAGE_BASE_URL: base } });

"""The parts of a page that Streamlit lacks, drawn by the browser: a folder each, with Python, ES module and style.

Where a folder has `x.py` and `x.js`, that is a component: the Python declares it by `parts.component(__file__)` and hands
it its data, the module's default export draws it. The other modules of the folder are imported by it; what several
components need lies in `browser/`. `scripts` knows all modules, which are typed (`deno check`) and linted (`deno lint`).
A component may use nothing but `dashboard.base_path`, neither the session nor `core`; a page tells it what to show.
"""

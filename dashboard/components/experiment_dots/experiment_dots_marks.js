// SVG marks that are kept by name from one drawing to the next.
function mark(tag, className, parent) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  if (className) made.setAttribute("class", className);
  parent?.append(made);
  return made;
}

function set(made, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    made.setAttribute(name, typeof value === "number" ? value.toFixed(2) : value);
  }
  return made;
}

// A layer of marks; `begin`, then `get` each that shall stay, then `end` takes the others away.
function layer(parent, className) {
  const group = mark("g", className, parent), marks = new Map();
  let wanted = new Set();
  return {
    group,
    begin() { wanted = new Set(); },
    get(name, tag, kind, entering) {
      wanted.add(name);
      if (!marks.has(name)) marks.set(name, mark(tag, entering ? `${kind} ll-new` : kind, group));
      return marks.get(name);
    },
    end() {
      for (const [name, made] of marks) {
        if (wanted.has(name)) continue;
        made.remove();
        marks.delete(name);
      }
    },
  };
}

// Dots that would lie on one another are spread to the sides, each seed always to the same one (the golden ratio fills a width evenly).
function sideOf(place) {
  return ((place + 1) * 0.6180339887) % 1 - 0.5;
}

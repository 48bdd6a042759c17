// The checkpoint of the run that the whole page shows: live, or one that was kept. The time slider sets it, in the browser and at
// once, without a run of the page; everything that shows the network follows.
const LETTER = 6.6, LABEL_GAP = 8; // pixels

function theCheckpoint() {
  return (globalThis.layerLabCheckpoint ??= { run: null, at: null, followers: new Set(), keep: null, unsent: false, sent: 0, sent_at: -Infinity });
}

// What is to be shown of `run`: an iteration, or null for live. `said`: what the page's last run said, as long as no slider has.
function checkpointOf(run, said = null) {
  const checkpoint = theCheckpoint();
  return run !== null && checkpoint.run === run ? checkpoint.at : said;
}

function chooseCheckpoint(run, at) {
  const checkpoint = theCheckpoint();
  if (checkpoint.run === run && checkpoint.at === at) return;
  Object.assign(checkpoint, { run, at });
  for (const each of checkpoint.followers) each.moved();
}

// Somebody chose it for good: the session and the address shall follow.
function travelTo(run, at) {
  chooseCheckpoint(run, at);
  theCheckpoint().keep?.();
}

// Subscribes a mounted component once. `busy()`: it has not drawn the checkpoint yet; a film waits for it.
function followCheckpoint(mounted, moved, busy = () => false) {
  mounted.checkpoint ??= {};
  Object.assign(mounted.checkpoint, { moved, busy });
  theCheckpoint().followers.add(mounted.checkpoint);
}

function leaveCheckpoint(mounted) {
  theCheckpoint().followers.delete(mounted.checkpoint);
}

// Of labels in a row those that there is room for: their places. `first`: whose turn comes before the others', after them
// powers of ten. `middle(place)`: where a label stands, in pixels.
function roomFor(texts, middle, first) {
  const places = [...texts.keys()], taken = [];
  const found = new Set([...first, ...places.filter((place) => /^1[0,]*$|^0$/.test(texts[place])), ...places]);
  return [...found].filter((place) => {
    const half = (texts[place].length * LETTER + LABEL_GAP) / 2, at = middle(place);
    const free = taken.every(([from, to]) => at - half >= to || at + half <= from);
    if (free) taken.push([at - half, at + half]);
    return free;
  });
}

// What a component has drawn, for whoever waits for it.
function drawnCheckpoint(root, at) {
  root.dataset.checkpoint = at ?? "live";
}

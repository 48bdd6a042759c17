// The Test page while somebody drags through time: what the server says of a checkpoint, for all parts of the page.
//
// Each part has what the page's last run made of it: `data.view`, of the checkpoint `data.at`. At any other checkpoint it draws
// the answer of `dashboard/tested.py`, which one of them asks for.
function testedParts() {
  return (globalThis.layerLabTested ??= new Set());
}

// `draw(view, at)` is called now and whenever there is another view.
function followTested(mounted, data, draw) {
  const part = (mounted.tested ??= { last: null });
  Object.assign(part, { data, draw });
  testedParts().add(part);
  if (part.last?.run === data.run && checkpointOf(data.run, data.at) !== data.at) drawPart(part, part.last);
  else drawPart(part, data);
  followCheckpoint(mounted, () => {
    if (checkpointOf(part.data.run, part.data.at) === part.data.at) drawPart(part, part.data);
  });
}

function drawPart(part, { run, at, view }) {
  part.last = { run, at, view };
  part.draw(view, at);
}

function leaveTested(mounted) {
  testedParts().delete(mounted.tested);
  leaveCheckpoint(mounted);
}

// What has been asked for is here.
function publishTested(run, at, view) {
  for (const part of testedParts()) {
    if (part.data.run === run && checkpointOf(run, part.data.at) !== part.data.at) drawPart(part, { run, at, view });
  }
}

// A view that is still to come leaves what is drawn in its place, faint.
function showWaiting(root, view, at) {
  const waits = view.waiting !== undefined;
  root.classList.toggle("ll-waiting", waits);
  if (!waits) drawnCheckpoint(root, at);
}

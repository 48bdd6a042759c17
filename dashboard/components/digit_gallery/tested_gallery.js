// The gallery of the Test page. It asks for the view of a checkpoint, for all the parts of the page.
const LINGER_MS = 300; // so long at a checkpoint that was not tested, and it is tested

function wish({ data, lingering }) {
  const at = checkpointOf(data.run, data.at);
  if (at === data.at) return null; // that is here already
  return { run: data.run, at, ...data.choice, lang: data.language, test: lingering === at };
}

function take(mounted, answer, request) {
  const { labels } = mounted.data;
  const view = answer.problem === undefined ? answer : { waiting: answer.problem ?? labels.offline };
  mounted.awaited = answer.untested ? request.at : undefined;
  publishTested(request.run, request.at, view);
  clearTimeout(mounted.timer);
  if (answer.untested && !request.test) {
    mounted.timer = setTimeout(() => {
      mounted.lingering = request.at;
      if (checkpointOf(mounted.data.run) === request.at) mounted.look.wanted();
    }, LINGER_MS);
  }
}

function travel(mounted) {
  const { run, at } = mounted.data, away = checkpointOf(run, at) !== at;
  mounted.awaited = undefined;
  if (away) mounted.look.next();
  markStale(away);
}

// The table below is drawn by the page: until it is, what it says is of another checkpoint.
function markStale(stale) {
  document.querySelector(".st-key-matrix_table")?.classList.toggle("ll-stale", stale);
}

function drawPictures(mounted, view, at) {
  const { root, grid, data } = mounted, { pictures } = view;
  showWaiting(root, view, at);
  if (!pictures) return;
  mounted.grid.style.setProperty("--size", `${data.size}px`);
  grid.replaceChildren(...digitFigures({ ...pictures, pick: data.pick }, (place) =>
    mounted.setTriggerValue("picked", pictures.items[place].number)));
  if (pictures.none) grid.append(element("p", "", null, pictures.none));
  // What stands below keeps its place from one checkpoint to the next.
  const choice = JSON.stringify([data.run, data.choice]);
  if (choice !== mounted.choice) Object.assign(mounted, { choice, tallest: 0 });
  mounted.tallest = Math.max(mounted.tallest, grid.offsetHeight);
  root.style.minHeight = `${mounted.tallest}px`;
}

export default function ({ data: [data], parentElement, setTriggerValue }) {
  const mounted = kept(parentElement, () => {
    const root = element("div", "ll-gallery", parentElement);
    return { root, grid: element("div", "ll-digits", root) };
  });
  Object.assign(mounted, { data, setTriggerValue });
  mounted.look ??= startLooking(data.address, () => wish(mounted), (answer, request) => take(mounted, answer, request));
  followTested(mounted, data, (view, at) => drawPictures(mounted, view, at));
  const asking = (mounted.asking ??= {});
  followCheckpoint(asking, () => travel(mounted), () => mounted.look.busy() || mounted.awaited === checkpointOf(mounted.data.run));
  travel(mounted);
  follow(mounted, data.url, ({ frame }) => {
    const found = mounted.awaited !== undefined && frame.checkpoints.find(([iteration]) => iteration === mounted.awaited);
    if (found && found[1] !== null) mounted.look.next();
  });
  return () => {
    mounted.look.stop();
    mounted.stop?.();
    clearTimeout(mounted.timer);
    markStale(false);
    leaveTested(mounted);
    leaveCheckpoint(asking);
    mounts.delete(parentElement);
  };
}

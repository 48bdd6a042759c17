// One line of the Test page; what stands between two pairs of stars is bold.
export default function ({ data: [data], parentElement }) {
  const mounted = kept(parentElement, () => ({ root: element("p", "ll-view-text", parentElement) }));
  followTested(mounted, data, (view, at) => {
    const line = view[data.part] ?? (data.waits ? view.waiting : mounted.root.textContent);
    mounted.root.replaceChildren(...line.split("**").map((text, place) => element(place % 2 ? "b" : "span", "", null, text)));
    if (data.waits) drawnCheckpoint(mounted.root, at);
    else showWaiting(mounted.root, view, at);
  });
  return () => {
    leaveTested(mounted);
    mounts.delete(parentElement);
  };
}

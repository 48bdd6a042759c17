// The tutorial's progress lines, the newest at the end and in sight.
export default function ({ data: [data], parentElement }) {
  const mounted = kept(parentElement, () => {
    const list = element("div", "ll-lines", parentElement);
    list.setAttribute("role", "log");
    list.tabIndex = 0;
    return { list };
  });
  mounted.list.setAttribute("aria-label", data.labels.title);
  follow(mounted, data.url, (run) => {
    const wanted = run.lines.map(([iteration, accuracy]) =>
      filled(data.labels.line, { iteration: grouped(iteration), accuracy: percent(accuracy) }));
    const shown = [...mounted.list.children].map((line) => line.textContent);
    if (wanted.length === shown.length && wanted.at(-1) === shown.at(-1) && wanted[0] === shown[0]) return;
    const atEnd = mounted.list.scrollTop + mounted.list.clientHeight >= mounted.list.scrollHeight - 30;
    mounted.list.replaceChildren(...wanted.map((line) => element("div", "", null, line)));
    if (atEnd) mounted.list.scrollTop = mounted.list.scrollHeight;
  });
  return () => mounted.stop?.();
}

// Of each image: what the network said at every checkpoint of its training and how sure it was, and since when it says so.
const ASK_AFTER_MS = 300; // an image that is only passed by is not asked about
const ASK_AGAIN_MS = 2000; // and after twice as long each time

function makeCourses(parent, labels, choose) {
  const root = element("section", "ll-checkpoints", parent);
  root.hidden = true;
  const head = element("div", "ll-checkpoints-head", root);
  element("h3", "", head, labels.checkpoints);
  element("span", "ll-quiet", head, labels.checkpoints_help);
  const two = element("div", "ll-two", root);
  const courses = labels.sides.map((side) => {
    const box = element("div", "ll-course", two);
    const cells = element("div", "ll-course-cells", box);
    cells.setAttribute("role", "group");
    cells.setAttribute("aria-label", `${labels.checkpoints}, ${side}`);
    return { cells, ticks: element("div", "ll-course-ticks", box), verdict: element("p", "ll-verdict", box) };
  });
  return { root, courses, labels, choose };
}

// The checkpoints that there are now, as the live stream tells them.
function hearCheckpoints(mounted, frame) {
  mounted.training = frame.phase === "training";
  mounted.kept = frame.checkpoints.map(([iteration]) => iteration);
  followCourses(mounted);
}

// Asks once for each image and each list of checkpoints, not at every look.
function followCourses(mounted) {
  const { parts, data, chosen, kept } = mounted;
  if (!parts) return;
  parts.checkpoints.root.hidden = !hasCourse(mounted);
  const asked = JSON.stringify([data.run, chosen.images, kept]);
  if (parts.checkpoints.root.hidden || mounted.course?.asked === asked) return;
  const { answers, of } = mounted.course ?? {};
  const course = (mounted.course = { asked, run: data.run, images: JSON.stringify(chosen.images), answers, of, pause: ASK_AGAIN_MS });
  clearTimeout(mounted.course_timer);
  mounted.course_timer = setTimeout(() => askCourse(mounted, course), ASK_AFTER_MS);
}

function hasCourse({ data, kept }) {
  return Boolean(data.run) && kept?.length > 1;
}

async function askCourse(mounted, course) {
  let found;
  try {
    const body = JSON.stringify({ run: course.run, images: mounted.chosen.images, lang: mounted.data.language });
    found = await (await fetch(mounted.data.answers, { method: "POST", headers: { "Content-Type": "application/json" }, body })).json();
  } catch {
    found = { problem: null };
  }
  if (mounted.course !== course || !mounted.parts) return;
  if (found.problem !== undefined) {
    mounted.course_timer = setTimeout(() => askCourse(mounted, course), course.pause);
    course.pause *= 2;
    return;
  }
  Object.assign(course, { answers: found.checkpoints, of: `${course.run} ${course.images}` });
  drawCourses(mounted);
}

// [iteration, what it said of each image], and last the network as it is now where that is no checkpoint.
function courseOf({ course, kept, answer, data }) {
  const found = course.answers.filter(([iteration]) => kept.includes(iteration)).map(([iteration, said]) => ({ iteration, said }));
  const looked = answer && answer.request.run === data.run && answer.request.at === null && JSON.stringify(answer.request.images) === course.images;
  const [iteration, said] = looked ? [answer.iteration, answer.all ?? answer.answers] : course.answers.at(-1);
  return iteration > (found.at(-1)?.iteration ?? -1) ? [...found, { iteration, said, live: true }] : found;
}

function drawCourses(mounted) {
  const { parts, data, course, answer } = mounted;
  if (!answer || !course || course.of !== `${course.run} ${course.images}`) return;
  const checkpoints = courseOf(mounted), at = checkpointOf(data.run, data.at);
  const here = at === null ? checkpoints.length - 1 : checkpoints.findIndex(({ iteration }) => iteration === at);
  parts.checkpoints.courses.forEach((made, place) =>
    drawCourse(parts.checkpoints, made, checkpoints.map(({ iteration, said, live }) => ({ iteration, live, said: said[place] })),
      { label: answer.images[place].label, here, training: mounted.training, width: parts.width }));
}

function drawCourse({ labels, choose }, made, checkpoints, { label, here, training, width }) {
  const cells = [...made.cells.children];
  for (let place = cells.length; place < checkpoints.length; place++) {
    const cell = element("button", "", made.cells);
    cell.type = "button";
    element("i", "", element("span", "ll-course-track", cell));
    element("b", "", cell);
    cells.push(cell);
  }
  for (const spare of cells.slice(checkpoints.length)) spare.remove();
  const digits = checkpoints.map(({ said }) => said.indexOf(Math.max(...said)));
  checkpoints.forEach(({ iteration, said, live }, place) => {
    const cell = cells[place], digit = digits[place];
    const look = `ll-checkpoint${place === here ? " ll-here" : ""}${label === undefined ? "" : digit === label ? " ll-right" : " ll-wrong"}`;
    if (cell.className !== look) cell.className = look;
    cell.firstChild.firstChild.style.height = `${(100 * said[digit]).toFixed(1)}%`;
    write(cell.lastChild, String(digit));
    const words = filled(labels.checkpoint, { iteration: grouped(iteration), digit, percent: percent(said[digit]) });
    if (cell.title !== words) {
      cell.title = words;
      cell.setAttribute("aria-label", words);
    }
    cell.onclick = () => choose(live ? null : iteration);
  });
  drawTicks(made, checkpoints, labels, width);
  write(made.verdict, verdict(checkpoints, digits, training, labels));
}

// `page`: how wide the page is; the width of a row is only asked for anew where that has changed.
function drawTicks(made, checkpoints, labels, page) {
  const texts = checkpoints.map(({ iteration, live }) => (live ? labels.live : grouped(iteration)));
  const wanted = `${page} ${texts.join(" ")}`;
  if (made.drawn === wanted) return;
  const width = made.cells.clientWidth;
  if (!width) return;
  made.drawn = wanted;
  made.ticks.replaceChildren(...roomFor(texts, (place) => width * (place + 0.5) / texts.length, [0, texts.length - 1]).map((place) => {
    const tick = element("span", "", null, texts[place]);
    tick.style.left = `${100 * (place + 0.5) / texts.length}%`;
    return tick;
  }));
}

// Since when the answer is what it is now.
function verdict(checkpoints, digits, training, labels) {
  const digit = digits.at(-1), last = digits.findLastIndex((each) => each !== digit);
  if (last < 0) return filled(training ? labels.same_so_far : labels.same_always, { digit });
  return filled(training ? labels.since : labels.for_good, {
    digit, iteration: grouped(checkpoints[last + 1].iteration), before: grouped(checkpoints[last].iteration), other: digits[last],
  });
}

// The axes: nice ticks, ranges that change in steps, and the calm way from one picture to the next.
const MOVE_MS = 450;
const ROOM = 1.24; // the range is so much wider than what lies in it
const LOOSE = 0.55, LOOSE_AT_LAST = 0.85; // a range is narrowed when a fitting one would be smaller than this share of it
const LEAST = 0.02; // of the accuracies' range: 2 points

function niceStep(span, count) {
  const raw = span / count, power = 10 ** Math.floor(Math.log10(raw));
  return power * [1, 2, 5, 10].find((factor) => factor * power >= raw * 0.999);
}

// { values, decimals of them in per cent }
function ticksOf([low, high], count) {
  const step = niceStep(high - low, count), values = [];
  for (let place = Math.ceil(low / step - 1e-6); place * step <= high + step * 1e-6; place++) values.push(place * step);
  return { values, decimals: Math.max(0, Math.ceil(-Math.log10(100 * step) - 1e-9)) };
}

// A range with room around the values, from one nice number to another.
function fittingRange(values, least, [floor, ceiling]) {
  const low = Math.min(...values), high = Math.max(...values);
  const half = Math.max((high - low) * ROOM, least) / 2, middle = (low + high) / 2;
  const step = niceStep(2 * half, 5) / 2;
  return [
    Math.max(floor, Math.floor((middle - half) / step + 1e-6) * step),
    Math.min(ceiling, Math.ceil((middle + half) / step - 1e-6) * step),
  ];
}

// The range that was, as long as everything lies in it and fills it well enough.
function nextRange(range, values, least, bounds, loose) {
  if (!values.length) return range;
  const fitting = fittingRange(values, least, bounds);
  const margin = (range[1] - range[0]) * 0.03;
  const inside = values.every((value) =>
    (value >= range[0] + margin || range[0] === bounds[0]) && (value <= range[1] - margin || range[1] === bounds[1]));
  return inside && fitting[1] - fitting[0] > loose * (range[1] - range[0]) ? range : fitting;
}

// Before the first dot: where dots of so many iterations may be expected.
function firstRange(iterations) {
  return iterations >= 500 ? [0.9, 1] : iterations >= 100 ? [0.6, 1] : [0, 1];
}

// The differences with zero and the band; an interval of few seeds may be far wider than the picture: then its ends are cut.
function differenceValues(differences, comparisons, worthwhile) {
  const near = [...differences, ...comparisons.map(({ difference }) => difference), -1.5 * worthwhile, 1.5 * worthwhile];
  const low = Math.min(...near), high = Math.max(...near), most = high - low;
  const ends = comparisons.flatMap((each) => (each.low === null || each.high === null ? [] : [each.low, each.high]));
  return [...near, ...ends.map((end) => Math.max(low - most, Math.min(high + most, end)))];
}

// Moves named numbers to where they shall be; `paint(now, before, share)` draws each step. What is new is there at once.
function startMotion(paint) {
  const motion = { now: {}, target: {}, frame: null };
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  motion.go = (target, atOnce) => {
    cancelAnimationFrame(motion.frame);
    const from = motion.now, began = performance.now();
    motion.target = target;
    const step = (time) => {
      const share = Math.min(1, Math.max(0, (time - began) / MOVE_MS)), eased = share * share * (3 - 2 * share);
      motion.now = Object.fromEntries(Object.entries(target).map(([name, value]) =>
        [name, name in from ? from[name] + (value - from[name]) * eased : value]));
      paint(motion.now, eased);
      if (share < 1) motion.frame = requestAnimationFrame(step);
    };
    const moves = Object.entries(target).some(([name, value]) => name in from && from[name] !== value);
    if (atOnce || !moves || still.matches || document.hidden) {
      motion.now = target;
      paint(target, 1);
    } else step(began);
  };
  motion.stop = () => cancelAnimationFrame(motion.frame);
  return motion;
}

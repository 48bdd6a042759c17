// What a page gives to the dots of an experiment.

import type { Colors, ExperimentFrame, Stage } from "../browser/server.d.ts";
import type { CountedText } from "../browser/wording.js";

export interface Design {
  letter: string;
  name: string;
  color: Colors;
}

/** The design at that place against the first: mean difference and interval, as shares. Without ends: one pair alone. */
export interface Comparison {
  design: number;
  difference: number;
  low: number | null;
  high: number | null;
}

export type RunState = Stage | "diverged";

/** `dashboard/views/experiments/dot_labels.py` has them; what they say is told in `experiment_dots.py`. */
export interface Labels {
  title: string;
  accuracy: string;
  difference: string;
  one_seed: string;
  same_seed: string;
  mean: string;
  one_difference: string;
  interval: string;
  worthwhile: string;
  empty: string;
  nothing: string;
  mean_of: string;
  points: string;
  between: string;
  seed: string;
  value: string;
  state: string;
  difference_of: string;
  value_difference: string;
  runs: string;
  left: string;
  opening: string;
  processes: CountedText;
  ended: string;
  seconds: string;
  minutes: string;
  hours: string;
  states: Record<RunState, string>;
  counts: Record<"cancelled" | "failed" | "diverged", string>;
  alt_design: string;
  alt_none: string;
  alt_difference: string;
  alt_interval: string;
  keys: string;
  seed_head: string;
  table: string;
  csv: string;
}

/** `experiment`: its id. `iterations`: of each run. `worthwhile`: the least difference that matters, as a share. */
export interface Data {
  frame: ExperimentFrame;
  experiment: string;
  designs: Design[];
  comparisons: Comparison[];
  iterations: number;
  worthwhile: number;
  labels: Labels;
}

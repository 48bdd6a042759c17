// What a page gives to Look inside, and what is chosen there.

import type { Image, SwitchedOff, WorkedOutput } from "../browser/server.d.ts";

/** How an output is worked through. */
export type Way = WorkedOutput["way"];

/**
 * A layer that can be looked at. `shape`: (rows, columns, filters) or (units). `inputs`: the input channels of its
 * kernels, null where it has none. `by_hand`: null where its outputs are not worked through. `pools`: the convolution below
 * whose outputs this pooling is seen, with its `stride`.
 */
export interface LensLayer {
  name: string;
  title: string;
  shape: number[];
  switchable: boolean;
  inputs: number | null;
  by_hand: Way | null;
  stride: number | null;
  pools: string | null;
}

/** What another page wants looked at: an image, and perhaps a layer and the output to be worked through. */
export interface Asked {
  id: string;
  image: Image;
  layer: string | null;
  place: { filter: number; row: number; column: number } | null;
}

export interface LensData {
  run: string | null;
  at: number | null;
  design: string;
  layers: LensLayer[];
  digits: string; // the test images' classes, one letter each
  asked: Asked | null;
  language: string;
  labels: Labels;
}

/** `given`: whether a person chose the output that is worked through; `own`: each picture on a scale of its own. */
export interface Chosen {
  images: Image[];
  layer: string;
  channel: number;
  filter: number;
  row: number;
  column: number;
  image: number;
  given: boolean;
  own: boolean;
  off: SwitchedOff;
}

export interface ImageLabels {
  number: string;
  previous: string;
  next: string;
  random: string;
  random_help: string;
  class: string;
  any: string;
  test_image: string;
  drawn: string;
  says: string;
  with_all: string;
  bars: string;
  bars_key: string;
}

export interface CheckpointLabels {
  sides: string[];
  checkpoints: string;
  checkpoints_help: string;
  checkpoint: string;
  live: string;
  for_good: string;
  same_always: string;
  since: string;
  same_so_far: string;
  iteration_head: string;
  answer_head: string;
  share_head: string;
  table: string;
  csv: string;
}

export interface HandLabels {
  sides: string[];
  ways: Record<Way, { title: string; help: string }>;
  filter: string;
  unit: string;
  row: string;
  column: string;
  work_on: string;
  patch: string;
  kernel: string;
  products: string;
  range: string;
  stack: string;
  channel: string;
  pictures_keys: string;
  of_channel: string;
  products_sum: string;
  channel_sum: string;
  channels_sum: string;
  with_bias: string;
  activation: string;
  functions: Record<string, string>;
  network: string;
  same: string;
  rounded: Record<string, string>; // by precision
  switched_off: string;
  own_map: string;
  maps_keys: string;
  source_map: string;
  source_image: string;
  pooling: string;
  taken: string;
  averaged: string;
}

export interface LayerLabels {
  sides: string[];
  layers: string;
  kernels: string;
  maps: string;
  values: string;
  channel: string;
  kernels_scale: string;
  kernels_own: string;
  kernels_alt: string;
  maps_alt: string;
  maps_keys: string;
  pictures_keys: string;
  filter: string;
  save: string;
  scales: string;
  one: string;
  own: string;
  one_help: string;
  own_help: string;
  range: string;
  values_range: string;
  one_scale: string;
  own_scale: string;
  point: string;
  pointed: string;
}

export interface SwitchLabels {
  sides: string[];
  answer: string;
  answer_before: string;
  filter: string;
  unit: string;
  switches: string;
  switches_units: string;
  switches_help: string;
  turn_off: string;
  turn_on: string;
  all_on: string;
  measuring: string;
  ablation: string;
  offline: string;
}

export interface Labels extends ImageLabels, CheckpointLabels, LayerLabels, SwitchLabels, HandLabels {
  at: string;
  untrained: string;
}

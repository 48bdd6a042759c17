// What the server sends, and what it is asked: the streams' frames (`dashboard/http/run_stream.py`, `experiment_stream.py`),
// and the requests with their answers (`inspection.py`, `answers.py`, `novelty.py`, `test_results.py`, `curves.py`).

/** `sought`: the session's run is not known yet. */
export type Phase = "ready" | "sought" | "training" | "paused" | "reached" | "diverged" | "failed";
export type Health = "resting" | "starting" | "ready" | "silent" | "down";
export type Stage = "waiting" | "starting" | "training" | "done" | "cancelled" | "failed";

/** An iteration whose weights were kept, and how many test images it classifies correctly; null: not tested. */
export type Checkpoint = [iteration: number, correct: number | null];
/** An iteration, and a share of images. */
export type Point = [iteration: number, accuracy: number];

export interface Curve {
  iteration: number[];
  loss: number[];
  accuracy: number[];
  smooth_loss: number[];
  smooth_accuracy: number[];
  seconds: number[];
}

/** How many of the test images, or of the validation images, were classified correctly after so many iterations. */
export interface Counted {
  iteration: number;
  correct: number;
  total: number;
}

/** Where a run is. The last three only when there is more than the tab was told. */
export interface RunFrame {
  phase: Phase;
  iteration: number;
  goal: number;
  seconds: number;
  rate: number | null; // images a second
  tested: number | null; // images of the test under way
  testing: number | null; // its iteration
  latest: Counted | null; // test
  validation: Counted | null; // the last one
  checkpoints: Checkpoint[];
  event: number;
  health: Health;
  curve?: Curve & { first: number }; // from its `first` point on
  validations?: Point[];
  lines?: { anew: boolean; new: Point[] };
}

/** Any run's whole curve. */
export interface RunCurve extends Curve {
  validations: Point[];
}

/** One run of an experiment. Done without either accuracy: it diverged. */
export type ExperimentRun = [
  design: number,
  seed: number,
  stage: Stage,
  iteration: number,
  accuracy: number | null,
  validation_accuracy: number | null,
];

export interface ExperimentFrame {
  event: number;
  serial: number;
  stage: Stage;
  left: number | null; // seconds
  processes: number;
  runs: ExperimentRun[];
}

/** In the language of the page; null where the server did not answer. */
export interface Problem {
  problem: string | null;
  kind: string;
}

/** Of a run at a checkpoint, null for live; or of a design with its first weights. */
export interface Network {
  run?: string | null;
  at?: number | null;
  design?: string;
}

/** `pixels`: base64 of 784 bytes; `ink`: of side × side bytes. 255 is ink. */
export interface Image {
  test?: number;
  pixels?: string;
  drawing?: { side: number; ink: string };
  raw?: boolean;
}

/** Of layers by name, the numbers of the filters or units that are switched off. */
export type SwitchedOff = Record<string, number[]>;

/** One output; of a layer without maps `filter` is the unit. */
export interface OutputPlace {
  image: number;
  layer: string;
  filter: number;
  row: number;
  column: number;
}

export interface InspectionRequest extends Network {
  images: Image[];
  lang: string;
  off?: SwitchedOff;
  flow?: boolean; // a small picture of every layer's output
  layer?: string;
  channel?: number;
  work?: OutputPlace | null;
}

/** How ink came into the 28 × 28 picture. */
export interface Placement {
  width: number;
  height: number;
  scaled_width: number;
  scaled_height: number;
  right: number;
  down: number;
}

export interface DescribedImage {
  pixels: string;
  label?: number;
  placement?: Placement | null;
}

/** Bytes on a scale from `low` to `high`; maps one after the other. */
export interface OutputPicture {
  shape: number[];
  low: number;
  high: number;
  values: string;
}

/** The window of the pooling after a convolution; `rows` and `columns` from, and to before. */
export interface PoolWindow {
  layer: string;
  kind: string;
  at: [row: number, column: number];
  rows: [number, number];
  columns: [number, number];
  value: number;
}

/** An output worked through in the way of its layer; `own`: what the network itself made of it. */
export type WorkedOutput = WorkedPatch | WorkedLines;

interface Worked extends OutputPlace {
  precision: string;
  own: number;
}

/** Sum of patch × kernel, + bias, the activation. */
export interface WorkedPatch extends Worked {
  way: "patch";
  shape: [rows: number, columns: number, channels: number];
  patch: string;
  kernel: string;
  inside: boolean[];
  bias: number;
  sum: number;
  function: string;
  activation: number;
  pooled: [row: number, column: number] | null;
  window: PoolWindow | null;
}

/**
 * Line by line to `value`. `source`: the layer it is made of, null for the image; `map`: the map that becomes this one value, if it does;
 * `taken`: where a maximum comes from.
 */
export interface WorkedLines extends Worked {
  way: "lines";
  lines: { label: string; text: string }[];
  value: number;
  source: string | null;
  map: { shape: [rows: number, columns: number]; values: string } | null;
  taken: [row: number, column: number] | null;
}

/** A row of numbers that a layer keeps, one for each filter or unit. */
export interface WeightRow {
  title: string;
  values: number[];
}

export interface Inspection {
  key: string | null; // null: a design's first weights
  iteration: number;
  images: DescribedImage[];
  logits: number[][];
  probabilities: number[][];
  probabilities_all_on?: number[][]; // with nothing switched off
  flow?: Record<string, OutputPicture>;
  maps?: { layer: string; shape: number[]; peak: number; values: string[] };
  kernels?: { shape: [number, number, number, number]; channel: number; peak: number; values: string };
  rows?: WeightRow[];
  work?: WorkedOutput;
}

/** Nothing is drawn yet. */
export interface EmptyInspection {
  images: { empty?: true }[];
}

/** `test`: numbers of test images. */
export interface AnswersRequest extends Network {
  test: number[];
  lang: string;
}

/** A class for each image; all are what the network says at one iteration. */
export interface Answers {
  iteration: number;
  predicted: number[];
}

/** Of a run at a checkpoint, null for live. */
export interface NoveltyRequest {
  run: string;
  at: number | null;
  images: Image[];
  lang: string;
}

/** `nearer`: the share of the validation images that lie nearer to the training images; `unlike`: nearly all of them do. */
export interface ImageNovelty {
  nearer: number;
  unlike: boolean;
}

/** No images: there is nothing to say. */
export interface NoveltyAnswer {
  images: ImageNovelty[];
}

export interface Ablation {
  iteration: number;
  total: number;
  correct: number;
  without: number;
}

/** The probabilities of each image at each checkpoint. */
export interface CheckpointAnswers {
  checkpoints: [iteration: number, probabilities: number[][]][];
}

/** What the gallery of errors shall show. */
export interface GalleryChoice {
  true: number | null;
  predicted: number | null;
  order: string;
  size: number;
  page: number;
}

export interface TestResultRequest extends GalleryChoice {
  run: string;
  at: number | null;
  lang: string;
  test: boolean; // a checkpoint that was not tested is tested
}

export interface Digits {
  pixels: string;
  items: { lines: string[]; alt: string }[];
}

export interface ErrorPictures extends Digits {
  items: { number: number; lines: string[]; alt: string }[];
  none: string;
}

/** The test images of which the predicted class's softmax value lies between `low` and `high`, on average at `mean`. */
export interface ReliabilityBin {
  low: number;
  high: number;
  mean: number;
  correct: number;
  total: number;
  interval: [low: number, high: number]; // 95 %, of correct / total
}

/** `bins`: those with an image in them; `all`: all images as one. */
export interface Reliability {
  sentence: string;
  bins: ReliabilityBin[];
  all: ReliabilityBin;
}

/** What the Test page shows of one checkpoint; or what is being waited for. */
export interface TestView {
  waiting?: string;
  headline?: string;
  chosen?: string;
  mistakes?: string;
  range?: string;
  counts?: number[][];
  reliability?: Reliability;
  pictures?: ErrorPictures;
}

export interface TestResult extends TestView {
  untested?: true;
}

/** A colour for a light page and for a dark one. */
export interface Colors {
  light: string;
  dark: string;
}

export type Dash = "solid" | "dash" | "dot";

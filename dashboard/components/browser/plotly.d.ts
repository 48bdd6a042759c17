// As much of Plotly as is used here.

export type Trace = Record<string, unknown> & { x: number[]; y: number[] };
export type Layout = Record<string, unknown>;

/** Where an axis lies in the picture, in pixels; `d2p` gives the place of a value along it. */
export interface AxisPlace {
  _offset: number;
  _length: number;
  d2p(value: number): number;
}

/** What Plotly has made of a layout. */
export interface FullLayout {
  xaxis: AxisPlace;
  yaxis: AxisPlace;
  _size: { l: number; r: number; t: number; b: number; w: number; h: number };
}

/** A click: the points that it met, the nearest first. */
export interface ClickEvent {
  points: { customdata?: unknown }[];
}

export type Plot = HTMLElement & {
  data?: Trace[];
  layout?: Layout;
  _fullLayout?: FullLayout;
  on?(event: "plotly_doubleclick", listener: () => void): void;
  on?(event: "plotly_click", listener: (event: ClickEvent) => void): void;
};

export interface Plotly {
  react(plot: Plot, traces: Trace[], layout: Layout, config: Record<string, unknown>): Promise<void>;
  relayout(plot: Plot, change: Layout): Promise<void>;
  downloadImage(picture: { data?: Trace[]; layout: Layout }, options: Record<string, unknown>): Promise<string>;
  purge(plot: Plot): void;
}

// As much of Plotly as is used here.

export type Trace = Record<string, unknown> & { x: number[]; y: number[] };
export type Layout = Record<string, unknown>;
export type Plot = HTMLElement & { data?: Trace[]; layout?: Layout };

export interface Plotly {
  react(plot: Plot, traces: Trace[], layout: Layout, config: Record<string, unknown>): Promise<void>;
  relayout(plot: Plot, change: Layout): Promise<void>;
  downloadImage(picture: { data?: Trace[]; layout: Layout }, options: Record<string, unknown>): Promise<string>;
  purge(plot: Plot): void;
}

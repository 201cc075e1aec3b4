/** One line of the benchmark's table; `reference` is measured beside us in the same run. */
export interface Row {
  name: string;
  /** Seconds, bytes or counts, as the name says. */
  ours: number;
  reference: number;
  /** The community's runtime, where there is one to measure. */
  community?: number;
  /** ours / reference */
  ratio: number;
  /** What must hold, in words. */
  bar: string;
  holds: boolean;
}

/** One line of the benchmark's table; `reference` is measured in the same run. */
export interface Row {
  name: string;
  /** Seconds, bytes or counts, as the name says. */
  ours: number;
  reference: number;
  /** The community's runtime, for rows about runtimes. */
  community?: number;
  /** ours / reference */
  ratio: number;
  /** What the figure must satisfy, in words. */
  bar: string;
  holds: boolean;
}

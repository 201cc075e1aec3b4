// What a command reports while it works. The displays differ in how they show it, never in what they know.

/** A stack event. */
export interface StackEvent {
  id: string;
  time: Date;
  stackName: string;
  logicalId: string;
  physicalId: string;
  resourceType: string;
  /** CloudFormation's, for example CREATE_IN_PROGRESS. */
  status: string;
  reason?: string;
}

interface BuildPhase {
  /** CodeBuild's, for example PRE_BUILD. */
  name: string;
  status?: string;
  seconds?: number;
}

/** The current state of a build. */
export interface BuildState {
  logicalId: string;
  buildId: string;
  /** CodeBuild's: IN_PROGRESS, SUCCEEDED, FAILED, FAULT, TIMED_OUT, STOPPED. */
  status: string;
  phases: BuildPhase[];
  startedAt: Date;
  endedAt?: Date;
  /** How long recent builds of this builder took; undefined for the first. */
  expectedSeconds?: number;
}

export type Report =
  /** What the command does now. */
  | { type: 'step'; message: string }
  | { type: 'warning'; message: string }
  /** How far a step is: `done` of `total`, which is undefined when it is not known; bytes unless `unit` says files. */
  | { type: 'progress'; message: string; done: number; total?: number; unit?: 'bytes' | 'files' }
  | { type: 'event'; event: StackEvent }
  | { type: 'build'; build: BuildState }
  | { type: 'log'; logicalId: string; buildId: string; lines: string[] };

export interface Display {
  show(report: Report): void;
  /** Removes what moves; the lines stay. */
  close(): void;
}

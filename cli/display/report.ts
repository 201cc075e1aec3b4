// What a command has to tell while it works. The displays differ in how they tell it, never in what they know.

/** A stack event, oldest first. */
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

export interface BuildPhase {
  /** CodeBuild's, for example PRE_BUILD. */
  name: string;
  status?: string;
  seconds?: number;
}

/** A build as it stands now. */
export interface BuildState {
  logicalId: string;
  buildId: string;
  /** CodeBuild's: IN_PROGRESS, SUCCEEDED, FAILED, FAULT, TIMED_OUT, STOPPED. */
  status: string;
  phases: BuildPhase[];
  startedAt: Date;
  endedAt?: Date;
  /** How long builds of this builder took lately; undefined for the first. */
  expectedSeconds?: number;
}

export type Report =
  /** What the command does now. */
  | { type: 'step'; message: string }
  | { type: 'warning'; message: string }
  /** How far a step is; shown where lines can be overwritten. */
  | { type: 'progress'; message: string; done: number; total: number }
  | { type: 'event'; event: StackEvent }
  | { type: 'build'; build: BuildState }
  | { type: 'log'; logicalId: string; buildId: string; lines: string[] };

export interface Display {
  show(report: Report): void;
  /** Takes away what is live; what was final stays. */
  close(): void;
}

import type { Ports } from '../aws/aws-ports';
import type { Model } from '../models';
import type { Desired } from '../plan/desired';
import type { Names } from '../plan/names';

/** What an operation remembers between its invocations; plain JSON, handed back by CloudFormation. */
export interface Progress {
  /** When the operation's first invocation began, in milliseconds since 1970. */
  startedAt: number;
  /** The name of the part that the operation has come to. */
  part?: string;
  /** The image tag, computed once an operation: the object behind Source may change meanwhile. */
  imageTag?: string;
  /** The version of the source object that the tag was computed from. */
  sourceVersion?: string;
  /** The build that the operation waits for. */
  buildId?: string;
  /** How many builds the operation has started. */
  attempt?: number;
  /** Seconds that the project's last successful builds took. */
  earlierBuilds?: number[];
  /** When a wait that has a bound began, by its reason. */
  waitingSince?: Record<string, number>;
}

/** One invocation: the world around a part. */
export interface Run {
  aws: Ports;
  progress: Progress;
  /** The request's token: the same in every invocation of one operation. */
  token: string;
  /** Milliseconds since 1970. */
  now(): number;
  /** Within an invocation: for moments only. */
  sleep(milliseconds: number): Promise<void>;
  /** Milliseconds until the handler must have answered. */
  timeLeft(): number;
  log(message: string): void;
}

/** The codes that a part can fail with: a subset of the protocol's handler error codes. */
export type FailureCode =
  | 'AlreadyExists'
  | 'NotFound'
  | 'InvalidRequest'
  | 'ServiceLimitExceeded'
  | 'GeneralServiceException'
  | 'NotStabilized';

export type Outcome =
  | { kind: 'done' }
  | { kind: 'wait'; seconds: number; note: string }
  | { kind: 'fail'; code: FailureCode; message: string };

export const done: Outcome = { kind: 'done' };
export const wait = (seconds: number, note: string): Outcome => ({ kind: 'wait', seconds, note });
export const fail = (code: FailureCode, message: string): Outcome => ({ kind: 'fail', code, message });

/** One thing that a builder is made of: it brings itself to the desired state, reads itself back and goes away. */
export interface Part {
  readonly name: string;
  /** Looks before it acts; safe to repeat. */
  ensure(desired: Desired, run: Run): Promise<Outcome>;
  /** From AWS, never an echo of the input; `known` is what the parts before it read. */
  read(names: Names, known: Partial<Model>, run: Run): Promise<Partial<Model>>;
  /** `actual` is what the project tells of the builder. Also when the part is gone already. */
  remove(names: Names, actual: Model, run: Run): Promise<Outcome>;
}

/** Milliseconds that the operation has waited for this reason, counted from the first time it is asked. */
export function waited(run: Run, reason: string): number {
  run.progress.waitingSince = { [reason]: run.now(), ...run.progress.waitingSince };
  return run.now() - (run.progress.waitingSince[reason] ?? run.now());
}

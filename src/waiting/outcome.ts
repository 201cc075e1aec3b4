/** The codes that a part can fail with: a subset of the protocol's handler error codes. */
export type FailureCode =
  | 'AlreadyExists'
  | 'NotFound'
  | 'InvalidRequest'
  | 'ServiceLimitExceeded'
  | 'GeneralServiceException'
  | 'NotStabilized';

export interface Done {
  kind: 'done';
}

export interface Wait {
  kind: 'wait';
  seconds: number;
  note: string;
}

export interface Fail {
  kind: 'fail';
  code: FailureCode;
  message: string;
}

/** What one step of a part came to. */
export type Outcome = Done | Wait | Fail;

export const done: Done = { kind: 'done' };
export const wait = (seconds: number, note: string): Wait => ({ kind: 'wait', seconds, note });
export const fail = (code: FailureCode, message: string): Fail => ({ kind: 'fail', code, message });

import type { CallbackContext } from './callback-context';
import type { Ports } from './ports';

/** One invocation, as a part sees it: AWS, the clock and what the operation remembers. */
export interface Run {
  aws: Ports;
  context: CallbackContext;
  /** The request's token: the same in every invocation of one operation. */
  token: string;
  /** Undefined outside of stacks: Cloud Control, contract tests. */
  stackId: string | undefined;
  /** Milliseconds since 1970. */
  now(): number;
  /** Within an invocation: for moments only. */
  sleep(milliseconds: number): Promise<void>;
  /** Milliseconds until the handler must have returned. */
  timeLeft(): number;
  log(message: string): void;
}

import type { Connection } from '../aws/connection';
import type { Display } from '../display/report';
import type { Pace } from '../stack/pace';

/** What a registration in one Region works with. */
export interface Work {
  connection: Connection;
  display: Display;
  pace: Pace;
  signal: AbortSignal;
  /** The command that removes a registration, to paste. */
  removal: string;
  /** Told when something begins that continues without the command. */
  leaveRunning(running: boolean): void;
}

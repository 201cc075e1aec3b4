import type { BuildLog } from './build-log';
import { type BuildRecord, type BuildStatus, type PhaseRecord, seconds } from './records';

/** A failure with the status code of its phase's context. */
export class PhaseFailure extends Error {
  constructor(
    readonly statusCode: string,
    message: string,
  ) {
    super(message);
  }
}

/** Runs one phase and records it with its status and context. @throws what `act` throws */
export async function runPhase<Result>(
  record: BuildRecord,
  log: BuildLog,
  phaseType: string,
  act: () => Promise<Result>,
): Promise<Result> {
  const phase: PhaseRecord = { phaseType, startTime: seconds() };
  record.phases.push(phase);
  record.currentPhase = phaseType;
  log.report(`Entering phase ${phaseType}`);
  const end = (phaseStatus: string, statusCode: string, message: string) => {
    close(phase, phaseStatus);
    phase.contexts = [{ statusCode, message }];
    log.report(`Phase complete: ${phaseType} State: ${phaseStatus}`);
    log.report(`Phase context status code: ${statusCode} Message: ${message}`);
  };
  try {
    const result = await act();
    end('SUCCEEDED', '', '');
    return result;
  } catch (error) {
    const statusCode = error instanceof PhaseFailure ? error.statusCode : 'CLIENT_ERROR';
    end('FAILED', statusCode, error instanceof Error ? error.message : String(error));
    throw error;
  }
}

/** Records a phase in which nothing happens here. */
export function skipPhase(record: BuildRecord, phaseType: string): void {
  const phase: PhaseRecord = { phaseType, startTime: seconds() };
  close(phase, 'SUCCEEDED');
  record.phases.push(phase);
}

export function closeQueue(record: BuildRecord, phaseStatus: BuildStatus, since: number): void {
  const phase: PhaseRecord = { phaseType: 'QUEUED', startTime: since };
  close(phase, phaseStatus);
  record.phases.push(phase);
}

export function complete(record: BuildRecord, buildStatus: BuildStatus): void {
  const now = seconds();
  record.phases.push({ phaseType: 'COMPLETED', startTime: now });
  Object.assign(record, { endTime: now, currentPhase: 'COMPLETED', buildStatus, buildComplete: true });
}

function close(phase: PhaseRecord, phaseStatus: string): void {
  const endTime = seconds();
  Object.assign(phase, { phaseStatus, endTime, durationInSeconds: Math.round(endTime - phase.startTime) });
}

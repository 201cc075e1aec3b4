import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { type EngineState, logFile } from './state-file';

const PATIENCE = 30_000;
const ONE_TRY = 1_000;
const PAUSE = 50;

/** The instance id of the engine that answers at a URL; undefined when none answers in time. */
export async function askInstance(url: string, milliseconds: number): Promise<string | undefined> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(milliseconds) });
    const { instance } = (await response.json()) as { instance?: string };
    return response.ok ? instance : undefined;
  } catch {
    return undefined;
  }
}

/** Of the Node.js half. */
export const nodeHealth = (endpoint: string): string => `${endpoint}/health`;

/** Of MiniStack, with the id that the plug-in adds. */
export const ministackHealth = (endpoint: string): string => `${endpoint}/_ministack/health`;

export const portTaken = (port: number): Error =>
  new Error(
    `port ${port} is taken: an engine may be running already (docker-builder local status); another port is possible ` +
      'with docker-builder local up --port PORT, and AWS_ENDPOINT_URL=http://127.0.0.1:PORT for the other commands',
  );

/**
 * Waits until a half that was just started answers. Another server that answers on its port is not believed.
 * @throws Error when the half ends before, or takes too long
 */
export async function waitForHealth(
  url: string,
  half: ChildProcess,
  { port, instance }: EngineState,
): Promise<void> {
  const until = Date.now() + PATIENCE;
  while ((await askInstance(url, ONE_TRY)) !== instance) {
    if (half.exitCode !== null || half.signalCode !== null || Date.now() > until) throw explain(port);
    await setTimeout(PAUSE);
  }
}

function explain(port: number): Error {
  const log = readFileSync(logFile(port), 'utf8').trimEnd();
  if (/already in use|EADDRINUSE/i.test(log)) return portTaken(port);
  const tail = log.split('\n').slice(-15).join('\n');
  return new Error(`the local engine did not start; the end of ${logFile(port)}:\n${tail}`);
}

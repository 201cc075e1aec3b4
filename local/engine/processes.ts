import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';

const PATIENCE = 10_000;
const PAUSE = 50;

/**
 * Whether a process is running and belongs to an engine. Process ids are reused, so an id alone proves nothing: the
 * engine's processes carry its instance id among their arguments.
 */
export const belongsTo = (pid: number, instance: string): boolean => argumentsOf(pid).includes(instance);

/** Ends those processes that belong to an engine, one after another; others that have their ids by now are left alone. */
export async function endProcesses(pids: readonly number[], instance: string): Promise<void> {
  for (const pid of pids) {
    if (!belongsTo(pid, instance)) continue;
    signal(pid, 'SIGTERM');
    const until = Date.now() + PATIENCE;
    while (belongsTo(pid, instance) && Date.now() < until) await setTimeout(PAUSE);
    if (belongsTo(pid, instance)) signal(pid, 'SIGKILL');
  }
}

/** The command line of a process; empty when it has ended, also while its parent has not yet noticed. */
function argumentsOf(pid: number): string {
  // Linux has /proc also where no `ps` is installed; macOS has `ps` alone.
  if (!existsSync('/proc/self/cmdline'))
    return spawnSync('ps', ['-ww', '-o', 'args=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? '';
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended in the meantime.
  }
}

import type { Names } from '../plan/names';
import type { ReplicationConfiguration } from '../ports/replication';
import type { Run } from '../ports/run';
import { ServiceError } from '../ports/service-error';
import { waitFor } from '../waiting/bounded-wait';
import { jitter } from '../waiting/jitter';
import { done, fail, type Outcome, wait } from '../waiting/outcome';

/** Tries within one invocation. */
const TRIES = 6;
/** Milliseconds of an invocation that have to be left for one more try. */
const MARGIN = 25_000;
/** Milliseconds between two tries at most. */
const LONGEST = 4_000;
/** Milliseconds after which what was read is too old to be written over: someone may have written in between. */
const STALE = 250;
/** Seconds after which no writer is left who read the rules before our last write. */
const SETTLE = 5;

/** The configuration as it should be: the same object when it already is. */
export type Change = (configuration: ReplicationConfiguration) => Promise<ReplicationConfiguration>;

/**
 * Brings the registry's replication to a state. ECR has no conditional write and replaces the rules of everyone, so
 * each write is read back, and made again if someone else's took its place.
 */
export async function changeReplication(change: Change, names: Names, run: Run): Promise<Outcome> {
  for (let attempt = 1; attempt <= TRIES && run.timeLeft() > MARGIN; attempt += 1) {
    const found = await run.aws.replication.configuration();
    const readAt = run.now();
    const wanted = await change(found);
    if (wanted === found) return done;
    // What the change had to look up is known at the next try.
    if (run.now() - readAt > STALE) continue;
    await write(wanted, run);
    await run.sleep(jitter(`${run.token} ${names.builder}`, attempt, Math.min(LONGEST, 250 * 2 ** attempt)));
  }
  return (
    waitFor('rules', names.builder, run) ??
    fail(
      'NotStabilized',
      "the replication rules of this account's registry were overwritten again and again; find who else writes them (AWS::ECR::ReplicationConfiguration, Terraform, a script), then try again",
    )
  );
}

async function write(configuration: ReplicationConfiguration, run: Run): Promise<void> {
  try {
    run.context.replication = { ...run.context.replication, wroteAt: run.now(), settled: false };
    await run.aws.replication.putConfiguration(configuration);
  } catch (error) {
    // Whether it took effect is seen at the next read.
    const isUnknown =
      error instanceof ServiceError && ['network', 'server', 'throttled'].includes(error.kind);
    if (!isUnknown) throw error;
    run.log(`${error.call}: ${error.code}; reading the rules again`);
  }
}

/**
 * A writer that read the rules before our last write may still overwrite it: they are read once more after it is done.
 * Often that time has passed with the build.
 */
export async function settleReplication(change: Change, names: Names, run: Run): Promise<Outcome> {
  const outcome = await changeReplication(change, names, run);
  const { wroteAt, settled = false } = run.context.replication ?? {};
  if (outcome.kind !== 'done' || wroteAt === undefined || settled) return outcome;
  const passed = run.now() - wroteAt >= SETTLE * 1_000;
  run.context.replication = { ...run.context.replication, settled: true };
  return passed ? done : wait(SETTLE, "waiting until the registry's replication rules have settled");
}

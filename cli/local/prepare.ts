import { setTimeout } from 'node:timers/promises';
import { defaultBucket, requireBucket } from '../artifacts/artifact-bucket';
import type { Connection } from '../aws/connection';
import { explain } from '../aws/explain';
import { notReady } from '../exit-code';
import { applyRegistration } from '../registration/apply-registration';
import { findRegistration } from '../registration/find-registration';
import { missingBuckets, packageBucket, packageKey } from '../registration/package-bucket';
import { hasPackage, isOwnDefault, planRegistration, type Wish } from '../registration/plan-registration';
import { readPackage } from '../registration/read-package';
import { registrationTemplate } from '../registration/read-template';
import type { Work } from '../registration/work';
import { Pace } from '../stack/pace';
import { isSettled } from '../stack/status';

type Log = (message: string) => void;

/** Milliseconds between two questions: a start waits for this, and the engine does nothing else. */
const PAUSE = 50;

/**
 * Brings a Region of an engine to the state that `docker-builder register` brings a Region of AWS to, with this version's
 * package. What the user registered by other means stays.
 */
export async function prepare(
  connection: Connection,
  log: Log,
  signal = new AbortController().signal,
): Promise<void> {
  await requireBucket(connection, await defaultBucket(connection), { create: true });
  const wish: Wish = {
    package: await readPackage(),
    template: await registrationTemplate(),
    parameters: new Map(),
    configuration: undefined,
  };
  const { typeName } = wish.package.schema;
  const found = await findRegistration(connection, typeName);
  if (found.type !== undefined && !isOwnDefault(found)) return;
  const bucket = await packageBucket(connection);
  const plan = planRegistration(wish, found, { bucket: bucket.name, key: packageKey(wish.package) });
  if (plan.action === 'none') return;
  const target = { bucket, create: await missingBuckets(connection, [bucket]) };
  const work = {
    connection,
    display: silent,
    pace: new Pace({ ownEndpoint: true, signal, sleep: () => setTimeout(PAUSE, undefined, { signal }) }),
    signal,
    removal: 'docker-builder unregister --local',
    leaveRunning: () => {},
  };
  const failure = await applyRegistration(plan, wish, target, work).then(
    () => undefined,
    (error: unknown) => explain(error),
  );
  signal.throwIfAborted();
  // Another command may have been the first to register it.
  if (failure !== undefined && !(await becomesRegistered(wish, work))) throw notReady(failure.message);
  log(`registered ${typeName} in ${found.region} (stack ${found.stackName})`);
}

/** Waits for the registration that another command has begun; whether there is one. */
async function becomesRegistered({ package: content }: Wish, { connection, pace }: Work): Promise<boolean> {
  for (;;) {
    const { stack, type } = await findRegistration(connection, content.schema.typeName);
    const busy = stack !== undefined && !isSettled(String(stack.StackStatus));
    if (!busy) return type !== undefined && hasPackage(stack, content);
    await pace.wait();
  }
}

const silent = { show: () => {}, close: () => {} };

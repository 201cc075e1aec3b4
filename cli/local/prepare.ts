import { bucketExists, defaultBucket, requireBucket } from '../artifacts/artifact-bucket';
import type { Connection } from '../aws/connection';
import { explain } from '../aws/explain';
import { notReady } from '../exit-code';
import { applyRegistration } from '../registration/apply-registration';
import { findRegistration } from '../registration/find-registration';
import { packageBucket, packageKey } from '../registration/package-bucket';
import { isOwnDefault, planRegistration, type Wish } from '../registration/plan-registration';
import { readPackage } from '../registration/read-package';
import { registrationTemplate } from '../registration/read-template';
import { Pace } from '../stack/pace';

type Log = (message: string) => void;

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
  const target = { bucket, exists: await bucketExists(connection, bucket) };
  const done = await applyRegistration(plan, wish, target, {
    connection,
    display: silent,
    pace: new Pace({ ownEndpoint: true, signal }),
    signal,
    removal: 'docker-builder unregister --local',
    leaveRunning: () => {},
  }).catch((error: unknown) => {
    signal.throwIfAborted();
    throw notReady(explain(error).message);
  });
  log(`registered ${typeName} in ${done.region} (stack ${done.stackName})`);
}

const silent = { show: () => {}, close: () => {} };

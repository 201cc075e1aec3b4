import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { DescribeTypeCommand } from '@aws-sdk/client-cloudformation';
import { packageRoot } from '../../local/engine/package-root';
import { registerType } from '../../local/engine/register-type';
import { defaultBucket, requireBucket } from '../artifacts/artifact-bucket';
import type { Connection } from '../aws/connection';
import { notReady } from '../exit-code';
import { TYPE_NAME } from '../type-name';
import { requireRoles } from './roles';

type Log = (message: string) => void;

/** The package of our type: built in a clone, and part of what npm installs. */
const PACKAGE = resolve(packageRoot, 'build/token-injectable-docker-builder.zip');

/** Brings a Region of an engine to the state of a Region of AWS in which the type is registered. Skips what exists. */
export async function prepare(connection: Connection, log: Log): Promise<void> {
  await requireBucket(connection, await defaultBucket(connection), { create: true });
  await requireType(connection, await requireRoles(connection, log), log);
}

async function requireType(connection: Connection, executionRole: string, log: Log): Promise<void> {
  if (await isRegistered(connection)) return;
  if (!existsSync(PACKAGE)) throw notReady(`${PACKAGE} is missing: run npm run package`);
  const endpoint = connection.options.endpoint ?? '';
  const region = await connection.region();
  const typeName = await registerType({ endpoint, region, path: PACKAGE, executionRole }).catch(
    (error: Error) => {
      throw notReady(error.message);
    },
  );
  log(`registered ${typeName} in ${region}`);
}

const isRegistered = ({ cloudformation }: Connection): Promise<boolean> =>
  cloudformation.send(new DescribeTypeCommand({ Type: 'RESOURCE', TypeName: TYPE_NAME })).then(
    () => true,
    () => false,
  );

import { existsSync } from 'node:fs';
import { DescribeTypeCommand } from '@aws-sdk/client-cloudformation';
import { registerType } from '../../local/engine/register-type';
import { defaultBucket, requireBucket } from '../artifacts/artifact-bucket';
import type { Connection } from '../aws/connection';
import { notReady } from '../exit-code';
import { TYPE_PACKAGE } from '../registration/type-package';
import { TYPE_NAME } from '../type-name';
import { requireRoles } from './roles';

type Log = (message: string) => void;

/** Brings a Region of an engine to the state of a Region of AWS in which the type is registered. Skips what exists. */
export async function prepare(connection: Connection, log: Log): Promise<void> {
  await requireBucket(connection, await defaultBucket(connection), { create: true });
  await requireType(connection, await requireRoles(connection, log), log);
}

async function requireType(connection: Connection, executionRole: string, log: Log): Promise<void> {
  if (await isRegistered(connection)) return;
  if (!existsSync(TYPE_PACKAGE)) throw notReady(`${TYPE_PACKAGE} is missing: run npm run package`);
  const endpoint = connection.options.endpoint ?? '';
  const region = await connection.region();
  const typeName = await registerType({ endpoint, region, path: TYPE_PACKAGE, executionRole }).catch(
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

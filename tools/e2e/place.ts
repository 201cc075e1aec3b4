// Where the scenario runs: the account of the credentials, or an engine of its own.

import { defaultBucket, requireBucket } from '../../cli/artifacts/artifact-bucket';
import { explain } from '../../cli/aws/explain';
import { statusOf } from '../../cli/aws/service-error';
import { CommandFailure, notReady } from '../../cli/exit-code';
import { localConnection } from '../../cli/local/connection';
import { engineEnvironment } from '../../local/engine/endpoint';
import { freePort } from '../../local/engine/ports';
import { startEngine } from '../../local/engine/start';
import { Account } from './account';

/** @throws CommandFailure when the credentials or the bucket can't be used */
export async function requireAccount(
  account: Account,
  bucket: string,
  region: string,
): Promise<{ id: string; partition: string }> {
  const { Account: id = '', Arn = '' } = await account.sts.getCallerIdentity({}).catch((error: unknown) => {
    const { exitCode, message } = explain(error);
    // The advice after the reason names options of docker-builder.
    throw new CommandFailure(exitCode, message.replace(/; log in .*/, ': set AWS_PROFILE, or log in'));
  });
  await account.s3.headBucket({ Bucket: bucket, ExpectedBucketOwner: id }).catch((error) => {
    const status = statusOf(error);
    if (status === 404) throw notReady(`there is no bucket ${bucket}: create it in ${region}`);
    if (status === 301) throw notReady(`the bucket ${bucket} is not in ${region}, where the builds run`);
    if (status === 403)
      throw notReady(`the bucket ${bucket} is not yours, or s3:ListBucket is not permitted`);
    throw explain(error);
  });
  return { id, partition: Arn.split(':')[1] ?? 'aws' };
}

export interface LocalPlace {
  account: Account;
  bucket: string;
  env: Record<string, string>;
  stop(): Promise<void>;
}

/** A local engine with IAM enforced, as the integration tests use it. */
export async function startLocalPlace(region: string, log: (line: string) => void): Promise<LocalPlace> {
  const engine = await startEngine({ port: await freePort(), iam: true, log }).catch((error: Error) => {
    throw notReady(error.message);
  });
  const env = engineEnvironment(engine.endpoint, region);
  Object.assign(process.env, env);
  const bucket = await createBucket(engine.endpoint, region);
  return {
    account: new Account({ region, endpoint: engine.endpoint }),
    bucket,
    env,
    stop: () => engine.stop(),
  };
}

/** The bucket that the type's roles may read by default. */
async function createBucket(endpoint: string, region: string): Promise<string> {
  const connection = localConnection(endpoint, region);
  const bucket = await defaultBucket(connection);
  await requireBucket(connection, bucket, { create: true });
  return bucket.name;
}

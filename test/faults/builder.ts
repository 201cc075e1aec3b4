import { buffer } from 'node:stream/consumers';
import { S3 } from '@aws-sdk/client-s3';
import { ZipFile } from 'yazl';
import { ROOT_KEYS } from '../../local/engine/endpoint';
import type { Properties } from '../../local/registry/properties';
import { SOURCE_BUCKET } from '../support/source-bucket';
import { uniqueName } from '../support/tools';

const DOCKERFILE = 'FROM scratch\nARG VALUE\nCOPY <<EOF /value\n${VALUE}\nEOF\n';

/** A small builder whose image holds a value, and which leaves nothing when it is deleted. */
export const builderProperties = (
  name: string,
  value: string,
  source: Properties = { Inline: DOCKERFILE },
): Properties => ({
  BuilderName: name,
  PollIntervalSeconds: 1,
  Source: source,
  BuildArgs: { VALUE: value },
  Repository: { RemovalPolicy: 'DELETE' },
});

/** The same as a zip in S3: with it, a builder's calls of S3 can be broken too. */
export async function uploadedSource(endpoint: string): Promise<Properties> {
  const zip = new ZipFile();
  zip.addBuffer(Buffer.from(DOCKERFILE), 'Dockerfile');
  zip.end();
  const s3 = new S3({
    endpoint,
    region: 'us-east-1',
    credentials: ROOT_KEYS,
    forcePathStyle: true,
  });
  const [S3Bucket, S3Key] = [SOURCE_BUCKET, `${uniqueName('source')}/context.zip`];
  const Body = await buffer(zip.outputStream as NodeJS.ReadableStream);
  await s3.putObject({ Bucket: S3Bucket, Key: S3Key, Body });
  return { S3Bucket, S3Key };
}

/** The properties of a builder whose images others may pull, and whose log is kept. */
export const shared = (properties: Properties): Properties => ({
  ...properties,
  Logs: { Retain: true },
  Repository: {
    RemovalPolicy: 'DELETE',
    PolicyText: {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'ecr:BatchGetImage' },
      ],
    },
  },
});

/** The Region that `replicated` builders replicate to. */
const REPLICA_REGION = 'eu-west-1';

export const parameterOf = (name: string): string => `/images/${name}`;

/** The properties of a builder that is in a further Region and publishes its image in both. */
export const replicated = (properties: Properties): Properties => ({
  ...properties,
  ReplicaRegions: [REPLICA_REGION],
  Publish: { ParameterName: parameterOf(String(properties.BuilderName)) },
});

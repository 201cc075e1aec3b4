import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { S3 } from '@aws-sdk/client-s3';
import { ROOT_KEYS } from '../engine/endpoint';
import { startHandlerHost } from '../registry/handler-host';
import type { RegistryOptions } from '../registry/options';
import { AwsError } from '../service/errors';

/** How long a question about a registration waits for its end. */
const PATIENCE = 10_000;

export interface RegistrySettings {
  /** The URL of the endpoint. */
  endpoint: string;
  /** The URL of the endpoint that handlers use. */
  handlerEndpoint: string;
  /** The Node.js that runs handlers. */
  node: string;
}

/**
 * What the registry needs of the engine. With DOCKER_BUILDER_REGISTRATION_DELAY_MS a registration takes that much longer
 * and is seen under way, as on AWS; without it, whoever asks gets the answer when it is done.
 */
export function registryOptions({ endpoint, handlerEndpoint, node }: RegistrySettings): RegistryOptions {
  const delay = Number(process.env.DOCKER_BUILDER_REGISTRATION_DELAY_MS ?? 0);
  return {
    startHost: (archive, { region }) =>
      startHandlerHost({
        package: archive,
        node,
        script: join(__dirname, 'handler-process.js'),
        // Lambda's own variables. The credentials that count are in the event.
        env: {
          AWS_REGION: region,
          AWS_ENDPOINT_URL: handlerEndpoint,
          AWS_EC2_METADATA_DISABLED: 'true',
          AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
        },
      }),
    // Without enforcement nothing is denied to anyone, so a type needs no role.
    requireRole: process.env.AUTH === 'true',
    fetchPackage: (url, region) => fetchPackage(endpoint, url, region),
    delay: () => setTimeout(delay),
    waitFor: async (work) => {
      if (delay === 0) await Promise.race([work, setTimeout(PATIENCE, undefined, { ref: false })]);
    },
  };
}

async function fetchPackage(endpoint: string, url: string, region: string): Promise<Buffer> {
  const { 1: Bucket, 2: Key } = /^s3:\/\/([^/]+)\/(.+)$/.exec(url) ?? [];
  if (Bucket === undefined || Key === undefined)
    throw new AwsError('ValidationError', `SchemaHandlerPackage '${url}' must be s3://bucket/key`);
  const s3 = new S3({ endpoint, region, credentials: ROOT_KEYS, forcePathStyle: true });
  try {
    const { Body } = await s3.getObject({ Bucket, Key });
    return await buffer(Body as Readable);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AwsError(
      'CFNRegistryException',
      `Error validating schemaHandlerPackage. Check the permissions on the bucket and object in your account and try again. (${url}: ${reason})`,
    );
  }
}

import type { Connection } from '../aws/connection';

/** The URL that CloudFormation reads an object from: the SDK's endpoint rules know the domain of every partition. */
export async function objectUrl(connection: Connection, bucket: string, key: string): Promise<string> {
  const { s3 } = connection;
  const custom = await s3.config.endpoint?.();
  const { url } = s3.config.endpointProvider({
    Bucket: bucket,
    Region: await connection.region(),
    ForcePathStyle: custom !== undefined,
    UseFIPS: false,
    UseDualStack: false,
    ...(custom && {
      Endpoint: `${custom.protocol}//${custom.hostname}${custom.port === undefined ? '' : `:${custom.port}`}`,
    }),
  });
  const path = key.split('/').map(encodeURIComponent).join('/');
  return `${url.href.replace(/\/$/, '')}/${path}`;
}

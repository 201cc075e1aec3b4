import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { S3 } from '@aws-sdk/client-s3';
import { ROOT_SESSION } from '../../../local/engine/endpoint';
import { s3Port } from '../../../src/aws/s3';
import { BucketElsewhere, type S3Port } from '../../../src/ports/s3';
import { uniqueName } from '../../support/tools';

const session = {
  region: 'us-east-1',
  credentials: ROOT_SESSION,
};

describe('a bucket of another Region', () => {
  let server: Server;
  let requests: number;
  const engine = process.env.AWS_ENDPOINT_URL;
  afterEach(() => {
    process.env.AWS_ENDPOINT_URL = engine;
    server.close();
  });

  /** S3 as it answers for such a bucket. */
  async function answering(status: number, code: string, headers: Record<string, string>): Promise<S3Port> {
    requests = 0;
    server = createServer((_request, answer) => {
      requests += 1;
      answer.writeHead(status, { 'content-type': 'application/xml', ...headers });
      answer.end(`<Error><Code>${code}</Code><Message>elsewhere</Message></Error>`);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    process.env.AWS_ENDPOINT_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return s3Port(session);
  }

  it.each([
    [301, 'PermanentRedirect'],
    [307, 'TemporaryRedirect'],
    [400, 'AuthorizationHeaderMalformed'],
    [400, 'IllegalLocationConstraintException'],
  ])('is named by its Region, and not followed there (%i %s)', async (status, code) => {
    const s3 = await answering(status, code, { 'x-amz-bucket-region': 'eu-west-1' });
    const error = await s3.tail({ bucket: 'b', key: 'k' }, 10).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(BucketElsewhere);
    expect(error).toMatchObject({ region: 'eu-west-1' });
    expect(requests).toBe(1);
  });

  it('is distinguished from a refusal in its own Region', async () => {
    const s3 = await answering(403, 'AccessDenied', { 'x-amz-bucket-region': 'us-east-1' });
    await expect(s3.tail({ bucket: 'b', key: 'k' }, 10)).rejects.toMatchObject({
      kind: 'denied',
      code: 'AccessDenied',
    });
  });
});

describe('the end of an object', () => {
  const client = new S3({
    ...session,
    endpoint: process.env.AWS_ENDPOINT_URL as string,
    forcePathStyle: true,
  });
  const Bucket = uniqueName('tails');
  beforeAll(() => client.createBucket({ Bucket }));

  it.each([
    ['larger than the range', '0123456789', '6789'],
    ['smaller than the range', '01', '01'],
    ['empty', '', ''],
  ])('that is %s is read with its size', async (_what, Body, end) => {
    await client.putObject({ Bucket, Key: 'object', Body: Buffer.from(Body) });
    const tail = await s3Port(session).tail({ bucket: Bucket, key: 'object' }, 4);
    expect(tail).toEqual({ size: Body.length, version: undefined, bytes: new Uint8Array(Buffer.from(end)) });
  });

  it('names the version that is read', async () => {
    await client.putBucketVersioning({ Bucket, VersioningConfiguration: { Status: 'Enabled' } });
    const { VersionId: first } = await client.putObject({ Bucket, Key: 'versioned', Body: 'first' });
    const { VersionId: second } = await client.putObject({ Bucket, Key: 'versioned', Body: 'second' });
    const s3 = s3Port(session);
    expect((await s3.tail({ bucket: Bucket, key: 'versioned' }, 3))?.version).toBe(second);
    const old = await s3.tail({ bucket: Bucket, key: 'versioned', version: first }, 3);
    expect([Buffer.from(old?.bytes ?? []).toString(), old?.size]).toEqual(['rst', 5]);
  });

  it.each([
    ['object', Bucket, 'missing'],
    ['bucket', 'no-such-bucket-anywhere', 'k'],
  ])('is nothing where there is no %s', async (_what, bucket, key) => {
    expect(await s3Port(session).tail({ bucket, key }, 4)).toBeUndefined();
  });
});

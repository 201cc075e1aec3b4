import { S3 } from '@aws-sdk/client-s3';
import { builderProperties } from '../../../faults/builder';
import { startTypeDriver, type TypeDriver } from '../../../faults/type-driver';
import { SOURCE_BUCKET } from '../../../support/source-bucket';
import { uniqueName } from '../../../support/tools';
import { zipBytes } from '../../../support/zip-bytes';

const DOCKERFILE = 'FROM scratch\nARG VALUE\nCOPY <<EOF /value\n${VALUE}\nEOF\n';
const endpoint = process.env.AWS_ENDPOINT_URL as string;
let driver: TypeDriver;
beforeAll(async () => {
  driver = await startTypeDriver({ endpoint });
});
afterAll(() => driver.stop());

it('a context of 8,000 files is deployed with three requests to a slow S3', async () => {
  const s3 = new S3({ endpoint, region: 'us-east-1', forcePathStyle: true });
  const name = uniqueName('many');
  const [Bucket, Key] = [SOURCE_BUCKET, `${name}.zip`];
  const files = Array.from({ length: 8_000 }, (_, n) => ({
    name: `node_modules/some-package-${n % 200}/lib/a-file-with-quite-a-long-name-so-that-it-adds-up-${n}.js`,
    content: `${n}`,
  }));
  const Body = zipBytes([{ name: 'Dockerfile', content: DOCKERFILE }, ...files]);
  await s3.putObject({ Bucket, Key, Body });
  const properties = builderProperties(name, 'one', { S3Bucket: Bucket, S3Key: Key });
  driver.proxy.break(({ name: call }) =>
    call.startsWith('s3:') ? { kind: 'delay', milliseconds: 20 } : undefined,
  );
  expect(await driver.operate({ action: 'CREATE', properties })).toMatchObject({ succeeded: true });
  const requests = driver.proxy.calls.filter(({ name: call }) => call.startsWith('s3:'));
  expect(requests.map(({ name: call }) => call)).toEqual(Array(3).fill('s3:GetObject'));
  await driver.operate({ action: 'DELETE', properties, physicalId: name, previous: properties });
}, 60_000);

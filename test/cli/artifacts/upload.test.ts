import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { objectExists, uploadContent, uploadFile } from '../../../cli/artifacts/upload';

const MIB = 1024 * 1024;
const place = { bucket: 'b', key: 'k', owner: '123456789012' };
const address = { Bucket: 'b', Key: 'k', ExpectedBucketOwner: '123456789012' };

const mock = mockClient(S3Client);
const s3 = new S3Client({ region: 'us-east-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } });
let folder: string;

beforeEach(() => {
  mock.reset();
  folder = mkdtempSync(join(tmpdir(), 'upload-'));
  mock.on(PutObjectCommand).resolves({});
  mock.on(CreateMultipartUploadCommand).resolves({ UploadId: 'u' });
  mock
    .on(UploadPartCommand)
    .callsFake(({ PartNumber }: { PartNumber: number }) => ({ ETag: `e${PartNumber}` }));
  mock.on(CompleteMultipartUploadCommand).resolves({});
  mock.on(AbortMultipartUploadCommand).resolves({});
});
afterEach(() => rmSync(folder, { recursive: true }));

function fileOf(bytes: number): string {
  const file = join(folder, 'file');
  writeFileSync(file, Buffer.alloc(bytes, 7));
  return file;
}

describe('uploading a file', () => {
  it.each([0, 5, 8 * MIB])(
    'sends %d bytes in one request to the bucket of the expected owner',
    async (bytes) => {
      const sent: number[] = [];
      await uploadFile(s3, place, fileOf(bytes), (done) => sent.push(done));
      const [call] = mock.commandCalls(PutObjectCommand);
      expect(call?.args[0].input).toMatchObject(address);
      expect(sent.at(-1)).toBe(bytes);
      expect(mock.commandCalls(CreateMultipartUploadCommand)).toHaveLength(0);
    },
  );

  it('sends more than 8 MiB in parts, and reports the bytes of each', async () => {
    const sent: number[] = [];
    await uploadFile(s3, place, fileOf(17 * MIB), (done) => sent.push(done));
    expect(mock.commandCalls(UploadPartCommand)).toHaveLength(3);
    const [completed] = mock.commandCalls(CompleteMultipartUploadCommand);
    expect(completed?.args[0].input).toMatchObject({
      ...address,
      MultipartUpload: { Parts: [1, 2, 3].map((n) => ({ PartNumber: n, ETag: `e${n}` })) },
    });
    expect(sent.at(-1)).toBe(17 * MIB);
  });

  it('leaves no parts behind when a part fails', async () => {
    mock.on(UploadPartCommand).rejects(new Error('reset'));
    await expect(uploadFile(s3, place, fileOf(17 * MIB), () => {})).rejects.toThrow('reset');
    expect(mock.commandCalls(AbortMultipartUploadCommand)).toHaveLength(1);
  });

  it('ends the requests under way when it is aborted, and leaves no parts behind', async () => {
    const controller = new AbortController();
    mock.on(UploadPartCommand).callsFake(() => {
      controller.abort(new Error('interrupted'));
      controller.signal.throwIfAborted();
    });
    const upload = uploadFile(s3, place, fileOf(17 * MIB), () => {}, controller.signal);
    await expect(upload).rejects.toThrow('interrupted');
    expect(mock.commandCalls(AbortMultipartUploadCommand)).toHaveLength(1);
    const options = mock.commandCalls(UploadPartCommand).map(({ args }) => (args as readonly unknown[])[1]);
    expect(options[0]).toEqual({ abortSignal: controller.signal });
  });
});

it('uploads a text with its content type', async () => {
  await uploadContent(s3, place, 'Resources: {}', 'text/plain');
  expect(mock.commandCalls(PutObjectCommand)[0]?.args[0].input).toMatchObject({
    ...address,
    Body: 'Resources: {}',
    ContentType: 'text/plain',
  });
});

describe('whether an object exists', () => {
  it.each([
    [{}, true],
    [Object.assign(new Error(), { name: 'NotFound' }), false],
    [Object.assign(new Error(), { $metadata: { httpStatusCode: 404 } }), false],
  ])('is known from the response %j', async (response, exists) => {
    if (response instanceof Error) mock.on(HeadObjectCommand).rejects(response);
    else mock.on(HeadObjectCommand).resolves({});
    expect(await objectExists(s3, place)).toBe(exists);
  });

  it('is not guessed when S3 refuses to answer', async () => {
    mock
      .on(HeadObjectCommand)
      .rejects(Object.assign(new Error('no'), { $metadata: { httpStatusCode: 403 } }));
    await expect(objectExists(s3, place)).rejects.toThrow('no');
  });
});

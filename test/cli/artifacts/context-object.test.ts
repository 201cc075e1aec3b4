import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import { join } from 'node:path';
import { HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { namingBuilder, uploadContext } from '../../../cli/artifacts/context-object';
import { Connection } from '../../../cli/aws/connection';
import { listContext } from '../../../cli/context/context-folder';
import type { Report } from '../../../cli/display/report';
import { badInput } from '../../../cli/exit-code';
import { temporaryFolder } from '../../support/temporary-folder';

const folder = temporaryFolder();
const temporary = temporaryFolder();
const mock = mockClient(S3Client);
const reports: Report[] = [];

beforeEach(() => {
  jest.spyOn(os, 'tmpdir').mockReturnValue(temporary.path);
  mock.reset();
  reports.length = 0;
  mock.on(HeadObjectCommand).rejects(Object.assign(new Error(), { name: 'NotFound' }));
  mock.on(PutObjectCommand).resolves({});
  writeFileSync(join(folder.path, 'Dockerfile'), 'FROM scratch\n');
});

afterEach(() => jest.restoreAllMocks());

async function upload(signal?: AbortSignal) {
  const context = {
    logicalId: 'Web',
    folder: folder.path,
    written: './app',
    dockerfile: { paths: ['Dockerfile'], certain: true },
  };
  return uploadContext(context, await listContext(context), {
    connection: new Connection({
      region: 'eu-west-1',
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    }),
    bucket: { name: 'bucket', owner: '123456789012' },
    prefix: 'team/a',
    display: { show: (report) => reports.push(report), close: () => {} },
    signal,
  });
}
const messages = (type: Report['type']) =>
  reports.flatMap((report) => (report.type === type && 'message' in report ? [report.message] : []));

describe('uploading a context', () => {
  it('puts the zip under the prefix and the digest of its content', async () => {
    const { S3Bucket, S3Key } = await upload();
    expect(S3Bucket).toBe('bucket');
    expect(S3Key).toMatch(/^team\/a\/[0-9a-f]{64}\.zip$/);
    expect(mock.commandCalls(PutObjectCommand)[0]?.args[0].input).toMatchObject({
      Key: S3Key,
      ExpectedBucketOwner: '123456789012',
    });
    expect(messages('step')).toEqual([
      expect.stringMatching(/^Web: uploading \.\/app \(1 entry, \d+ bytes\)$/),
    ]);
    expect(readdirSync(temporary.path)).toEqual([]);
  });

  it('uploads nothing when the object exists', async () => {
    mock.on(HeadObjectCommand).resolves({});
    await upload();
    expect(mock.commandCalls(PutObjectCommand)).toHaveLength(0);
    expect(messages('step')).toEqual(['Web: ./app is unchanged, nothing to upload']);
  });

  it('names the pipes that are packaged', async () => {
    execFileSync('mkfifo', [join(folder.path, 'pipe')]);
    await upload();
    expect(messages('warning')).toEqual([expect.stringMatching(/^Web: pipe in \.\/app is a named pipe/)]);
  });

  it('names the builder in what is wrong with its folder', async () => {
    const failing = namingBuilder('Web', async () => {
      throw badInput('a problem');
    });
    await expect(failing).rejects.toMatchObject({ exitCode: 2, message: 'Web: a problem' });
  });

  it('leaves no file behind when the upload fails or is aborted', async () => {
    mock.on(PutObjectCommand).rejects(new Error('reset'));
    await expect(upload()).rejects.toThrow('reset');
    const controller = new AbortController();
    mock.on(HeadObjectCommand).callsFake(() => {
      controller.abort(new Error('interrupted'));
      throw Object.assign(new Error(), { name: 'NotFound' });
    });
    mkdirSync(join(folder.path, 'large'));
    writeFileSync(join(folder.path, 'large/file'), readFileSync(process.execPath).subarray(0, 20_000_000));
    await expect(upload(controller.signal)).rejects.toThrow('interrupted');
    expect(readdirSync(temporary.path)).toEqual([]);
  });
});

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { checkTemplate, packageTemplate } from '../../../cli/artifacts/package-template';
import { Connection } from '../../../cli/aws/connection';
import { TYPE_NAME } from '../../../cli/type-name';
import { temporaryFolder } from '../../support/temporary-folder';

const folder = temporaryFolder();
const mock = mockClient(S3Client);

beforeEach(() => {
  mock.reset();
  mock.on(HeadObjectCommand).rejects(Object.assign(new Error(), { name: 'NotFound' }));
  mock.on(PutObjectCommand).resolves({});
  mkdirSync(join(folder.path, 'app'));
  writeFileSync(join(folder.path, 'app/Dockerfile'), 'FROM scratch\n');
});

async function packaged(text: string, parameters: Record<string, string> = {}): Promise<string> {
  const templateFile = join(folder.path, 't.yaml');
  writeFileSync(templateFile, text);
  const connection = new Connection({
    region: 'eu-west-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  });
  const options = {
    templateFile,
    typeName: TYPE_NAME,
    parameters: new Map(Object.entries(parameters)),
    bucket: async () => ({ name: 'bucket' }),
  };
  const result = await packageTemplate(connection, options, { show: () => {}, close: () => {} });
  return result.text.replace(/[0-9a-f]{64}/g, 'DIGEST');
}

describe('a packaged template', () => {
  it('changes nothing but the folder: comments, order and short intrinsics stay as written', async () => {
    const text = `# a comment that stays
Resources:
  Web:
    Type: ${TYPE_NAME}
    Properties:
      Source: ./app   # the folder
      BuildArgs: {  URL: !Sub 'https://\${Api}/x',   OTHER: !GetAtt Api.Id }
`;
    expect(await packaged(text)).toBe(text.replace('./app', '{"S3Bucket": "bucket", "S3Key": "DIGEST.zip"}'));
  });

  it('without a folder needs no bucket, and stays as it is', async () => {
    const text = 'Resources:\n   A: {Type: "AWS::SNS::Topic"} # x\n';
    expect(await packaged(text)).toBe(text);
    expect(mock.calls()).toHaveLength(0);
  });

  it('has aliases and merge keys written out, with the object in each place', async () => {
    const text = `Common: &common {Source: ./app}
Resources:
  A: {Type: '${TYPE_NAME}', Properties: *common}
  B: {Type: '${TYPE_NAME}', Properties: {<<: *common, Target: b}}
`;
    const object = '{"S3Bucket": "bucket", "S3Key": "DIGEST.zip"}';
    expect(await packaged(text)).toBe(`Common: {Source: ./app}
Resources:
  A: {Type: '${TYPE_NAME}', Properties: {Source: ${object}}}
  B: {Type: '${TYPE_NAME}', Properties: {Source: ${object}, Target: b}}
`);
  });

  it('takes the Dockerfile and its ignore file from the given parameters', async () => {
    for (const [path, content] of Object.entries({
      a: '',
      b: '',
      'a.dockerignore': 'h*',
      huge: '',
    })) {
      writeFileSync(join(folder.path, 'app', path), content);
    }
    const text = `Parameters: {Which: {Type: String, Default: b}}
Resources: {A: {Type: '${TYPE_NAME}', Properties: {Source: ./app, Dockerfile: !Ref Which}}}`;
    const zips: boolean[] = [];
    for (const given of [{ Which: 'a' }, { Which: 'b' }]) {
      mock.resetHistory();
      await packaged(text, given);
      const [upload] = mock.commandCalls(PutObjectCommand);
      zips.push(Buffer.from(upload?.args[0].input.Body as Uint8Array).includes('huge'));
    }
    expect(zips).toEqual([false, true]);
    await expect(packaged(text, { Which: 'none' })).rejects.toThrow('A: no file "none" in ./app');
  });

  it('uploads nothing when one of its folders lacks the Dockerfile', async () => {
    mkdirSync(join(folder.path, 'empty'));
    const text = `Resources:
  A: {Type: '${TYPE_NAME}', Properties: {Source: ./app}}
  B: {Type: '${TYPE_NAME}', Properties: {Source: ./empty}}
`;
    await expect(packaged(text)).rejects.toThrow(
      'B: no file "Dockerfile" in ./empty: the folder contains no Dockerfile',
    );
    expect(mock.calls()).toHaveLength(0);
  });
});

describe('checking a template', () => {
  it.each([
    [
      'Resources: {A: {Type: T, Properties: {Source: ./none}}}',
      /^A: there is no folder \.\/none \(looked for .*\/none\)$/,
    ],
    [
      'Resources: {A: {Type: T, Properties: {Source: ./app/Dockerfile}}}',
      'A: Source ./app/Dockerfile is a file',
    ],
    ['Resources: {A: {Type: T, Properties: {Source: ""}}}', 'A: Source is empty'],
  ])('%s: %s', async (text, message) => {
    const file = join(folder.path, 't.yaml');
    writeFileSync(file, text);
    await expect(checkTemplate(file, 'T')).rejects.toThrow(message);
  });
});

import { join } from 'node:path';
import {
  aws,
  awsText,
  buildsOf,
  dockerBuilder,
  eventsOf,
  fileOfImage,
  folderOf,
  leftovers,
  outputsOf,
  root,
  uniqueName,
} from './tools';

const template = (builder: string, properties: string): string => `
Parameters:
  Value: { Type: String, Default: one }
Resources:
  Image:
    Type: TokenInjectable::Docker::Builder
    Properties:
      BuilderName: ${builder}
      PollIntervalSeconds: 1
${properties.replaceAll(/^/gm, '      ')}
Outputs:
  ImageUri: { Value: !GetAtt Image.ImageUri }
`;

const inline = `Source:
  Inline: "FROM scratch\\nARG VALUE\\nCOPY <<EOF /value\\n\${VALUE}\\nEOF\\n"
BuildArgs: { VALUE: !Ref Value }`;

const deploy = (file: string, stack: string, ...more: string[]) =>
  awsText('cloudformation', 'deploy', '--template-file', file, '--stack-name', stack, ...more);

describe('the unmodified aws command', () => {
  it('deploys a packaged folder, shows its events, its image and its log, and deletes it', async () => {
    const [stack, folder] = [uniqueName('cli'), folderOf({})];
    const packaged = join(folder.path, 'packaged.yaml');
    const bucket = 'docker-builder-000000000000-us-east-1';
    const example = join(root, 'examples/api-url/template.yaml');
    expect(
      await dockerBuilder(
        'package',
        '--template-file',
        example,
        '--s3-bucket',
        bucket,
        '--output-template-file',
        packaged,
      ),
    ).toMatchObject({ code: 0 });
    expect(await deploy(packaged, stack)).toMatchObject({ code: 0 });

    const { ApiUrl = '', ImageUri = '' } = await outputsOf(stack);
    expect(fileOfImage(ImageUri, '/www/config.json').toString()).toBe(`{"apiUrl": "${ApiUrl}"}\n`);
    const statuses = (await eventsOf(stack)).map(
      ({ LogicalResourceId, ResourceStatus }) => `${LogicalResourceId} ${ResourceStatus}`,
    );
    expect(statuses).toEqual(
      expect.arrayContaining(['Web CREATE_IN_PROGRESS', 'Web CREATE_COMPLETE', `${stack} CREATE_COMPLETE`]),
    );

    const { StackResources } = await aws<{
      StackResources: { LogicalResourceId: string; PhysicalResourceId: string }[];
    }>('cloudformation', 'describe-stack-resources', '--stack-name', stack);
    const builder = StackResources.find(({ LogicalResourceId }) => LogicalResourceId === 'Web')
      ?.PhysicalResourceId as string;
    const { imageDetails } = await aws<{ imageDetails: { imageDigest: string; imageTags: string[] }[] }>(
      'ecr',
      'describe-images',
      '--repository-name',
      `docker-builder/${builder}/image`,
    );
    expect(ImageUri.endsWith(imageDetails[0]?.imageDigest as string)).toBe(true);
    expect(imageDetails[0]?.imageTags[0]).toMatch(/^[0-9a-f]{64}$/);
    const [build = ''] = await buildsOf(builder);
    const { events } = await aws<{ events: { message: string }[] }>(
      'logs',
      'get-log-events',
      '--log-group-name',
      `/aws/codebuild/docker-builder-${builder}`,
      '--log-stream-name',
      build.split(':')[1] as string,
      '--start-from-head',
    );
    expect(events.map(({ message }) => message).join('')).toContain('docker-builder: pushed the image');

    await aws('cloudformation', 'delete-stack', '--stack-name', stack);
    await awsText('cloudformation', 'wait', 'stack-delete-complete', '--stack-name', stack);
    expect(await leftovers(builder)).toEqual([`docker-builder/${builder}/image`]);
    folder.remove();
  }, 120_000);
});

describe('a stack with a builder', () => {
  it('builds for another value, and builds nothing for a tag or for a value that it had before', async () => {
    const builder = uniqueName('again');
    const folder = folderOf({ 'one.yaml': template(builder, inline) });
    const file = join(folder.path, 'one.yaml');
    await deploy(file, builder);
    const first = await outputsOf(builder);
    await deploy(file, builder, '--tags', 'team=shop');
    expect(await buildsOf(builder)).toHaveLength(1);
    const { projects } = await aws<{ projects: { tags: { key: string; value: string }[] }[] }>(
      'codebuild',
      'batch-get-projects',
      '--names',
      `docker-builder-${builder}`,
    );
    expect(projects[0]?.tags).toContainEqual({ key: 'team', value: 'shop' });
    await deploy(file, builder, '--parameter-overrides', 'Value=two');
    expect(await buildsOf(builder)).toHaveLength(2);
    await deploy(file, builder, '--parameter-overrides', 'Value=one');
    expect(await buildsOf(builder)).toHaveLength(2);
    expect(await outputsOf(builder)).toEqual(first);
    await aws('cloudformation', 'delete-stack', '--stack-name', builder);
    folder.remove();
  }, 120_000);

  it("tells a failing RUN's own error line in the event, and its rollback leaves nothing", async () => {
    const builder = uniqueName('broken');
    const broken = `Source:
  Inline: "FROM scratch\\nRUN [\\"/no-such-program\\"]\\n"`;
    const folder = folderOf({ 't.yaml': template(builder, broken) });
    expect((await deploy(join(folder.path, 't.yaml'), builder)).code).not.toBe(0);
    const failure = (await eventsOf(builder)).find(
      ({ ResourceStatus, LogicalResourceId }) =>
        ResourceStatus === 'CREATE_FAILED' && LogicalResourceId === 'Image',
    );
    expect(failure?.ResourceStatusReason).toMatch(/failed in its BUILD phase with exit code 1/);
    expect(failure?.ResourceStatusReason).toMatch(
      /no-such-program.*(no such file|did not complete successfully)/,
    );
    expect(await leftovers(builder)).toEqual([]);
    folder.remove();
  }, 120_000);

  it('returns to the old image without a build when an update fails', async () => {
    const builder = uniqueName('revert');
    const folder = folderOf({
      'good.yaml': template(builder, inline),
      'bad.yaml': template(
        builder,
        inline.replace('FROM scratch', 'FROM scratch\\nCOPY --from=nowhere /x /y'),
      ),
    });
    await deploy(join(folder.path, 'good.yaml'), builder);
    const before = await outputsOf(builder);
    expect((await deploy(join(folder.path, 'bad.yaml'), builder)).code).not.toBe(0);
    expect(await outputsOf(builder)).toEqual(before);
    expect(await buildsOf(builder)).toHaveLength(2);
    const { projects } = await aws<{
      projects: { environment: { environmentVariables: { name: string; value: string }[] } }[];
    }>('codebuild', 'batch-get-projects', '--names', `docker-builder-${builder}`);
    const dockerfile = projects[0]?.environment.environmentVariables.find(
      ({ name }) => name === 'INLINE_DOCKERFILE',
    )?.value;
    expect(dockerfile).not.toContain('nowhere');
    await aws('cloudformation', 'delete-stack', '--stack-name', builder);
    folder.remove();
  }, 120_000);

  it('is replaced when a create-only property changes', async () => {
    const [old, fresh, stack] = [uniqueName('old'), uniqueName('new'), uniqueName('replace')];
    const folder = folderOf({ 'old.yaml': template(old, inline), 'new.yaml': template(fresh, inline) });
    await deploy(join(folder.path, 'old.yaml'), stack);
    await deploy(join(folder.path, 'new.yaml'), stack);
    expect((await outputsOf(stack)).ImageUri).toContain(fresh);
    expect(await leftovers(old)).toEqual([`docker-builder/${old}/image`]);
    await aws('cloudformation', 'delete-stack', '--stack-name', stack);
    folder.remove();
  }, 120_000);
});

describe('bad input is refused before anything is created', () => {
  const bucket = 'docker-builder-000000000000-us-east-1';
  const cases: [name: string, properties: string, message: RegExp][] = [
    [
      'a missing object',
      `Source: { S3Bucket: ${bucket}, S3Key: missing.zip }`,
      /Source: s3:\/\/.*missing\.zip does not exist/,
    ],
    ['an object that is no zip', `Source: { S3Bucket: ${bucket}, S3Key: not-a-zip }`, /is not a zip archive/],
    [
      'a zip without the Dockerfile',
      `Dockerfile: Dockerfile.prod\nSource: { S3Bucket: ${bucket}, S3Key: context.zip }`,
      /Dockerfile: "Dockerfile\.prod" is not in .*the Dockerfiles that are there: Dockerfile, docker\/Dockerfile\.dev/,
    ],
    [
      'an argument name',
      `Source: { Inline: "FROM scratch" }\nBuildArgs: { "1st": x }`,
      /BuildArgs.*1st.*not permitted/,
    ],
    [
      'an argument value',
      `Source: { Inline: "FROM scratch" }\nBuildArgs: { A: ${'x'.repeat(4097)} }`,
      /BuildArgs\/A.*maxLength.*4096/,
    ],
    [
      'an unknown platform',
      `Source: { Inline: "FROM scratch" }\nPlatforms: [linux/s390x]`,
      /Platforms.*not a valid enum value/,
    ],
    [
      'a platform of a later version',
      `Source: { Inline: "FROM scratch" }\nPlatforms: [linux/arm64]`,
      /"linux\/arm64" is not supported yet/,
    ],
    [
      'an unknown property',
      `Source: { Inline: "FROM scratch" }\nDockerFile: x`,
      /extraneous key \[DockerFile\] is not permitted/,
    ],
    [
      'a property of a later version',
      `Source: { Inline: "FROM scratch" }\nReplicaRegions: [eu-west-1]`,
      /ReplicaRegions is not supported yet/,
    ],
  ];

  beforeAll(async () => {
    const folder = folderOf({ 'not-a-zip': 'plain text', Dockerfile: 'FROM scratch\n' });
    const { ZipFile } = await import('yazl');
    const { writeFileSync } = await import('node:fs');
    const { buffer } = await import('node:stream/consumers');
    const zip = new ZipFile();
    zip.addBuffer(Buffer.from('FROM scratch\n'), 'Dockerfile');
    zip.addBuffer(Buffer.from('FROM scratch\n'), 'docker/Dockerfile.dev');
    zip.end();
    writeFileSync(join(folder.path, 'context.zip'), await buffer(zip.outputStream as NodeJS.ReadableStream));
    for (const key of ['not-a-zip', 'context.zip']) {
      await aws('s3api', 'put-object', '--bucket', bucket, '--key', key, '--body', join(folder.path, key));
    }
    folder.remove();
  });

  it.each(cases)(
    '%s',
    async (_name, properties, message) => {
      const builder = uniqueName('bad');
      const folder = folderOf({ 't.yaml': template(builder, properties) });
      expect((await deploy(join(folder.path, 't.yaml'), builder)).code).not.toBe(0);
      const failure = (await eventsOf(builder)).find(
        ({ ResourceStatus, LogicalResourceId }) =>
          ResourceStatus === 'CREATE_FAILED' && LogicalResourceId === 'Image',
      );
      expect(failure?.ResourceStatusReason).toMatch(message);
      expect(await leftovers(builder)).toEqual([]);
      folder.remove();
    },
    60_000,
  );

  it('a name that is taken, whose builder stays as it was', async () => {
    const builder = uniqueName('taken');
    const folder = folderOf({ 't.yaml': template(builder, inline) });
    await deploy(join(folder.path, 't.yaml'), `${builder}-first`);
    expect((await deploy(join(folder.path, 't.yaml'), `${builder}-second`)).code).not.toBe(0);
    const failure = (await eventsOf(`${builder}-second`)).find(
      ({ ResourceStatus }) => ResourceStatus === 'CREATE_FAILED',
    );
    expect(failure?.ResourceStatusReason).toContain(`BuilderName "${builder}" is taken`);
    expect(await leftovers(builder)).toContain(`docker-builder-${builder}`);
    await aws('cloudformation', 'delete-stack', '--stack-name', `${builder}-first`);
    folder.remove();
  }, 60_000);
});

describe('docker-builder', () => {
  it('puts the cause first when a deployment fails, and its exit code says so', async () => {
    const stack = uniqueName('cause');
    const folder = folderOf({
      't.yaml': template(stack, 'Source: { Inline: "FROM scratch\\nRUN [\\"/nothing\\"]" }'),
    });
    const { code, stderr } = await dockerBuilder(
      'deploy',
      '--template-file',
      join(folder.path, 't.yaml'),
      '--stack-name',
      stack,
      '--local',
    );
    expect(code).toBe(1);
    expect(stderr.split('\n').find((line) => line.startsWith('docker-builder: Image'))).toMatch(
      /failed in its BUILD phase/,
    );
    folder.remove();
  }, 60_000);

  it.each([
    [['deploy', '--stack-name', 'x'], 2, /--template-file/],
    [
      ['deploy', '--template-file', 'nowhere.yaml', '--stack-name', 'x', '--local'],
      2,
      /there is no template nowhere\.yaml/,
    ],
    [['logs', '--stack-name', 'no-such-stack', '--local'], 2, /there is no stack no-such-stack/],
    [['local', 'status', '--port', '1'], 3, /no local engine answers on port 1/],
  ] as [string[], number, RegExp][])('%j ends with exit code %i', async (args, exit, message) => {
    const { code, stderr } = await dockerBuilder(...args);
    expect(code).toBe(exit);
    expect(stderr).toMatch(message);
  });
});

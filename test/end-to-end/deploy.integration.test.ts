import { join } from 'node:path';
import { deploy, inline, template } from '../support/builder-template';
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
} from '../support/tools';

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

  it("reports a failing RUN's own error line in the event, and its rollback leaves nothing", async () => {
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
      ({ name }) => name === 'DOCKER_BUILDER_INLINE_DOCKERFILE',
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

describe('docker-builder', () => {
  it('puts the cause first when a deployment fails, and still finds its events and the reason afterwards', async () => {
    const stack = uniqueName('cause');
    const folder = folderOf({
      't.yaml': template(stack, 'Source: { Inline: "FROM scratch\\nRUN [\\"/nothing\\"]" }'),
    });
    const common = ['--stack-name', stack, '--local'];
    const deployed = await dockerBuilder('deploy', '--template-file', join(folder.path, 't.yaml'), ...common);
    expect(deployed.code).toBe(1);
    expect(deployed.stderr.split('\n').find((line) => line.startsWith('docker-builder: Image'))).toMatch(
      /failed in its BUILD phase/,
    );
    const [events, logs] = await Promise.all([
      dockerBuilder('events', ...common, '--follow', '--json'),
      dockerBuilder('logs', ...common),
    ]);
    expect(events.code).toBe(1);
    expect(JSON.parse(events.stdout.trimEnd().split('\n').at(-1) ?? '')).toMatchObject({
      type: 'result',
      ok: false,
      exitCode: 1,
      cause: { logicalId: 'Image', reason: expect.stringMatching(/failed in its BUILD phase/) },
    });
    expect(logs.stdout + logs.stderr).toMatch(/nothing/);
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
    [['local', 'status', '--port', '1'], 3, /no local engine is running on port 1/],
  ] as [string[], number, RegExp][])('%j ends with exit code %i', async (args, exit, message) => {
    const { code, stderr } = await dockerBuilder(...args);
    expect(code).toBe(exit);
    expect(stderr).toMatch(message);
  });
});

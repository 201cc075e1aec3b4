import { readdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CodeBuild } from '@aws-sdk/client-codebuild';
import { ECR } from '@aws-sdk/client-ecr';
import {
  cloudformation,
  create,
  lastEvents,
  remove,
  settle,
  shortly,
  update,
} from '../support/deployed-stacks';
import { detectDrift, detected } from '../support/drift';
import { folderOf } from '../support/folder';
import { deployImporting, executeImport, reviewImport, toImport } from '../support/import';
import { registerPackage } from '../support/register-package';
import { tinyPackage } from '../support/tiny-type';
import { root, uniqueName } from '../support/tools';

const LABEL = 'Tiny::Labels::Imported';
/** Has no READ handler. */
const UNREAD = 'Tiny::Labels::Unread';
const folder = folderOf({});
const stateFile = join(folder.path, 'labels.json');

type Labels = Record<string, { Serial: string; Title: string; Size?: number }>;
const labels = (): Labels => JSON.parse(readFileSync(stateFile, 'utf8')) as Labels;
/** A label that no stack has. */
const print = (Title: string, Size = 1): string => {
  const Serial = uniqueName('label');
  writeFileSync(stateFile, JSON.stringify({ ...labels(), [Serial]: { Serial, Title, Size } }));
  return Serial;
};
const tear = (serial: string): void => {
  const { [serial]: _torn, ...others } = labels();
  writeFileSync(stateFile, JSON.stringify(others));
};

const label = (Title: string, more: object = { DeletionPolicy: 'Retain' }, properties: object = {}) => ({
  Type: LABEL,
  ...more,
  Properties: { Title, ...properties },
});
const queue = (DelaySeconds: number) => ({ Type: 'AWS::SQS::Queue', Properties: { DelaySeconds } });
const one = (serial: string, logicalId = 'Label') => [toImport(logicalId, LABEL, 'Serial', serial)];

beforeAll(async () => {
  writeFileSync(stateFile, '{}');
  await registerPackage(tinyPackage({ typeName: LABEL, stateFile }), LABEL);
  const schema = { handlers: { create: { permissions: [] }, delete: { permissions: [] } } };
  await registerPackage(tinyPackage({ typeName: UNREAD, stateFile, schema }), UNREAD);
}, 60_000);
afterAll(() => folder.remove());

const statusOf = async (StackName: string) =>
  (await cloudformation.describeStacks({ StackName })).Stacks?.[0]?.StackStatus;

describe('a change set of type IMPORT', () => {
  it('takes what exists into a new stack, unchanged', async () => {
    const [stack, serial] = [uniqueName('import'), print('one')];
    const template = { Resources: { Label: label('one') } };
    expect(await reviewImport(stack, template, one(serial))).toMatchObject({
      Status: 'CREATE_COMPLETE',
      ExecutionStatus: 'AVAILABLE',
      Changes: [
        {
          ResourceChange: {
            Action: 'Import',
            LogicalResourceId: 'Label',
            ResourceType: LABEL,
            PhysicalResourceId: serial,
          },
        },
      ],
    });
    const before = labels();
    expect(await executeImport(stack)).toMatchObject({ status: 'IMPORT_COMPLETE' });
    expect(labels()).toEqual(before);
    expect((await lastEvents(stack)).at(-1)).toBe('stack IMPORT_COMPLETE');
    expect(
      await lastEvents(stack, (event) => `${shortly(event)} ${event.ResourceStatusReason ?? ''}`),
    ).toEqual(
      expect.arrayContaining([
        'Label IMPORT_IN_PROGRESS Resource import started.',
        'Label IMPORT_COMPLETE Resource import completed.',
      ]),
    );
    expect(await detectDrift(stack)).toMatchObject({ status: 'IN_SYNC', resources: { Label: ['IN_SYNC'] } });
    // As after any update: attributes are known, DeletionPolicy counts, a replacement replaces.
    const outputs = { Edition: { Value: { 'Fn::GetAtt': ['Label', 'Serial'] } } };
    expect(await update(stack, { ...template, Outputs: outputs })).toMatchObject({
      status: 'UPDATE_COMPLETE',
      outputs: { Edition: serial },
    });
    expect(await update(stack, { Resources: { Label: label('two') } })).toMatchObject({
      status: 'UPDATE_COMPLETE',
    });
    expect(Object.values(labels()).map(({ Title }) => Title)).toContain('two');
    await remove(stack);
  }, 60_000);

  it('takes what exists into a stack with other resources, which stay as they are', async () => {
    const [stack, serial] = [uniqueName('import'), print('one')];
    const Queue = queue(1);
    await create(stack, { Resources: { Queue } });
    expect(
      await reviewImport(stack, { Resources: { Queue, Label: label('one') } }, one(serial)),
    ).toMatchObject({ Status: 'CREATE_COMPLETE' });
    expect(await executeImport(stack)).toMatchObject({ status: 'IMPORT_COMPLETE' });
    await remove(stack);
    expect(labels()).toHaveProperty(serial);
  }, 60_000);

  it('rolls back when the resource has gone meanwhile, and leaves nothing in the stack', async () => {
    const [stack, serial, other] = [uniqueName('import'), print('one'), print('other')];
    const Queue = queue(1);
    await create(stack, { Resources: { Queue } });
    await reviewImport(stack, { Resources: { Queue, Other: label('other'), Label: label('one') } }, [
      ...one(serial),
      ...one(other, 'Other'),
    ]);
    tear(serial);
    expect(await executeImport(stack)).toMatchObject({ status: 'IMPORT_ROLLBACK_COMPLETE' });
    const { StackResources = [] } = await cloudformation.describeStackResources({ StackName: stack });
    expect(StackResources.map(({ LogicalResourceId }) => LogicalResourceId)).toEqual(['Queue']);
    expect(labels()).toHaveProperty(other);
    expect(await detectDrift(stack)).toMatchObject({ status: 'IN_SYNC' });
    expect(await update(stack, { Resources: { Queue: queue(2) } })).toMatchObject({
      status: 'UPDATE_COMPLETE',
    });
    await remove(stack);
    expect(labels()).toHaveProperty(other);
  }, 60_000);

  it('fails with the reason when there is no such resource, and when another stack has it', async () => {
    const [stack, owner, serial] = [uniqueName('import'), uniqueName('owner'), print('one')];
    const template = { Resources: { Label: label('one') } };
    expect(await reviewImport(stack, template, one('label-none'))).toMatchObject({
      Status: 'FAILED',
      ExecutionStatus: 'UNAVAILABLE',
      StatusReason: `Resource of type '${LABEL}' with identifier 'label-none' was not found.`,
    });
    await cloudformation.deleteChangeSet({ StackName: stack, ChangeSetName: 'import' });
    await reviewImport(owner, template, one(serial));
    await executeImport(owner);
    const { Stacks: [owning] = [] } = await cloudformation.describeStacks({ StackName: owner });
    expect(await reviewImport(stack, template, one(serial))).toMatchObject({
      Status: 'FAILED',
      StatusReason: `${serial} already exists in stack ${owning?.StackId}`,
    });
    expect(await statusOf(stack)).toBe('REVIEW_IN_PROGRESS');
    await remove(owner);
  }, 60_000);
});

describe('is refused, and no stack is begun:', () => {
  const serial = () => print('one');
  it.each<[string, object, () => ReturnType<typeof one>, string]>([
    [
      'a property that does not identify the type',
      { Label: label('one') },
      () => [toImport('Label', LABEL, 'Title', 'one')],
      `Invalid resource identifier for resource type ${LABEL}. Expected [Serial]`,
    ],
    [
      'no DeletionPolicy',
      { Label: label('one', {}) },
      () => one(serial()),
      'The following resources to import [Label] must have DeletionPolicy attribute specified in the template.',
    ],
    [
      'a resource that is not to be imported',
      { Label: label('one'), Queue: queue(1) },
      () => one(serial()),
      'Resources [Queue] is missing from ResourceToImport list',
    ],
    [
      'a resource that the template does not declare',
      { Label: label('one') },
      () => one(serial(), 'Other'),
      'The logical resource ids [Other] provided in ResourceToImport do not exist in the template.',
    ],
    [
      'properties that the schema of the type forbids',
      { Label: label('one', undefined, { Colour: 'red' }) },
      () => one(serial()),
      'Properties validation failed for resource Label with message: #: extraneous key [Colour] is not permitted',
    ],
    [
      'a required property that is missing',
      { Label: { ...label('one'), Properties: {} } },
      () => one(serial()),
      'Properties validation failed for resource Label with message: #: required key [Title] not found',
    ],
  ])('%s', async (_what, Resources, resources, message) => {
    const stack = uniqueName('import');
    await expect(reviewImport(stack, { Resources }, resources())).rejects.toThrow(message);
    await expect(statusOf(stack)).rejects.toThrow('does not exist');
  });

  it('a template that changes or drops another resource of the stack', async () => {
    const [stack, serial] = [uniqueName('import'), print('one')];
    await create(stack, { Resources: { Queue: queue(1) } });
    for (const others of [{ Queue: queue(2) }, {}])
      await expect(
        reviewImport(stack, { Resources: { ...others, Label: label('one') } }, one(serial)),
      ).rejects.toThrow(
        'You have modified resources [Queue] in your template that are not being imported. Update, create or delete operations cannot be executed during import operations.',
      );
    expect(await statusOf(stack)).toBe('CREATE_COMPLETE');
    await remove(stack);
  }, 60_000);
});

describe('drift of a type that shares nothing with ours', () => {
  const hold = `${stateFile}.hold`;
  const stack = uniqueName('labels');
  const serialOf = async () =>
    (await cloudformation.describeStackResource({ StackName: stack, LogicalResourceId: 'Label' }))
      .StackResourceDetail?.PhysicalResourceId as string;
  const change = (serial: string, more: object) =>
    writeFileSync(stateFile, JSON.stringify({ ...labels(), [serial]: { ...labels()[serial], ...more } }));

  beforeAll(async () => {
    const Unread = { Type: UNREAD, Properties: { Title: 'unread' } };
    await create(stack, { Resources: { Label: label('one', {}, { Size: 1 }), Unread } });
  });
  afterAll(() => remove(stack));

  it('is detected while everything else goes on, one detection of a stack at a time', async () => {
    writeFileSync(hold, '');
    const { StackDriftDetectionId } = await cloudformation.detectStackDrift({ StackName: stack });
    const status = () => cloudformation.describeStackDriftDetectionStatus({ StackDriftDetectionId });
    expect(await status()).toMatchObject({
      DetectionStatus: 'DETECTION_IN_PROGRESS',
      StackDriftStatus: 'NOT_CHECKED',
    });
    const { Stacks: [found] = [] } = await cloudformation.describeStacks({ StackName: stack });
    await expect(detectDrift(stack)).rejects.toThrow(
      `Drift detection is already in progress for stack [${found?.StackId}]`,
    );
    expect((await status()).DetectionStatus).toBe('DETECTION_IN_PROGRESS');
    unlinkSync(hold);
    // A type without a READ handler is not checked.
    expect(await detected(status)).toMatchObject({
      DetectionStatus: 'DETECTION_COMPLETE',
      StackDriftStatus: 'IN_SYNC',
      DriftedStackResourceCount: 0,
    });
    const { StackResourceDrifts = [] } = await cloudformation.describeStackResourceDrifts({
      StackName: stack,
    });
    expect(StackResourceDrifts.map((one) => one.LogicalResourceId)).toEqual(['Label']);
  });

  it('is named, property by property; of what is gone the expected properties are left', async () => {
    const serial = await serialOf();
    change(serial, { Size: 2, Edition: 'other' });
    expect((await detectDrift(stack)).resources).toEqual({ Label: ['MODIFIED', '/Size NOT_EQUAL 1 2'] });
    change(serial, { Size: undefined });
    expect((await detectDrift(stack)).resources).toEqual({ Label: ['MODIFIED', '/Size REMOVE 1 null'] });
    const { [serial]: torn } = labels();
    tear(serial);
    expect((await detectDrift(stack)).resources).toEqual({ Label: ['DELETED'] });
    const { StackResourceDrift } = await cloudformation.detectStackResourceDrift({
      StackName: stack,
      LogicalResourceId: 'Label',
    });
    expect(StackResourceDrift).toMatchObject({ ExpectedProperties: '{"Size": 1, "Title": "one"}' });
    expect(StackResourceDrift?.ActualProperties).toBeUndefined();
    change(serial, { ...torn, Size: 1 });
  });

  it('is unknown, with the reason, when the resource cannot be read', async () => {
    writeFileSync(hold, 'denied');
    expect(await detectDrift(stack)).toEqual({
      status: 'UNKNOWN',
      detection: 'DETECTION_FAILED',
      resources: { Label: ['UNKNOWN'] },
    });
    unlinkSync(hold);
  });

  it('is refused of a type without a READ handler, and of a stack that moves or failed', async () => {
    const resource = { StackName: stack, LogicalResourceId: 'Unread' };
    await expect(cloudformation.detectStackResourceDrift(resource)).rejects.toThrow(
      `Drift detection is not supported for resource type [${UNREAD}]`,
    );
    const failed = uniqueName('failed');
    const Broken = { Type: 'AWS::SQS::Queue', Properties: { QueueName: { 'Fn::GetAtt': ['Label', 'No'] } } };
    writeFileSync(hold, '');
    await cloudformation.createStack({
      StackName: failed,
      TemplateBody: JSON.stringify({ Resources: { Label: label('two', {}), Broken } }),
    });
    const { Stacks: [found] = [] } = await cloudformation.describeStacks({ StackName: failed });
    const refusal = (status: string) =>
      `Drift detection cannot be performed on stack [${found?.StackId}] while it is in [${status}] state`;
    await expect(detectDrift(failed)).rejects.toThrow(refusal('CREATE_IN_PROGRESS'));
    unlinkSync(hold);
    await settle(failed);
    await expect(detectDrift(failed)).rejects.toThrow(refusal('ROLLBACK_COMPLETE'));
    await remove(failed);
  });

  it('a type without a READ handler is not imported', async () => {
    const unread = { Type: UNREAD, DeletionPolicy: 'Retain', Properties: { Title: 'unread' } };
    const resources = [toImport('Unread', UNREAD, 'Serial', 'label-1')];
    await expect(
      reviewImport(uniqueName('import'), { Resources: { Unread: unread } }, resources),
    ).rejects.toThrow(`ResourceTypes [${UNREAD}] are not supported for Import`);
  });
});

const BUILDER = 'TokenInjectable::Docker::Builder';
const builder = (properties: object, DeletionPolicy = 'Retain') => ({
  Type: BUILDER,
  DeletionPolicy,
  Properties: properties,
});
const small = (BuilderName: string, more: object = {}) => ({
  BuilderName,
  PollIntervalSeconds: 1,
  CacheDisabled: true,
  Source: { Inline: 'FROM scratch\nARG VALUE\nCOPY <<EOF /x\n$VALUE\nEOF\n' },
  BuildArgs: { VALUE: 'one' },
  Repository: { RemovalPolicy: 'DELETE' },
  ...more,
});

describe('a builder', () => {
  const codebuild = new CodeBuild({});
  const ecr = new ECR({});
  const imageOf = (name: string) => `docker-builder/${name}/image`;
  const buildsOf = async (name: string) =>
    (await codebuild.listBuildsForProject({ projectName: `docker-builder-${name}` })).ids ?? [];
  const leftovers = async (name: string) => [
    ...((await codebuild.listProjects({})).projects ?? []).filter((one) => one === `docker-builder-${name}`),
    ...((await ecr.describeRepositories({})).repositories ?? []).flatMap(({ repositoryName = '' }) =>
      repositoryName.startsWith(`docker-builder/${name}/`) ? [repositoryName] : [],
    ),
  ];
  const inputs = readdirSync(join(root, 'inputs')).filter((file) => file.endsWith('_create.json'));
  const [first, second] = [uniqueName('first'), uniqueName('second')];
  const builders = inputs.map((file, index) => {
    const properties = JSON.parse(readFileSync(join(root, 'inputs', file), 'utf8'));
    const own = properties.Repository?.Name === undefined ? {} : { Name: `${second}/${index}` };
    const Repository = { ...properties.Repository, ...own };
    return { ...properties, BuilderName: `${second}-${index}`, Repository };
  });
  const logicalId = (index: number) => `Image${index}`;
  const imagesOf = (DeletionPolicy: string) =>
    Object.fromEntries(builders.map((one, index) => [logicalId(index), builder(one, DeletionPolicy)]));
  const projects = async () => {
    const names = builders.map(({ BuilderName }) => `docker-builder-${BuilderName}`);
    return (await codebuild.batchGetProjects({ names })).projects ?? [];
  };
  const builds = async () => (await Promise.all(builders.map((one) => buildsOf(one.BuilderName)))).flat();

  it('of every input set is imported from its name alone: equal, tagged, and nothing is built again', async () => {
    await Promise.all(
      Object.entries(imagesOf('Retain')).map(async ([id, Image]) => {
        await create(`${first}-${id}`, { Resources: { Image } });
        await remove(`${first}-${id}`);
      }),
    );
    const built = await builds();
    const Tags = [{ Key: 'stack', Value: 'second' }];
    const Queue = queue(1);
    await cloudformation.createStack({
      StackName: second,
      TemplateBody: JSON.stringify({ Resources: { Queue } }),
      Tags,
    });
    await settle(second);
    const template = { Resources: { Queue, ...imagesOf('Delete') } };
    await reviewImport(
      second,
      template,
      builders.map((one, index) => toImport(logicalId(index), BUILDER, 'BuilderName', one.BuilderName)),
    );
    expect(await executeImport(second)).toMatchObject({ status: 'IMPORT_COMPLETE' });
    expect(await detectDrift(second)).toEqual({
      status: 'IN_SYNC',
      detection: 'DETECTION_COMPLETE',
      resources: {
        Queue: ['IN_SYNC'],
        ...Object.fromEntries(builders.map((_, index) => [logicalId(index), ['IN_SYNC']])),
      },
    });
    for (const { tags = [] } of await projects())
      expect(tags).toContainEqual({ key: 'stack', value: 'second' });
    await expect(update(second, template)).rejects.toThrow('No updates are to be performed.');
    await cloudformation.updateStack({
      StackName: second,
      TemplateBody: JSON.stringify(template),
      Tags: [{ Key: 'stack', Value: 'third' }],
    });
    expect(await settle(second)).toMatchObject({ status: 'UPDATE_COMPLETE' });
    for (const { tags = [] } of await projects())
      expect(tags).toContainEqual({ key: 'stack', value: 'third' });
    expect(await builds()).toEqual(built);
    await remove(second);
    for (const { BuilderName, Repository } of builders) {
      const left = await leftovers(BuilderName);
      const kept = Repository.RemovalPolicy === 'DELETE' ? [] : [Repository.Name ?? imageOf(BuilderName)];
      expect(left.filter((one) => !kept.includes(one))).toEqual([]);
      for (const repositoryName of kept) await ecr.deleteRepository({ repositoryName, force: true });
    }
  }, 120_000);

  it('is not imported under another name than its template gives', async () => {
    const template = { Resources: { Image: builder(small('one-name')) } };
    const resources = [toImport('Image', BUILDER, 'BuilderName', 'other-name')];
    await expect(reviewImport(uniqueName('import'), template, resources)).rejects.toThrow(
      'The Identifier [BuilderName] for resource [Image] does not match the identifier value for the resource in the template',
    );
  });

  it('that exists is imported by ImportExistingResources; a rollback leaves it as it was', async () => {
    const [owner, taker] = [uniqueName('owner'), uniqueName('taker')];
    const Image = builder(small(owner));
    await create(owner, { Resources: { Image } });
    const built = await buildsOf(owner);
    await remove(owner);
    const unretained = { Resources: { Image: builder(small(owner), 'Delete') } };
    expect((await deployImporting(uniqueName('taker'), 'CREATE', unretained)).status).toContain(
      `'RetainExceptOnCreate' in the template for successful import. The affected resources are Image ({BuilderName=${owner}})`,
    );
    const Broken = { Type: 'AWS::SQS::Queue', Properties: { QueueName: { 'Fn::GetAtt': ['Image', 'No'] } } };
    expect(await deployImporting(taker, 'CREATE', { Resources: { Image, Broken } })).toEqual({
      changes: ['Broken Add ', `Image Import ${owner}`],
      status: 'ROLLBACK_COMPLETE',
    });
    await remove(taker);
    await create(taker, { Resources: { Queue: queue(1) } });
    expect(
      await deployImporting(taker, 'UPDATE', { Resources: { Queue: queue(1), Image, Broken } }),
    ).toMatchObject({ status: 'UPDATE_ROLLBACK_COMPLETE' });
    expect(await deployImporting(taker, 'UPDATE', { Resources: { Queue: queue(1), Image } })).toEqual({
      changes: [`Image Import ${owner}`],
      status: 'UPDATE_COMPLETE',
    });
    expect(await detectDrift(taker)).toMatchObject({ resources: { Image: ['IN_SYNC'] } });
    expect(await buildsOf(owner)).toEqual(built);
    const changed = builder(small(owner, { BuildArgs: { VALUE: 'two' } }), 'Delete');
    expect(await update(taker, { Resources: { Image: changed } })).toMatchObject({
      status: 'UPDATE_COMPLETE',
    });
    await remove(taker);
    expect(await leftovers(owner)).toEqual([]);
  }, 60_000);
});

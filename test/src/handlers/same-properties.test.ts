import type { ProgressEvent } from '../../../src/handlers/progress-event';
import type { Model } from '../../../src/models';
import { FakeAws } from '../../support/fake-aws';
import { invoke, operate, request, world } from '../../support/operation';
import { zipBytes } from '../../support/zip-bytes';

let aws: FakeAws;
let updates = 0;

const upload = (content: string) =>
  aws.objects.set('bucket/context.zip', {
    bytes: zipBytes([
      { name: 'Dockerfile', content: 'FROM scratch AS run\n' },
      { name: 'app', content },
    ]),
    version: undefined,
  });

beforeEach(() => {
  aws = new FakeAws();
  Object.assign(world, { aws, now: Date.now });
  upload('one');
});

const model = (more: Partial<Model> = {}): Model => ({
  BuilderName: 'web',
  Source: { S3Bucket: 'bucket', S3Key: 'context.zip' },
  ...more,
});
const args = (VALUE: string) => model({ BuildArgs: { VALUE } });
const create = (wanted: Model) => operate(request('CREATE', wanted));
const update = (wanted: Model) => {
  updates += 1;
  return operate(request('UPDATE', wanted, { clientRequestToken: `update-${updates}` }));
};
const imageOf = (event: ProgressEvent) => event.resourceModel?.ImageUri;

describe('an update whose properties were built before', () => {
  it('uses that image without a look at its source, which may have expired', async () => {
    const first = await create(args('a'));
    await update(args('b'));
    aws.objects.clear();
    const reads = aws.count('tail') + aws.count('range');
    expect(imageOf(await update(args('a')))).toBe(imageOf(first));
    expect(aws.count('tail') + aws.count('range')).toBe(reads);
    expect(aws.count('startBuild')).toBe(2);
  });

  it('keeps the image when only other properties change and the key was overwritten', async () => {
    const first = await create(args('a'));
    upload('two');
    const tagged = await update({ ...args('a'), Tags: [{ Key: 'team', Value: 'shop' }] });
    expect(imageOf(tagged)).toBe(imageOf(first));
    expect(aws.count('startBuild')).toBe(1);
  });

  it('rolls back to the old image although the key was overwritten in between', async () => {
    const first = await create(args('a'));
    upload('two');
    aws.fate = 'fails';
    expect(await update(args('b'))).toMatchObject({ status: 'FAILED' });
    expect(imageOf(await update(args('a')))).toBe(imageOf(first));
    expect(aws.count('startBuild')).toBe(2);
  });

  it('remembers the last finished image through any number of failures', async () => {
    await create(args('a'));
    const last = await update(args('b'));
    aws.fate = 'fails';
    for (const value of ['c', 'd', 'e', 'f']) await update(args(value));
    aws.objects.clear();
    expect(imageOf(await update(args('b')))).toBe(imageOf(last));
    expect(aws.count('startBuild')).toBe(6);
  });

  it('remembers the two finished images before the current one', async () => {
    const [one, two] = [await create(args('1')), await update(args('2'))];
    await update(args('3'));
    aws.objects.clear();
    expect(imageOf(await update(args('1')))).toBe(imageOf(one));
    expect(imageOf(await update(args('2')))).toBe(imageOf(two));
    expect(aws.count('startBuild')).toBe(3);
  });

  it('builds again from the source when its image was deleted', async () => {
    await create(args('a'));
    await update(args('b'));
    aws.repositories.get('docker-builder/web/image')?.images.clear();
    upload('two');
    expect(await update(args('a'))).toMatchObject({ status: 'SUCCESS' });
    expect(aws.count('startBuild')).toBe(3);
  });

  it('waits for an image that is not visible for a moment, and never builds it from another source', async () => {
    await create(args('a'));
    await update(args('b'));
    const images = aws.repositories.get('docker-builder/web/image')?.images as Map<string, string>;
    const all = [...images];
    aws.before = (call) => {
      if (call === 'updateProject') images.clear();
    };
    const asked = request('UPDATE', args('a'), { clientRequestToken: 'hidden' });
    const waiting = await invoke(asked);
    expect(waiting).toMatchObject({ status: 'IN_PROGRESS', message: expect.stringContaining('waiting') });
    for (const [tag, digest] of all) images.set(tag, digest);
    aws.before = () => {};
    const ended = await operate({ ...asked, callbackContext: waiting.callbackContext });
    expect(ended.status).toBe('SUCCESS');
    expect(aws.count('startBuild')).toBe(2);
  });
});

describe('what gives another image although the key is the same', () => {
  it.each<[string, Partial<Model>]>([
    ['Revision', { Revision: '2' }],
    ['S3ObjectVersion', { Source: { S3Bucket: 'bucket', S3Key: 'context.zip', S3ObjectVersion: 'v2' } }],
    ['Target', { Target: 'run' }],
    ['PreBuildCommands', { PreBuildCommands: ['true'] }],
  ])('%s: the source is read again', async (_property, change) => {
    const first = await create(args('a'));
    upload('two');
    const changed = await update({ ...args('a'), ...change });
    expect(changed.status).toBe('SUCCESS');
    expect(imageOf(changed)).not.toBe(imageOf(first));
  });
});

it('an inline Dockerfile needs no memory: its tag follows from its text', async () => {
  const inline = (text: string): Model => ({
    BuilderName: 'web',
    Source: { Inline: `FROM scratch\n${text}` },
  });
  const first = await create(inline('a'));
  await update(inline('b'));
  expect(imageOf(await update(inline('a')))).toBe(imageOf(first));
  expect(aws.count('startBuild')).toBe(2);
});

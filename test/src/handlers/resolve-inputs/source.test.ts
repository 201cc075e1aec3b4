import type { Model } from '../../../../src/models';
import { BucketElsewhere } from '../../../../src/ports/s3';
import { FakeAws } from '../../../support/fake-aws';
import { invoke, operate, request, world } from '../../../support/operation';
import { type OddEntry, zipBytes } from '../../../support/zip-bytes';

let aws: FakeAws;
beforeEach(() => {
  aws = new FakeAws();
  Object.assign(world, { aws, now: Date.now });
});

const model = (more: Partial<Model> = {}): Model => ({
  BuilderName: 'web',
  Source: { S3Bucket: 'sources', S3Key: 'context.zip' },
  ...more,
});

const upload = (entries: OddEntry[], key = 'context.zip') =>
  aws.objects.set(`sources/${key}`, { bytes: zipBytes(entries), version: undefined });

const context: OddEntry[] = [{ name: 'Dockerfile', content: 'FROM scratch' }, { name: 'docker/Dockerfile' }];
const refusal = async (given = model()) => {
  const answer = await invoke(request('CREATE', given));
  expect(answer).toMatchObject({ status: 'FAILED', errorCode: 'InvalidRequest' });
  return answer.message ?? '';
};
const tagOf = async (given = model()) => (await operate(request('CREATE', given))).resourceModel?.ImageTag;

describe('a source in S3', () => {
  it('costs one request when its archive is small', async () => {
    upload(context);
    expect(await operate(request('CREATE', model()))).toMatchObject({ status: 'SUCCESS' });
    expect([aws.count('tail of object'), aws.count('range')]).toEqual([1, 0]);
  });

  it('gives the same image for the same content: in another order, under another key and time', async () => {
    upload(context);
    const tag = await tagOf();
    world.aws = aws = new FakeAws();
    upload(context.toReversed(), 'other.zip');
    expect(await tagOf(model({ Source: { S3Bucket: 'sources', S3Key: 'other.zip' } }))).toBe(tag);
  });

  it.each([
    'docker//Dockerfile',
    './docker/Dockerfile',
    'docker/./Dockerfile',
    'nowhere/../docker/Dockerfile',
  ])('contains the Dockerfile %s, as docker finds it, for the same image', async (Dockerfile) => {
    upload(context);
    const tag = await tagOf(model({ Dockerfile: 'docker/Dockerfile' }));
    world.aws = aws = new FakeAws();
    upload(context);
    expect(await tagOf(model({ Dockerfile }))).toBe(tag);
  });

  it.each(['../Dockerfile', 'docker/../../Dockerfile', '/Dockerfile', '.', 'docker/..', ''])(
    'does not contain the Dockerfile "%s", regardless of its other files',
    async (Dockerfile) => {
      upload(context);
      expect(await refusal(model({ Dockerfile }))).toContain('must be a path inside the build context');
    },
  );

  it.each<[string, OddEntry, string]>([
    ['an absolute path', { name: '/etc/passwd' }, 'contains the entry "/etc/passwd", an absolute path'],
    [
      'a path out of it',
      { name: '../x' },
      'contains the entry "../x", a path that leads out of the build context',
    ],
    [
      'a password',
      { name: 'key.pem', flags: 0x801 },
      'contains the encrypted entry "key.pem"; create the zip without a password',
    ],
  ])('with %s is refused by its name', async (_what, entry, words) => {
    upload([...context, entry]);
    expect(await refusal()).toContain(`Source: s3://sources/context.zip ${words}`);
  });

  it('names the Dockerfiles that are there when the wanted one is not', async () => {
    upload(context);
    expect(await refusal(model({ Dockerfile: 'web/Dockerfile' }))).toBe(
      'Dockerfile: "web/Dockerfile" is not in s3://sources/context.zip; the Dockerfiles in it: Dockerfile, docker/Dockerfile',
    );
  });

  it('may not be a folder', async () => {
    const message = await refusal(model({ Source: { S3Bucket: 'sources', S3Key: 'contexts/' } }));
    expect(message).toContain('is a folder; upload the build context as a zip');
  });

  it("may not be in a bucket of another Region, which CodeBuild can't read", async () => {
    aws.before = (call) => {
      if (call === 'tail of object') throw new BucketElsewhere('eu-west-1', undefined);
    };
    expect(await refusal()).toContain(
      'Source: the bucket "sources" is in eu-west-1; CodeBuild reads only buckets in its Region',
    );
  });
});

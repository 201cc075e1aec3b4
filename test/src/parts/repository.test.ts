import { ensureRepository } from '../../../src/parts/repository';
import { namesOf } from '../../../src/plan/names';
import { ownerTags } from '../../../src/plan/ownership';
import { ServiceError } from '../../../src/ports/service-error';
import { FakeAws } from '../../support/fake-aws';
import { runAt, world } from '../../support/operation';

const owner = { stackId: undefined, logicalId: undefined, token: 't' };
const claimant = { names: namesOf('web'), owner };
const desired = {
  name: 'docker-builder/web/image',
  tagMutability: 'IMMUTABLE' as const,
  scanOnPush: true,
  tags: { ...ownerTags('web', owner), team: 'shop' },
  lifecyclePolicy: '{"rules":[]}',
};
let aws: FakeAws;
beforeEach(() => {
  aws = new FakeAws();
  world.aws = aws;
});

const refuseCall = (refused: string, code: string) => {
  aws.before = (call) => {
    if (call === refused) throw new ServiceError(`ecr:${call}`, code, 'refused on purpose', 400);
  };
};
const found = () => aws.repositories.get(desired.name);

it('a repository that is as it should be is only read', async () => {
  await ensureRepository(desired, claimant, runAt(0));
  const from = aws.calls.length;
  expect(await ensureRepository(desired, claimant, runAt(0))).toEqual({ kind: 'done' });
  expect(aws.calls.slice(from)).toEqual(['repository', 'tags', 'lifecyclePolicy']);
});

it('settings, policy and tags that were changed by hand are set again', async () => {
  await ensureRepository(desired, claimant, runAt(0));
  Object.assign(found() ?? {}, { tagMutability: 'MUTABLE', scanOnPush: false, policy: 'other' });
  Object.assign(found()?.tags ?? {}, { team: 'other', more: 'x', 'aws:system': 'stays' });
  await ensureRepository(desired, claimant, runAt(0));
  expect(found()).toMatchObject({
    tagMutability: 'IMMUTABLE',
    scanOnPush: true,
    policy: desired.lifecyclePolicy,
  });
  expect(found()?.tags).toEqual({ ...desired.tags, 'aws:system': 'stays' });
});

it("a scan setting that the registry's own settings forbid is a line in the log", async () => {
  await ensureRepository({ ...desired, scanOnPush: false }, claimant, runAt(0));
  refuseCall('setScanOnPush', 'ValidationException');
  const lines: string[] = [];
  const outcome = await ensureRepository(desired, claimant, { ...runAt(0), log: (line) => lines.push(line) });
  expect(outcome).toEqual({ kind: 'done' });
  expect(lines.join()).toMatch(/ScanOnPush was not set on docker-builder\/web\/image.*refused on purpose/);
});

it('any other refusal of a setting is an error', async () => {
  await ensureRepository({ ...desired, scanOnPush: false }, claimant, runAt(0));
  refuseCall('setScanOnPush', 'AccessDeniedException');
  await expect(ensureRepository(desired, claimant, runAt(0))).rejects.toThrow('refused on purpose');
});

it.each(['RepositoryAlreadyExistsException', 'RepositoryNotFoundException'])(
  '%s is waited for, since what was just created may not be visible yet, but not for ever',
  async (code) => {
    refuseCall('createRepository', code);
    const run = runAt(0);
    expect(await ensureRepository(desired, claimant, run)).toMatchObject({ kind: 'wait' });
    run.now = () => 61_000;
    await expect(ensureRepository(desired, claimant, run)).rejects.toThrow('refused on purpose');
  },
);

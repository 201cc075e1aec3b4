import type { Model } from '../../../src/models';
import { ServiceError } from '../../../src/ports/service-error';
import { FakeAws } from '../../support/fake-aws';
import { invoke, operate, request, world } from '../../support/operation';

const plain: Model = {
  BuilderName: 'web',
  Source: { Inline: 'FROM scratch' },
  BuildArgs: { A: '1' },
  Repository: { RemovalPolicy: 'DELETE' },
};
const SECRET = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:shop-AbCdEf';

/** A builder, and what is there before it and stays after it. */
interface Case {
  model: Model;
  prepare(aws: FakeAws): void;
  stays: string[];
}

const adopted = () => ({
  uri: 'registry/shop',
  tagMutability: 'MUTABLE' as const,
  scanOnPush: false,
  tags: { team: 'shop' },
  policy: undefined,
  images: new Map([['v1', 'sha256:one']]),
  manifests: new Map(),
});

const CASES: Record<string, Case> = {
  'a builder': { model: plain, prepare: () => {}, stays: [] },
  'a builder with secrets, a key, a policy, a VPC and a log that is kept': {
    model: {
      ...plain,
      BuildSecrets: { npm: SECRET },
      DockerLoginSecretArn: SECRET,
      VpcConfig: { VpcId: 'vpc-1', SubnetIds: ['subnet-1'], SecurityGroupIds: ['sg-1'] },
      Logs: { Retain: true },
      Repository: {
        RemovalPolicy: 'DELETE',
        KmsKeyArn: 'arn:aws:kms:us-east-1:123456789012:key/1',
        PolicyText: {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Principal: '*', Action: 'ecr:X' }],
        },
      },
    },
    prepare: () => {},
    stays: ['/docker-builder/web'],
  },
  'a builder of an adopted repository with a log group of the user': {
    model: {
      ...plain,
      Logs: { GroupName: '/team/builds' },
      Repository: { Name: 'shop', Adopt: true, ScanOnPush: true, UntaggedRetentionDays: 3 },
    },
    prepare(aws) {
      aws.repositories.set('shop', adopted());
      aws.logGroups.add('/team/builds');
    },
    stays: ['shop', '/team/builds'],
  },
};

let current: Case = CASES['a builder'] as Case;

function fresh(): FakeAws {
  const aws = new FakeAws();
  current.prepare(aws);
  world.aws = aws;
  return aws;
}

/** What is left of the builder; what stays on purpose is as it was. */
function leftovers(aws: FakeAws): string[] {
  const repository = aws.repositories.get('shop');
  if (repository !== undefined)
    expect(repository).toMatchObject({ tags: adopted().tags, tagMutability: 'MUTABLE' });
  return aws.leftovers().filter((name) => !current.stays.includes(name));
}

/** How many AWS calls an undisturbed operation makes: one sweep for each of them. */
async function callsOf(
  operation: () => Promise<unknown>,
  before: () => Promise<unknown> = async () => {},
): Promise<number> {
  fresh();
  await before();
  const from = world.aws.calls.length;
  await operation();
  return world.aws.calls.length - from;
}

const create = () => operate(request('CREATE', current.model));
const remove = () => operate(request('DELETE', current.model));
const points = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

function refuse(aws: FakeAws, at: number, error: Error): void {
  aws.before = (_call, n) => {
    if (n === at) throw error;
  };
}

describe.each(Object.entries(CASES))('%s', (_what, one) => {
  beforeEach(() => {
    current = one;
  });

  it('a create that is refused at any of its calls fails, and leaves nothing after the delete', async () => {
    for (const at of points(await callsOf(create))) {
      const aws = fresh();
      refuse(aws, at, new ServiceError('x:Y', 'AccessDeniedException', 'no', 403));
      const answer = await create();
      expect({ at, code: answer.errorCode }).toEqual({ at, code: 'AccessDenied' });
      // As CloudFormation: a delete only when the failure named something. Without one there must be nothing to delete.
      aws.before = () => {};
      if (answer.resourceModel !== undefined) await operate(request('DELETE', answer.resourceModel));
      expect({ at, left: leftovers(aws) }).toEqual({ at, left: [] });
    }
  });

  it.each(['before', 'after'] as const)(
    'a create whose handler dies %s any of its calls took effect, and is invoked again, ends the same with one build',
    async (when) => {
      for (const at of points(await callsOf(create))) {
        const aws = fresh();
        aws.dieAt(at, when);
        // A dead process answers nothing: CloudFormation hands in again the last context that it has.
        let last = request('CREATE', current.model);
        let [status, waited] = ['', 0];
        for (let tries = 0; tries < 40 && status !== 'SUCCESS'; tries += 1) {
          const died = aws.calls.length < at;
          const answer = await invoke(last, waited);
          status = answer.status;
          waited += (answer.callbackDelaySeconds ?? 0) * 1000;
          const diedNow = died && aws.calls.length >= at;
          if (!diedNow && status === 'IN_PROGRESS')
            last = { ...last, callbackContext: answer.callbackContext };
          if (!diedNow)
            expect({ at, status, message: answer.message }).not.toMatchObject({ status: 'FAILED' });
        }
        expect({ at, status, builds: aws.builds.length }).toEqual({ at, status: 'SUCCESS', builds: 1 });
      }
    },
  );

  it('a delete that is refused at any of its calls fails, and a second one ends it', async () => {
    for (const at of points(await callsOf(remove, create))) {
      const aws = fresh();
      await create();
      refuse(aws, aws.calls.length + at, new ServiceError('x:Y', 'ServiceUnavailable', 'later', 503));
      expect({ at, status: (await remove()).status }).toEqual({ at, status: 'FAILED' });
      aws.before = () => {};
      expect({ at, status: (await remove()).status }).toEqual({ at, status: 'SUCCESS' });
      expect({ at, left: leftovers(aws) }).toEqual({ at, left: [] });
    }
  });

  it.each(['READ', 'LIST'] as const)('a %s that is refused reports which call was', async (action) => {
    fresh();
    await create();
    refuse(
      world.aws,
      world.aws.calls.length + 1,
      new ServiceError('x:Y', 'AccessDeniedException', 'no', 403),
    );
    expect(await operate(request(action, current.model))).toMatchObject({
      status: 'FAILED',
      errorCode: 'AccessDenied',
      message: expect.stringContaining('x:Y failed'),
    });
  });
});

import type { Model } from '../../../src/models';
import { ServiceError } from '../../../src/ports/service-error';
import { FakeAws } from '../../support/fake-aws';
import { invoke, operate, request, world } from '../../support/operation';

const model: Model = {
  BuilderName: 'web',
  Source: { Inline: 'FROM scratch' },
  BuildArgs: { A: '1' },
  Repository: { RemovalPolicy: 'DELETE' },
};

/** How many AWS calls an undisturbed operation makes: one sweep for each of them. */
async function callsOf(
  operation: () => Promise<unknown>,
  before: () => Promise<unknown> = async () => {},
): Promise<number> {
  world.aws = new FakeAws();
  await before();
  const from = world.aws.calls.length;
  await operation();
  return world.aws.calls.length - from;
}

const create = () => operate(request('CREATE', model));
const remove = () => operate(request('DELETE', model));
const points = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

function refuse(aws: FakeAws, at: number, error: Error): void {
  aws.before = (_call, n) => {
    if (n === at) throw error;
  };
}

it('a create that is refused at any of its calls fails, and leaves nothing after the delete', async () => {
  for (const at of points(await callsOf(create))) {
    const aws = new FakeAws();
    world.aws = aws;
    refuse(aws, at, new ServiceError('x:Y', 'AccessDeniedException', 'no', 403));
    const answer = await create();
    expect({ at, code: answer.errorCode }).toEqual({ at, code: 'AccessDenied' });
    // As CloudFormation: a delete only when the failure named something. Without one there must be nothing to delete.
    aws.before = () => {};
    if (answer.resourceModel !== undefined) await operate(request('DELETE', answer.resourceModel));
    expect({ at, left: aws.leftovers() }).toEqual({ at, left: [] });
  }
});

it.each(['before', 'after'] as const)(
  'a create whose handler dies %s any of its calls took effect, and is invoked again, ends the same with one build',
  async (when) => {
    for (const at of points(await callsOf(create))) {
      const aws = new FakeAws();
      world.aws = aws;
      aws.dieAt(at, when);
      // A dead process answers nothing: CloudFormation hands in again the last context that it has.
      let last = request('CREATE', model);
      let [status, waited] = ['', 0];
      for (let tries = 0; tries < 40 && status !== 'SUCCESS'; tries += 1) {
        const died = aws.calls.length < at;
        const answer = await invoke(last, waited);
        status = answer.status;
        waited += (answer.callbackDelaySeconds ?? 0) * 1000;
        const diedNow = died && aws.calls.length >= at;
        if (!diedNow && status === 'IN_PROGRESS') last = { ...last, callbackContext: answer.callbackContext };
        if (!diedNow) expect({ at, status, message: answer.message }).not.toMatchObject({ status: 'FAILED' });
      }
      expect({ at, status, builds: aws.builds.length }).toEqual({ at, status: 'SUCCESS', builds: 1 });
    }
  },
);

it('a delete that is refused at any of its calls fails, and a second one ends it', async () => {
  for (const at of points(await callsOf(remove, create))) {
    const aws = new FakeAws();
    world.aws = aws;
    await create();
    refuse(aws, aws.calls.length + at, new ServiceError('x:Y', 'ServiceUnavailable', 'later', 503));
    expect({ at, status: (await remove()).status }).toEqual({ at, status: 'FAILED' });
    aws.before = () => {};
    expect({ at, status: (await remove()).status }).toEqual({ at, status: 'SUCCESS' });
    expect({ at, left: aws.leftovers() }).toEqual({ at, left: [] });
  }
});

it.each(['READ', 'LIST'] as const)('a %s that is refused reports which call was', async (action) => {
  world.aws = new FakeAws();
  await create();
  refuse(world.aws, world.aws.calls.length + 1, new ServiceError('x:Y', 'AccessDeniedException', 'no', 403));
  expect(await operate(request(action, model))).toMatchObject({
    status: 'FAILED',
    errorCode: 'AccessDenied',
    message: expect.stringContaining('x:Y failed'),
  });
});

import { ServiceError } from '../../../src/aws/service-error';
import type { Model } from '../../../src/generated/model';
import { FakeAws } from '../../fixtures/fake-aws';
import { invoke, operate, request, world } from '../../fixtures/operation';

const model: Model = { BuilderName: 'web', Source: { Inline: 'FROM scratch' }, BuildArgs: { A: '1' } };

class Killed extends Error {}

/** How many AWS calls an undisturbed create makes. */
async function callsOfCreate(): Promise<number> {
  world.aws = new FakeAws();
  await operate(request('CREATE', model));
  return world.aws.calls.length;
}

const refuseAt = (aws: FakeAws, at: number, error: Error): void => {
  aws.before = (_call, n) => {
    if (n === at) throw error;
  };
};

it('a create that is refused at any of its calls leaves nothing after the delete', async () => {
  const calls = await callsOfCreate();
  expect(calls).toBeGreaterThan(10);
  for (let at = 1; at <= calls; at += 1) {
    const aws = new FakeAws();
    world.aws = aws;
    refuseAt(aws, at, new ServiceError('x:Y', 'AccessDeniedException', 'no', 403));
    const answer = await operate(request('CREATE', { ...model, Repository: { RemovalPolicy: 'DELETE' } }));
    if (answer.status === 'SUCCESS') continue;
    expect(answer.errorCode).toBe('AccessDenied');
    aws.before = () => {};
    if (answer.resourceModel !== undefined) await operate(request('DELETE', answer.resourceModel));
    expect({ at, left: aws.leftovers() }).toEqual({ at, left: [] });
  }
});

it('a create whose handler is killed at any of its calls, and invoked again, ends the same with one build', async () => {
  const calls = await callsOfCreate();
  for (let at = 1; at <= calls; at += 1) {
    const aws = new FakeAws();
    world.aws = aws;
    // A killed process answers nothing: the last context that CloudFormation has is handed in again.
    refuseAt(aws, at, new Killed('killed'));
    let last = request('CREATE', model);
    for (let tries = 0; tries < 40; tries += 1) {
      const answer = await invoke(last);
      if (answer.status === 'SUCCESS') break;
      if (answer.status === 'IN_PROGRESS') last = { ...last, callbackContext: answer.callbackContext };
    }
    expect({ at, builds: aws.builds.length, status: aws.builds[0]?.buildStatus }).toEqual({
      at,
      builds: 1,
      status: 'SUCCEEDED',
    });
  }
});

it('a delete that is refused at any of its calls ends with a second one', async () => {
  for (let at = 1; at <= 14; at += 1) {
    const aws = new FakeAws();
    world.aws = aws;
    await operate(request('CREATE', { ...model, Repository: { RemovalPolicy: 'DELETE' } }));
    refuseAt(aws, aws.calls.length + at, new ServiceError('x:Y', 'ServiceUnavailable', 'later', 503));
    const first = await operate(request('DELETE', model));
    aws.before = () => {};
    if (first.status === 'FAILED') expect((await operate(request('DELETE', model))).status).toBe('SUCCESS');
    expect({ at, left: aws.leftovers() }).toEqual({ at, left: [] });
  }
});

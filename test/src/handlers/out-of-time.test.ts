import type { ProgressEvent } from '../../../src/handlers/progress-event';
import { handle, type Request } from '../../../src/handlers/run';
import type { Model } from '../../../src/models';
import { ServiceError } from '../../../src/ports/service-error';
import type { Action } from '../../../src/runtime/protocol';
import { FakeAws } from '../../support/fake-aws';
import { operate, request, world } from '../../support/operation';

const model: Model = {
  BuilderName: 'web',
  Source: { Inline: 'FROM scratch' },
  Repository: { RemovalPolicy: 'DELETE' },
};

/** As CloudFormation: a retryable failure is invoked again, with the last context. */
async function operateWithRetries(asked: Request): Promise<{ event: ProgressEvent; retries: number }> {
  let event = await operate(asked);
  let retries = 0;
  for (; event.errorCode === 'NetworkFailure' && retries < 3; retries += 1) event = await operate(asked);
  return { event, retries };
}

async function callsOf(action: Action, before: Action[]): Promise<number> {
  const aws = new FakeAws();
  Object.assign(world, { aws, now: Date.now });
  for (const verb of before) await operate(request(verb, model));
  const from = aws.calls.length;
  await operate(request(action, model));
  return aws.calls.length - from;
}

it.each<[Action, Action[]]>([
  ['CREATE', []],
  ['UPDATE', ['CREATE']],
  ['DELETE', ['CREATE']],
  ['READ', ['CREATE']],
])(
  'a %s any of whose calls is cut off by the end of its invocation goes on in the next',
  async (action, before) => {
    const count = await callsOf(action, before);
    for (let at = 1; at <= count; at += 1) {
      const aws = new FakeAws();
      world.aws = aws;
      for (const verb of before) await operate(request(verb, model));
      const cut = aws.calls.length + at;
      aws.before = (_call, n) => {
        if (n === cut) throw new ServiceError('x:Y', 'OutOfTime', 'no answer in time', undefined);
      };
      const { event } = await operateWithRetries(request(action, model));
      expect({ at, status: event.status, builds: aws.builds.length }).toEqual({
        at,
        status: 'SUCCESS',
        builds: 1,
      });
      expect(aws.leftovers().length === 0).toBe(action === 'DELETE');
    }
  },
);

it.each([
  [60_000, 58_000],
  [27_000.5, 25_000],
  [1_500, 0],
  [-10, 0],
])('with %d ms left the calls of an invocation end after %d ms', async (left, milliseconds) => {
  const timeout = jest.spyOn(AbortSignal, 'timeout');
  let end: AbortSignal | undefined;
  const verb = handle(
    async () => ({ status: 'SUCCESS' }),
    (session) => {
      end = session.end;
      return new FakeAws();
    },
  );
  await verb(request('READ', model), {
    credentials: undefined,
    logger: { log: () => {} },
    timeLeft: () => left,
  });
  expect(timeout).toHaveBeenCalledWith(milliseconds);
  expect(end).toBe(timeout.mock.results[0]?.value);
  timeout.mockRestore();
});

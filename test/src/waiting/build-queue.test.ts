import { waitForQueue } from '../../../src/waiting/build-queue';
import { runAt } from '../../support/operation';

const full = 'Cannot have more than 5 builds in queue for the account';
const none = 'Cannot have more than 0 builds in queue for the account';
const MINUTE = 60_000;

it('a full queue is waited for, less and less often', () => {
  const run = runAt(0);
  expect(waitForQueue('web', full, run)).toMatchObject({ kind: 'wait', seconds: 5 });
  run.now = () => 10 * MINUTE;
  expect(waitForQueue('web', full, run)).toMatchObject({ kind: 'wait', seconds: 60 });
});

it.each([
  ['a queue that stays full', full, 121],
  ['a queue whose quota is 0', none, 3],
])('%s fails in the end, and names the quota', (_what, refusal, minutes) => {
  const run = runAt(0);
  waitForQueue('web', refusal, run);
  run.now = () => minutes * MINUTE;
  expect(waitForQueue('web', refusal, run)).toMatchObject({
    kind: 'fail',
    code: 'ServiceLimitExceeded',
    message: expect.stringMatching(
      new RegExp(`full for ${minutes} minutes \\(${refusal}\\).*Concurrently running`),
    ),
  });
});

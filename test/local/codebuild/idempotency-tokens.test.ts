import { IdempotencyTokens } from '../../../local/codebuild/idempotency-tokens';
import type { BuildRecord, StartBuild } from '../../../local/codebuild/records';

const caller = { account: '1', region: 'r' };
const build = { id: 'p:1' } as BuildRecord;
const input: StartBuild = { projectName: 'p', idempotencyToken: 't', imageOverride: 'i' };

it('knows the build that a request started, for five minutes', () => {
  const tokens = new IdempotencyTokens();
  expect(tokens.find(input, caller, 0)).toBeUndefined();
  tokens.remember(input, caller, build, 0);
  expect(tokens.find({ ...input }, caller, 300)).toBe(build);
  expect(tokens.find(input, caller, 301)).toBeUndefined();
});

it('refuses a token with other parameters', () => {
  const tokens = new IdempotencyTokens();
  tokens.remember(input, caller, build, 0);
  expect(() => tokens.find({ ...input, imageOverride: 'j' }, caller, 1)).toThrow('other parameters');
});

it('has tokens by project, account and Region; a request without one is always new', () => {
  const tokens = new IdempotencyTokens();
  tokens.remember(input, caller, build, 0);
  expect(tokens.find({ ...input, projectName: 'q' }, caller, 1)).toBeUndefined();
  expect(tokens.find(input, { ...caller, region: 's' }, 1)).toBeUndefined();
  expect(tokens.find(input, { ...caller, account: '2' }, 1)).toBeUndefined();
  tokens.remember({ projectName: 'p' }, caller, build, 0);
  expect(tokens.find({ projectName: 'p' }, caller, 1)).toBeUndefined();
});

import { compareWaiting } from '../../bench/waiting';

// The clock is simulated and the random numbers are the same in every run: this holds on any machine.
describe('waiting for a build', () => {
  it('with history ends within 3 s of the build, and asks CodeBuild no more often than every 30 s', async () => {
    const { ours, construct } = await compareWaiting(true);
    expect(ours.delay).toBeLessThanOrEqual(3);
    expect(ours.codebuildCalls).toBeLessThanOrEqual(construct.codebuildCalls);
  });

  it('without history ends within 6 s of the build, with at most three times the calls', async () => {
    const { ours, construct } = await compareWaiting(false);
    expect(ours.delay).toBeLessThanOrEqual(6);
    expect(ours.codebuildCalls).toBeLessThanOrEqual(3 * construct.codebuildCalls);
  });
});

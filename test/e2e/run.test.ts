import { Interruption, runSteps } from '../../tools/e2e/run';
import type { Step, World } from '../../tools/e2e/scenario';

const world = {} as World;
const step = (name: string, act: () => Promise<string>): Step => ({
  name,
  expects: `${name} comes true`,
  builds: 0,
  act,
});

describe('the steps of a run', () => {
  it('are each printed with what they expect, what they found and their time', async () => {
    const lines: string[] = [];
    const steps = [step('one', async () => 'found'), step('two', async () => 'found too')];
    const signal = new AbortController().signal;
    expect(await runSteps(steps, world, signal, (line) => lines.push(line))).toBe(true);
    expect(lines).toEqual([
      '[1/2] one: one comes true',
      expect.stringMatching(/^\[1\/2\] one: ok, found \(\d+\.\d s\)$/),
      '[2/2] two: two comes true',
      expect.stringMatching(/^\[2\/2\] two: ok, found too \(\d+\.\d s\)$/),
    ]);
  });

  it('end with the first that does not come true', async () => {
    const lines: string[] = [];
    const after = jest.fn(async () => '');
    const fails = step('one', async () => {
      throw new Error('2 builds instead of 1');
    });
    const signal = new AbortController().signal;
    expect(await runSteps([fails, step('two', after)], world, signal, (line) => lines.push(line))).toBe(
      false,
    );
    expect(lines[1]).toMatch(/^\[1\/2\] one: FAILED, 2 builds instead of 1 \(\d+\.\d s\)$/);
    expect(after).not.toHaveBeenCalled();
  });

  it('end when they are interrupted, which is no failure of the step', async () => {
    const lines: string[] = [];
    const interruption = new Interruption();
    const interrupted = step('one', async () => {
      interruption.interrupt();
      throw new Error('killed');
    });
    expect(await runSteps([interrupted], world, interruption.steps, (line) => lines.push(line))).toBe(false);
    expect(lines[1]).toMatch(/^\[1\/1\] one: interrupted/);
  });
});

it('the first interruption ends the steps, the second the clean-up', () => {
  const interruption = new Interruption();
  const aborted = () => [interruption.steps.aborted, interruption.cleaning.aborted];
  expect(aborted()).toEqual([false, false]);
  interruption.interrupt();
  expect(aborted()).toEqual([true, false]);
  interruption.interrupt();
  expect(aborted()).toEqual([true, true]);
});

import { waited, waitFor } from '../../../src/waiting/bounded-wait';
import { bounds, type Reason } from '../../../src/waiting/bounds';
import { runAt } from '../../support/operation';

const reasons = Object.keys(bounds) as Reason[];

describe('a wait with a bound', () => {
  it.each(reasons)('for the %s goes on until its limit, and then no more', (reason) => {
    const run = runAt(0);
    expect(waitFor(reason, 'x', run)).toMatchObject({ kind: 'wait' });
    run.now = () => bounds[reason].limit;
    expect(waitFor(reason, 'x', run)).toMatchObject({ kind: 'wait' });
    run.now = () => bounds[reason].limit + 1;
    expect(waitFor(reason, 'x', run)).toBeUndefined();
  });

  it('counts from the first time that it is asked, across invocations', () => {
    const first = runAt(1_000);
    expect(waited('build', 'a', first)).toBe(0);
    const later = runAt(31_000, JSON.parse(JSON.stringify(first.context)));
    expect(waited('build', 'a', later)).toBe(30_000);
  });

  it('gives each thing its own time', () => {
    const run = runAt(0);
    waited('repository', 'image', run);
    run.now = () => 50_000;
    expect(waited('repository', 'cache', run)).toBe(0);
    expect(waited('repository', 'image', run)).toBe(50_000);
  });

  it('names what it waits for', () => {
    expect(waitFor('repository', 'docker-builder/web/image', runAt(0))?.note).toContain(
      'docker-builder/web/image',
    );
  });

  it.each(reasons)('for the %s pauses for whole seconds, at most a minute', (reason) => {
    for (let time = 0; time <= bounds[reason].limit; time += 10_000) {
      const seconds = bounds[reason].pace(time);
      expect(Number.isInteger(seconds) && seconds >= 1 && seconds <= 60).toBe(true);
    }
  });
});

import fc from 'fast-check';
import { noColours } from '../../../cli/display/colours';
import { LiveDisplay } from '../../../cli/display/live';
import type { BuildState, Report } from '../../../cli/display/report';
import { displayWidth } from '../../../cli/display/width';
import { Screen } from '../../support/screen';
import { ofStack, stackEvent } from '../../support/stack-event';

const START = Date.UTC(2026, 0, 1);
const build = (more: Partial<BuildState> = {}): BuildState => ({
  logicalId: 'Web',
  buildId: 'project:1',
  status: 'IN_PROGRESS',
  phases: [{ name: 'SUBMITTED', status: 'SUCCEEDED' }, { name: 'BUILD' }],
  startedAt: new Date(START),
  ...more,
});

const displays: LiveDisplay[] = [];
afterEach(() => {
  for (const display of displays.splice(0)) display.close();
});

function open(columns: number, rows = 24) {
  const screen = new Screen(columns, rows);
  let time = START;
  const display = new LiveDisplay(screen, noColours, () => time);
  displays.push(display);
  return {
    screen,
    show: (...reports: Report[]) => {
      for (const report of reports) display.show(report);
    },
    /** What the terminal shows some seconds later. */
    after: (seconds: number) => {
      time += seconds * 1000;
      display.draw();
      return screen.lines();
    },
    close: () => display.close(),
  };
}

const name = fc.stringMatching(/^[A-Za-z0-9]{1,60}$/);
const words = fc.string({ unit: 'grapheme', maxLength: 200 });
const seconds = fc.integer({ min: 0, max: 30_000 });
const report: fc.Arbitrary<Report> = fc.oneof(
  words.map((message): Report => ({ type: 'step', message })),
  words.map((message): Report => ({ type: 'warning', message })),
  fc
    .tuple(
      words,
      fc.nat(),
      fc.option(fc.nat(), { nil: undefined }),
      fc.constantFrom('bytes' as const, 'files' as const),
    )
    .map(([message, done, total, unit]): Report => ({ type: 'progress', message, done, total, unit })),
  fc.tuple(name, fc.constantFrom('CREATE_IN_PROGRESS', 'UPDATE_FAILED', 'DELETE_COMPLETE'), words).map(
    ([logicalId, status, reason]): Report => ({
      type: 'event',
      event: stackEvent(logicalId, status, { reason }),
    }),
  ),
  fc
    .tuple(name, fc.constantFrom('IN_PROGRESS', 'SUCCEEDED'), fc.option(seconds, { nil: undefined }), seconds)
    .map(([logicalId, status, expectedSeconds, ago]): Report => {
      const startedAt = new Date(START - ago * 1000);
      return {
        type: 'build',
        build: build({ logicalId, buildId: logicalId, status, expectedSeconds, startedAt }),
      };
    }),
  fc
    .tuple(name, fc.array(words, { maxLength: 5 }))
    .map(([logicalId, lines]): Report => ({ type: 'log', logicalId, buildId: 'b', lines })),
);

describe('the live display', () => {
  it('is never wider than the terminal, from 20 columns up', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 20, max: 200 }),
        fc.array(fc.tuple(report, seconds), { maxLength: 20 }),
        (columns, reports) => {
          const terminal = open(columns);
          for (const [one, later] of reports) {
            terminal.show(one);
            terminal.after(later);
          }
          terminal.close();
          for (const line of terminal.screen.written) expect(displayWidth(line)).toBeLessThanOrEqual(columns);
        },
      ),
    );
  });

  it('has one line a running build, which moves, and none when it has ended', () => {
    const terminal = open(100);
    terminal.show({ type: 'build', build: build() });
    const [before, later] = [terminal.after(1), terminal.after(1)];
    expect([before.length, later.length]).toEqual([1, 1]);
    expect(later[0]).toMatch(/^. Web build 0:02$/);
    expect(later).not.toEqual(before);
    terminal.show({ type: 'build', build: build({ status: 'SUCCEEDED', phases: [] }) });
    expect(terminal.after(1)).toEqual([]);
  });

  it.each([
    [20, /^. Web build 0:30$/],
    [40, /^. Web build 0:30 ██░░░░░░ of 2:00$/],
    [80, /^. Web build +0:30 ██████░{18} of about 2:00$/],
  ])('at %i columns shows as much of a build as there is room for', (columns, line) => {
    const terminal = open(columns);
    terminal.show({ type: 'build', build: build({ expectedSeconds: 120 }) });
    expect(terminal.after(30)).toEqual([expect.stringMatching(line)]);
  });

  it('says that a build takes longer than usual', () => {
    const terminal = open(80);
    terminal.show({ type: 'build', build: build({ expectedSeconds: 60 }) });
    expect(terminal.after(90)).toEqual([
      expect.stringMatching(/^. Web build 1:30, 0:30 longer than usual \(1:00\)$/),
    ]);
    terminal.show({ type: 'build', build: build({ expectedSeconds: 60 }) });
    expect(terminal.after(0)[0]).toBe('Web | takes longer than usual (about 1 min 00 s)');
  });

  it('shows how long a resource takes, once with the stack and once without', () => {
    const terminal = open(80);
    const time = new Date(START);
    terminal.show({ type: 'event', event: ofStack('CREATE_IN_PROGRESS', { time }) });
    expect(terminal.after(2).at(-1)).toMatch(/^. shop CREATE_IN_PROGRESS 0:02$/);
    terminal.show({ type: 'event', event: stackEvent('Bucket', 'CREATE_IN_PROGRESS', { time }) });
    terminal.show({
      type: 'event',
      event: stackEvent('Bucket', 'CREATE_IN_PROGRESS', { reason: 'initiated' }),
    });
    expect(terminal.after(63).at(-1)).toMatch(/^. Bucket CREATE_IN_PROGRESS 1:05$/);
    terminal.show({ type: 'event', event: ofStack('CREATE_COMPLETE') });
    expect(terminal.after(1).at(-1)).toMatch(/CREATE_COMPLETE/);
  });

  it.each([
    [{ done: 50, total: 200 }, /^. packing ██████░{18} 50 bytes of 200 bytes$/],
    [{ done: 1500, unit: 'files' as const }, /^. packing 1,500 files$/],
    [{ done: 1, total: 0 }, undefined],
  ])('shows the progress %j', (progress, line) => {
    const terminal = open(80);
    terminal.show({ type: 'progress', message: 'packing', ...progress });
    expect(terminal.after(0)).toEqual(line === undefined ? [] : [expect.stringMatching(line)]);
  });

  it('moves after a step of which nothing more is known', () => {
    const terminal = open(80);
    terminal.show({ type: 'step', message: 'waiting for shop' });
    expect(terminal.after(3)).toEqual([
      'waiting for shop',
      expect.stringMatching(/^. waiting for shop 0:03$/),
    ]);
  });

  it('counts the tasks for which there is no line', () => {
    const terminal = open(80, 6);
    for (let count = 0; count < 9; count += 1) {
      terminal.show({ type: 'build', build: build({ logicalId: `Web${count}`, buildId: String(count) }) });
    }
    const lines = terminal.after(1);
    expect(lines).toHaveLength(5);
    expect(lines.at(-1)).toBe('  and 5 more');
  });

  it('erases its lines when the terminal has become narrower, and leaves only what stays', () => {
    const terminal = open(80);
    terminal.show({ type: 'step', message: 'creating shop' });
    terminal.show({ type: 'build', build: build({ expectedSeconds: 120 }) });
    terminal.screen.resize(30);
    expect(terminal.after(30)).toHaveLength(2);
    terminal.close();
    expect(terminal.screen.lines()).toEqual(['creating shop']);
  });
});

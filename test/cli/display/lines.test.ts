import { noColours } from '../../../cli/display/colours';
import { LineDisplay } from '../../../cli/display/lines';
import type { BuildState, Report } from '../../../cli/display/report';
import { stackEvent } from '../../support/stack-event';

function open(silence?: number) {
  const written: string[] = [];
  const display = new LineDisplay({ write: (text: string) => written.push(text) }, noColours, silence);
  return { display, written, text: () => written.join('') };
}

const build = (more: Partial<BuildState> = {}): Report => ({
  type: 'build',
  build: {
    logicalId: 'Web',
    buildId: 'b',
    status: 'IN_PROGRESS',
    startedAt: new Date(Date.now() - 90_000),
    phases: [
      { name: 'QUEUED', status: 'SUCCEEDED', seconds: 1 },
      { name: 'INSTALL', status: 'SUCCEEDED', seconds: 3 },
      { name: 'BUILD', status: 'FAILED', seconds: 65 },
    ],
    ...more,
  },
});

describe('plain lines', () => {
  it('report each phase of a build once, in words', () => {
    const { display, text } = open();
    display.show(build());
    display.show(build());
    display.close();
    expect(text()).toBe('Web | install done, 3 s\nWeb | build failed, 1 min 05 s\n');
  });

  it("leave out CodeBuild's echo, and contain no escapes of the build's output", () => {
    const { display, text } = open();
    const lines = ['[Container] noise', '', '\u001b[31mreal\u001b[0m output', '10%\r100%'];
    display.show({ type: 'log', logicalId: 'Web', buildId: 'b', lines });
    display.close();
    expect(text()).toBe('Web | real output\nWeb | 100%\n');
  });

  it('contain steps, warnings and events with their reasons, but no progress', () => {
    const { display, text } = open();
    display.show({ type: 'step', message: 'creating shop' });
    display.show({ type: 'warning', message: 'not so' });
    display.show({ type: 'progress', message: 'uploading', done: 1, total: 2 });
    const time = new Date(2026, 0, 1, 12, 0, 1);
    display.show({
      type: 'event',
      event: stackEvent('Web', 'CREATE_FAILED', { time, reason: 'why\nand more' }),
    });
    display.close();
    expect(text()).toBe(
      'creating shop\nwarning: not so\n' +
        '12:00:01  CREATE_FAILED                 Web  why\n          and more\n',
    );
  });

  it('say once that a build takes longer than usual', () => {
    const { display, text } = open();
    display.show(build({ phases: [], expectedSeconds: 60 }));
    display.show(build({ phases: [], expectedSeconds: 60 }));
    display.close();
    expect(text()).toBe('Web | takes longer than usual (about 1 min 00 s)\n');
  });

  it('break a long silence with what is under way', () => {
    jest.useFakeTimers({ now: 1_000_000 });
    const { display, text, written } = open(30_000);
    display.show({ type: 'event', event: stackEvent('Bucket', 'CREATE_IN_PROGRESS', { time: new Date() }) });
    display.show(build({ phases: [{ name: 'BUILD' }], expectedSeconds: 100, startedAt: new Date() }));
    display.show({ type: 'progress', message: 'uploading', done: 1000, total: 2000 });
    const shown = written.length;
    jest.advanceTimersByTime(59_000);
    expect(written).toHaveLength(shown);
    jest.advanceTimersByTime(1_000);
    expect(text()).toMatch(/Web \| still building \(build\), 1 min 00 s of about 1 min 40 s\n/);
    expect(text()).toContain('Bucket is CREATE_IN_PROGRESS, 1 min 00 s\n');
    expect(text()).toContain('uploading: 1 KB of 2 KB\n');
    display.close();
    jest.useRealTimers();
  });
});

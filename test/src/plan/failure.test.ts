import { type FailedBuild, failureMessage } from '../../../src/plan/failure';

describe('the message of a failed build', () => {
  const failed = (
    log: string[],
    message = 'Error while executing command: long block. Reason: exit status 1',
  ): FailedBuild => ({
    status: 'FAILED',
    phases: [
      { phaseType: 'INSTALL', phaseStatus: 'SUCCEEDED' },
      {
        phaseType: 'BUILD',
        phaseStatus: 'FAILED',
        contexts: [{ statusCode: 'COMMAND_EXECUTION_ERROR', message }],
      },
    ],
    timeoutInMinutes: 60,
    log,
    link: 'https://console/log',
  });

  it("holds the failing RUN's own lines, not the rest of the log", () => {
    const log = [
      '#5 [2/2] RUN make',
      '#5 0.2 cc main.c',
      '------',
      ' > [2/2] RUN make:',
      '0.212 main.c:3: error: expected ;',
      '------',
      'Dockerfile:3',
      'ERROR: failed to solve: process "/bin/sh -c make" did not complete successfully: exit code: 2',
    ];
    const message = failureMessage(failed(log));
    expect(message).toBe(
      'the image build failed in its BUILD phase with exit code 1: main.c:3: error: expected ; | ERROR: failed to solve: process "/bin/sh -c make" did not complete successfully: exit code: 2 Full log: https://console/log',
    );
  });

  it('keeps the end of long output within the limit', () => {
    const log = [
      ' > [1/1] RUN x:',
      ...Array.from({ length: 200 }, (_, n) => `0.1 line ${n}`),
      '------',
      'ERROR: failed to solve: y',
    ];
    const message = failureMessage(failed(log));
    expect(message.length).toBeLessThanOrEqual(1000);
    expect(message).toContain('line 199 | ERROR: failed to solve: y');
    expect(message).not.toContain('line 0 ');
  });

  it('strips the colours of tools', () => {
    const red = `${String.fromCharCode(27)}[31m`;
    expect(failureMessage(failed([' > [1/1] RUN x:', `0.1 ${red}bad`, '------']))).toContain(
      'exit code 1: bad Full log',
    );
  });

  it.each([
    ['TIMED_OUT', /did not end within 60 minutes \(TimeoutInMinutes\)/],
    ['STOPPED', /was stopped/],
  ])('says so when the build was %s', (status, expected) => {
    expect(failureMessage({ ...failed([]), status })).toMatch(expected);
  });

  it("gives CodeBuild's own reason when no command failed", () => {
    expect(failureMessage(failed([], 'AccessDenied: Access Denied for primary source'))).toContain(
      'AccessDenied: Access Denied for primary source',
    );
  });
});

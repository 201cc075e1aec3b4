import fc from 'fast-check';
import { parseModel } from '../../../src/handlers/parse-properties';
import { buildspec, userCommands } from '../../../src/plan/buildspec';
import { type FailedBuild, failureMessage } from '../../../src/plan/failure';
import { canonicalJson, fingerprint, type ImageInputs } from '../../../src/plan/fingerprint';
import { imagePolicy, untaggedRetentionOf } from '../../../src/plan/lifecycle-policy';
import { BUILDER_NAME, builderOfProject, generatedName, namesOf } from '../../../src/plan/names';
import { pollDelay } from '../../../src/plan/polling';

const inputs: ImageInputs = {
  source: { inline: 'FROM scratch' },
  dockerfile: 'Dockerfile',
  target: undefined,
  buildArgs: { A: '1', B: '2' },
  platforms: ['linux/amd64'],
  install: [],
  preBuild: [],
  revision: undefined,
  buildspecVersion: '1',
};

describe('the fingerprint', () => {
  it('is the same whatever the order of the arguments', () => {
    expect(fingerprint({ ...inputs, buildArgs: { B: '2', A: '1' } })).toBe(fingerprint(inputs));
  });

  it.each<[string, Partial<ImageInputs>]>([
    ['the source', { source: { contents: 'x' } }],
    ['the Dockerfile', { dockerfile: 'other' }],
    ['an argument', { buildArgs: { A: '1', B: '3' } }],
    ['the target', { target: 'run' }],
    ['a command', { install: ['true'] }],
    ['the phase of a command', { preBuild: ['true'] }],
    ['the revision', { revision: '2' }],
    ['the buildspec', { buildspecVersion: '2' }],
  ])('changes with %s', (_what, change) => {
    expect(fingerprint({ ...inputs, ...change })).not.toBe(fingerprint(inputs));
  });

  it('tells any two sets of arguments apart', () => {
    const args = fc.dictionary(fc.string({ minLength: 1 }), fc.string());
    fc.assert(
      fc.property(args, args, (a, b) => {
        expect(canonicalJson(a) === canonicalJson(b)).toBe(
          JSON.stringify(Object.entries(a).sort()) === JSON.stringify(Object.entries(b).sort()),
        );
      }),
    );
  });
});

describe('names', () => {
  it('are valid and the same for the same request, whatever stack and logical id are called', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.uuid(), (stack, logicalId, token) => {
        const name = generatedName(`arn:aws:cloudformation:r:1:stack/${stack}/id`, logicalId, token);
        expect(name).toMatch(BUILDER_NAME);
        expect(name.length).toBeLessThanOrEqual(100);
        expect(generatedName(`arn:aws:cloudformation:r:1:stack/${stack}/id`, logicalId, token)).toBe(name);
      }),
    );
  });

  it('of a project lead back to its builder', () => {
    expect(builderOfProject(namesOf('web-app').project)).toBe('web-app');
    expect(builderOfProject('docker-builder-Not_Ours')).toBeUndefined();
    expect(builderOfProject('other')).toBeUndefined();
  });
});

describe('polling', () => {
  it.each([
    ['a first build is looked at often at first', { phase: 'BUILD', elapsed: 5, earlier: [] }, 3],
    ['... and less often later', { phase: 'BUILD', elapsed: 80, earlier: [] }, 10],
    [
      'long before the usual end it is left alone',
      { phase: 'BUILD', elapsed: 10, earlier: [300, 310, 290] },
      30,
    ],
    [
      'close to the usual end it is looked at densely',
      { phase: 'BUILD', elapsed: 297, earlier: [300, 310, 290] },
      2,
    ],
    ['after the build phase the end is near', { phase: 'POST_BUILD', elapsed: 50, earlier: [300] }, 1],
    ['an overdue build is looked at less and less', { phase: 'BUILD', elapsed: 400, earlier: [300] }, 15],
  ])('%s', (_what, progress, seconds) => {
    expect(pollDelay(progress)).toBe(seconds);
  });

  it('keeps to a fixed interval when one is given', () => {
    expect(pollDelay({ phase: 'POST_BUILD', elapsed: 1, earlier: [] }, 7)).toBe(7);
  });
});

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

describe('the buildspec', () => {
  it('gives the commands back that it was made from', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string(), { maxLength: 5 }),
        fc.array(fc.string(), { maxLength: 5 }),
        (install, preBuild) => {
          expect(userCommands(buildspec({ install, preBuild }))).toEqual({ install, preBuild });
        },
      ),
    );
  });

  it("refuses commands beyond CodeBuild's limit, and says how many characters are allowed", () => {
    expect(() => buildspec({ install: ['x'.repeat(26_000)], preBuild: [] })).toThrow(
      /at most \d+ are allowed \(CodeBuild's limit/,
    );
  });
});

describe('properties', () => {
  it('are typed as the schema says, from the strings that CloudFormation sends', () => {
    const raw = {
      Source: { Inline: 'FROM scratch' },
      TimeoutInMinutes: '30',
      CacheDisabled: 'true',
      Repository: { ScanOnPush: 'false' },
    };
    expect(parseModel(raw)).toEqual({
      Source: { Inline: 'FROM scratch' },
      TimeoutInMinutes: 30,
      CacheDisabled: true,
      Repository: { ScanOnPush: false },
    });
  });

  it('keep odd argument names', () => {
    const raw = JSON.parse('{"BuildArgs": {"__proto__": "a", "constructor": "b", "toString": "c"}}');
    expect(Object.entries(parseModel(raw).BuildArgs ?? {})).toEqual([
      ['__proto__', 'a'],
      ['constructor', 'b'],
      ['toString', 'c'],
    ]);
  });

  it.each([
    [{ Soruce: {} }, /"Soruce" is not permitted; check its spelling/],
    [{ Source: { S3Bucket: 'abc' } }, /Source must hold either S3Bucket and S3Key, or Inline/],
    [
      { Source: { Inline: 'FROM scratch', S3Key: 'k' } },
      /Source must have property S3Bucket when property S3Key is present/,
    ],
    [
      { Source: { Inline: 'FROM scratch', S3Bucket: 'abc', S3Key: 'k' } },
      /Source must hold either S3Bucket and S3Key, or Inline/,
    ],
    [{ Source: { Inline: 'FROM scratch', S3ObjectVersion: 'v' } }, /S3ObjectVersion is present/],
    [{ TimeoutInMinutes: '4' }, /TimeoutInMinutes must be >= 5/],
    [{ Repository: { RemovalPolicy: 'KEEP' } }, /Repository\.RemovalPolicy must be one of RETAIN, DELETE/],
  ])('%j is refused with its reason', (raw, reason) => {
    expect(() => parseModel(raw)).toThrow(reason);
  });
});

it('the retention of untagged images is read back from the policy', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 3650 }), (days) =>
      expect(untaggedRetentionOf(imagePolicy(days))).toBe(days),
    ),
  );
});

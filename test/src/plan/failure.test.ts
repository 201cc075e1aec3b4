import fc from 'fast-check';
import { buildBlock, installBlock } from '../../../src/plan/buildspec-blocks';
import { type FailedBuild, failureMessage } from '../../../src/plan/failure';
import { isRateLimited } from '../../../src/plan/failure-advice';
import { MESSAGE_LIMIT } from '../../../src/runtime/message-limit';

const failed = (log: string[], more: Partial<FailedBuild> = {}): FailedBuild => ({
  status: 'FAILED',
  phases: failedPhase('BUILD', 'Error while executing command: a command. Reason: exit status 1'),
  timeoutInMinutes: 60,
  log,
  link: undefined,
  ...more,
});

const failedPhase = (phaseType: string, message: string, statusCode = 'COMMAND_EXECUTION_ERROR') => [
  { phaseType: 'DOWNLOAD_SOURCE', phaseStatus: 'SUCCEEDED', contexts: [] },
  { phaseType, phaseStatus: 'FAILED', contexts: [{ statusCode, message }] },
];

/** What CodeBuild logs of a command that fails. */
const failedCommand = (phase: string, command: string, output: string[], code: number): FailedBuild =>
  failed(
    [
      ...`[Container] 2026/11/25 09:00:00.123456 Running command ${command}`.split('\n'),
      ...output,
      '',
      ...`[Container] 2026/11/25 09:00:01.123456 Command did not exit successfully ${command} exit status ${code}`.split(
        '\n',
      ),
      `[Container] 2026/11/25 09:00:01.123456 Phase complete: ${phase} State: FAILED`,
      ...`[Container] 2026/11/25 09:00:01.123456 Phase context status code: COMMAND_EXECUTION_ERROR Message: Error while executing command: ${command}. Reason: exit status ${code}`.split(
        '\n',
      ),
    ],
    { phases: failedPhase(phase, `Error while executing command: ${command}. Reason: exit status ${code}`) },
  );

/** What buildx prints of a RUN that fails. */
const failedRun = (output: string[], code = 2): string[] => [
  '#5 [2/2] RUN make',
  ...output.map((line) => `#5 0.212 ${line}`),
  `#5 ERROR: process "/bin/sh -c make" did not complete successfully: exit code: ${code}`,
  '------',
  ' > [2/2] RUN make:',
  ...output.map((line) => `0.212 ${line}`),
  '------',
  'Dockerfile:3',
  '--------------------',
  '   3 | >>> RUN make',
  '--------------------',
  `ERROR: failed to solve: process "/bin/sh -c make" did not complete successfully: exit code: ${code}`,
];

describe('the message of a failed RUN', () => {
  it('leads with the error that a long trace follows: buildx repeats ten lines only', () => {
    const trace = Array.from({ length: 30 }, (_, frame) => `    at frame ${frame}`);
    const log = failedRun(['TypeError: x is undefined', ...trace], 9);
    const repeated = log.findIndex((line) => line.startsWith(' > ')) + 1;
    const message = failureMessage(failed(log.toSpliced(repeated, 21)));
    expect(message).toMatch(/exit code 9 \(Dockerfile:3\): TypeError: x is undefined \| .*at frame 29$/);
  });

  it('names the file that a COPY does not find, not the checksum of a reference', () => {
    const cause = '"/frontend/dist/assets": not found';
    const error = `ERROR: failed to solve: failed to compute cache key: failed to calculate checksum of ref uryyolmflbybtqkjgbkcpzq0j::kw4lj0: ${cause}`;
    expect(failureMessage(failed([error]))).toBe(
      `the image build failed in its BUILD phase with exit code 1: ${cause}`,
    );
  });

  it('has its exit code, not that of buildx, its place in the Dockerfile and its own lines', () => {
    expect(failureMessage(failed(failedRun(['cc main.c', 'main.c:3: error: expected ;'])))).toBe(
      'the image build failed in its BUILD phase with exit code 2 (Dockerfile:3): cc main.c | main.c:3: error: expected ;',
    );
  });

  it('leads with the cause where much output follows it', () => {
    const output = [
      'compiling',
      'main.c:3: error: expected ;',
      ...Array.from({ length: 200 }, (_, n) => `note ${n}`),
    ];
    const message = failureMessage(failed(failedRun(output)));
    expect(message.indexOf('main.c:3: error: expected ;')).toBeLessThan(120);
    expect(message).toContain('| ... |');
    expect(message).toMatch(/note 199$/);
  });

  it('leads with the cause where much output precedes it', () => {
    const output = [
      ...Array.from({ length: 200 }, (_, n) => `downloading part ${n}`),
      'E: Unable to locate package foo',
    ];
    const message = failureMessage(failed(failedRun(output, 100)));
    expect(message).toContain('exit code 100 (Dockerfile:3): E: Unable to locate package foo');
  });

  it('does not take a warning, or a count of no errors, for the cause', () => {
    const output = [
      'npm warn deprecated: this is an error to use',
      '0 errors so far',
      ...Array.from({ length: 100 }, (_, n) => `line ${n}`),
      'npm error 404 Not Found - GET https://registry.example/left-pad',
    ];
    expect(failureMessage(failed(failedRun(output)))).toContain('(Dockerfile:3): npm error 404 Not Found');
  });

  it('without output says how it ended', () => {
    expect(failureMessage(failed(failedRun([], 3)))).toContain(
      'failed in its BUILD phase with exit code 3 (Dockerfile:3): process "/bin/sh -c make"',
    );
  });

  it('strips the colours of tools and the states that a progress bar wrote over', () => {
    const red = `${String.fromCharCode(27)}[31m`;
    const message = failureMessage(failed([' > [1/1] RUN x:', `0.1 ${red}10%\r50%\rbad`, '------']));
    expect(message).toMatch(/: bad$/);
  });

  it.each([
    ['for lack of memory', ['Killed'], 137, 'choose a larger ComputeType'],
    ['for lack of disk', ['cp: no space left on device'], 1, 'choose a larger ComputeType'],
    ['for another processor', ['exec /bin/sh: exec format error'], 255, 'the platform in Platforms'],
  ])('%s says what to do', (_what, output, code, advice) => {
    expect(failureMessage(failed(failedRun(output, code)))).toContain(advice);
  });
});

describe('the message of a failed command of the user', () => {
  it.each(['INSTALL', 'PRE_BUILD'])('in the %s phase leads with its own output', (phase) => {
    expect(failureMessage(failedCommand(phase, 'npm ci; exit 42', ['cannot find the tool'], 42))).toBe(
      `the image build failed in its ${phase} phase with exit code 42: cannot find the tool`,
    );
  });

  it('does not quote a command of several lines', () => {
    const command = 'set -e\nfor file in a b; do\n\n  echo error >&2\ndone\nexit 7';
    expect(failureMessage(failedCommand('PRE_BUILD', command, ['nothing to copy'], 7))).toMatch(
      /exit code 7: nothing to copy$/,
    );
  });

  it('does not contain the output of earlier commands', () => {
    const { log, ...rest } = failedCommand('INSTALL', 'second', ['the cause'], 1);
    const before = ['[Container] 2026/11/25 08:59:00 Running command first', 'an error that did no harm'];
    expect(failureMessage({ ...rest, log: [...before, ...log] })).toMatch(/exit code 1: the cause$/);
  });

  it('that printed nothing has its exit code', () => {
    expect(failureMessage(failedCommand('INSTALL', 'exit 3', [], 3))).toBe(
      'the image build failed in its INSTALL phase with exit code 3.',
    );
  });

  it('whose output fills the log has the end of it', () => {
    const { log, ...rest } = failedCommand('INSTALL', 'x', ['a', 'b', 'fatal: the cause'], 1);
    expect(failureMessage({ ...rest, log: log.slice(2) })).toMatch(/b \| fatal: the cause$/);
  });
});

describe("the type's own shell text", () => {
  const lines = [installBlock, buildBlock]
    .flatMap((block) => block.split('\n'))
    .filter((line) => line.trim().length > 3);

  it.each([
    [
      'that CodeBuild quotes before and after it',
      failedCommand('INSTALL', installBlock, ['docker-builder: error: no Docker daemon'], 1),
    ],
    ['in the build phase', failedCommand('BUILD', buildBlock, ['docker-builder: error: cannot log in'], 1)],
    [
      'before the command that fails',
      {
        ...failedCommand('INSTALL', 'exit 42', ['cannot find the tool'], 42),
        log: [
          `[Container] Running command ${installBlock}`,
          ...failedCommand('INSTALL', 'exit 42', ['cannot find the tool'], 42).log,
        ].flatMap((line) => line.split('\n')),
      },
    ],
    [
      'in a log that ends too early',
      failed(
        [`[Container] Running command ${installBlock}`, 'the cause'].flatMap((text) => text.split('\n')),
      ),
    ],
  ])('%s is never in the message', (_what, build) => {
    const message = failureMessage(build);
    expect(lines.filter((line) => message.includes(line))).toEqual([]);
    expect(message).toMatch(/no Docker daemon|cannot log in|cannot find the tool|the cause/);
  });
});

describe('the message of a base image that a registry refuses', () => {
  const registry = (error: string) =>
    failed([
      `#2 ERROR: ${error}`,
      '------',
      ' > [internal] load metadata for x:',
      '------',
      `ERROR: failed to solve: node:20: ${error}`,
    ]);

  it.each([
    'failed to copy: httpReadSeeker: failed open: unexpected status code https://registry-1.docker.io/v2/library/node/manifests/sha256:5: 429 Too Many Requests - Server message: toomanyrequests: You have reached your unauthenticated pull rate limit. https://www.docker.com/increase-rate-limit',
    'toomanyrequests: You have reached your pull rate limit. You may increase the limit by authenticating and upgrading',
  ])('for its rate limit names three ways out, and the build may be tried again', (error) => {
    const build = registry(error);
    const message = failureMessage(build);
    expect(message).toMatch(
      /public\.ecr\.aws\/docker\/library.*DockerLoginSecretArn.*PullThroughCachePrefixes/,
    );
    expect(message.slice(0, 200)).toMatch(/429|toomanyrequests|node:20/);
    expect(isRateLimited(build.log)).toBe(true);
  });

  it.each([
    '123456789012.dkr.ecr.eu-west-1.amazonaws.com',
    '123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn',
    '123456789012.dkr.ecr-fips.us-gov-west-1.amazonaws.com',
    '123456789012.dkr-ecr.eu-west-1.on.aws',
    '123456789012.dkr-ecr-fips.us-east-1.on.aws',
  ])('for want of rights in %s names the registration parameters', (host) => {
    for (const error of [
      `failed to resolve source metadata for ${host}/base:1: unexpected status from HEAD request to https://${host}/v2/base/manifests/1: 403 Forbidden`,
      `pulling from host ${host} failed with status code [manifests 1]: 403 Forbidden`,
      `failed to authorize: failed to fetch oauth token: https://${host}/token: 401 Unauthorized`,
    ]) {
      const build = registry(error);
      expect(failureMessage(build)).toMatch(/BaseImageRepositories.*PullThroughCachePrefixes/);
      expect(isRateLimited(build.log)).toBe(false);
    }
  });

  it.each([
    [
      'Secrets Manager Error Message',
      'AccessDeniedException: User: arn:aws:sts::123456789012:assumed-role/build/AWSCodeBuild-1 is not authorized to perform: secretsmanager:GetSecretValue on resource: npm because no identity-based policy allows the secretsmanager:GetSecretValue action',
      /AccessDeniedException.*SecretArns/,
    ],
    [
      'Secrets Manager Error Message',
      'AccessDeniedException: Access to KMS is not allowed',
      /allow it kms:Decrypt in the key's policy/,
    ],
    [
      'Secrets Manager Error Message',
      "ResourceNotFoundException: Secrets Manager can't find the specified secret.",
      /find the specified secret.*check the reference in BuildSecrets or DockerLoginSecretArn/,
    ],
    ['Secrets Manager Error Message', 'Error: the secret has no JSON key token', /check the reference/],
  ])('for a secret that CodeBuild can not read (%s: %s) says what to do', (statusCode, message, expected) => {
    const phases = [
      { phaseType: 'DOWNLOAD_SOURCE', phaseStatus: 'FAILED', contexts: [{ statusCode, message }] },
    ];
    const text = failureMessage({ ...registry(''), log: [], phases });
    expect(text).toMatch(expected);
    expect(text).toContain('DOWNLOAD_SOURCE');
  });

  it.each([
    ['VPC_CLIENT_ERROR', 'Unexpected EC2 error: UnauthorizedOperation'],
    [
      'CLIENT_ERROR',
      'User: arn:aws:sts::123456789012:assumed-role/build/x is not authorized to perform: ec2:CreateNetworkInterface on resource: arn:aws:ec2:eu-west-1:123456789012:subnet/subnet-1',
    ],
    ['CLIENT_ERROR', 'Not authorized to perform DescribeSecurityGroups'],
  ])('for a role without rights in a VPC (%s: %s) names the parameter', (statusCode, message) => {
    const phases = [
      { phaseType: 'PROVISIONING', phaseStatus: 'FAILED', contexts: [{ statusCode, message }] },
    ];
    expect(failureMessage({ ...registry(''), log: [], phases })).toContain(
      'set the registration parameter VpcAccess to true',
    );
  });

  it.each([
    'dial tcp 10.0.3.7:443: connect: no route to host',
    'dial tcp 1.2.3.4:443: i/o timeout',
    'dial tcp: lookup registry-1.docker.io: no such host',
    'dial tcp: lookup registry-1.docker.io on 10.0.0.2:53: Temporary failure in name resolution',
    'Could not connect to the endpoint URL: "https://api.ecr.eu-west-1.amazonaws.com/"',
    'Connect timeout on endpoint URL: "https://api.ecr.eu-west-1.amazonaws.com/"',
    'curl: (6) Could not resolve host: example.com',
    'dial tcp 1.2.3.4:443: connect: network is unreachable',
    'dial tcp 1.2.3.4:443: connect: connection timed out',
  ])('for want of a way out of a VPC (%s) says what the subnets need', (error) => {
    const text = failureMessage(registry(error));
    expect(text).toContain('NAT gateway or VPC endpoints');
    expect(text.slice(0, 200)).toContain(error.slice(0, 30));
  });

  it.each([
    [
      'docker.io/library/node:20: failed to resolve source metadata for docker.io/library/node:20: failed to do request: Head "https://registry-1.docker.io/v2/library/node/manifests/20": dial tcp 1.2.3.4:443: i/o timeout',
      'cannot pull docker.io/library/node:20: dial tcp 1.2.3.4:443: i/o timeout',
    ],
    [
      'failed to resolve source metadata for ghcr.io/x:1: unexpected status from HEAD request to https://ghcr.io/v2/x/manifests/1: 403 Forbidden',
      'cannot pull ghcr.io/x:1: 403 Forbidden',
    ],
    [
      `failed to push registry/docker-builder/web/image:${'a'.repeat(64)}: unexpected status from POST request to https://registry/v2/x: 403 Forbidden`,
      'cannot push to registry/docker-builder/web/image: 403 Forbidden',
    ],
  ])('%s leads with the cause', (error, words) => {
    expect(failureMessage(failed([`ERROR: failed to solve: ${error}`]))).toContain(`exit code 1: ${words}`);
  });

  it('elsewhere has no such advice', () => {
    expect(
      failureMessage(
        registry('unexpected status from HEAD request to https://ghcr.io/v2/x/manifests/1: 403 Forbidden'),
      ),
    ).not.toContain('BaseImageRepositories');
  });
});

describe('the message of a build that CodeBuild ended', () => {
  it.each([
    [
      'TIMED_OUT',
      'BUILD',
      /did not end within 60 minutes \(TimeoutInMinutes\); it was in its BUILD phase: .*step 9$/,
    ],
    ['STOPPED', 'BUILD', /was stopped in its BUILD phase/],
    [
      'TIMED_OUT',
      'QUEUED',
      /waited in CodeBuild's queue until its time was up; raise the quota "Concurrently running builds"/,
    ],
    ['FAILED', 'QUEUED', /waited in CodeBuild's queue/],
  ])('as %s in its %s phase', (status, phaseType, expected) => {
    const log = ['an error that did no harm', ...Array.from({ length: 10 }, (_, n) => `step ${n}`)];
    const phases = [{ phaseType, phaseStatus: status, contexts: [] }];
    expect(failureMessage(failed(phaseType === 'QUEUED' ? [] : log, { status, phases }))).toMatch(expected);
  });

  it.each([
    ['AccessDenied: Access Denied for primary source', /AccessDenied: Access Denied for primary source\)\.$/],
    ['error while downloading key context.bin, error: x', /only keys that end in \.zip/],
  ])("gives CodeBuild's own reason when no command failed: %s", (message, expected) => {
    const phases = failedPhase('DOWNLOAD_SOURCE', message, 'CLIENT_ERROR');
    expect(failureMessage(failed([], { phases }))).toMatch(expected);
  });
});

describe('the message of any failed build', () => {
  it('ends with the link to the log where the log stays', () => {
    const link = 'https://console.aws.amazon.com/log';
    expect(failureMessage(failed(failedRun(['bad']), { link }))).toMatch(
      /: bad Full log: https:\/\/console\.aws\.amazon\.com\/log$/,
    );
  });

  it('is one line within the limit', () => {
    const line = fc.oneof(
      fc.string({ maxLength: 2_000 }),
      fc.constantFrom(
        '------',
        ' > [1/2] RUN x:',
        'ERROR: failed to solve: y',
        '[Container] Running command x',
        '[Container] Command did not exit successfully x exit status 1',
        'toomanyrequests',
        'exit code: 137',
      ),
    );
    fc.assert(
      fc.property(
        fc.array(line, { maxLength: 40 }),
        fc.constantFrom('FAILED', 'TIMED_OUT', 'STOPPED'),
        (log, status) => {
          const link = `https://console/${'x'.repeat(150)}`;
          const message = failureMessage(
            failed(
              log.flatMap((text) => text.split('\n')),
              { status, link },
            ),
          );
          expect(message.length).toBeLessThanOrEqual(MESSAGE_LIMIT);
          expect(message).not.toContain('\n');
        },
      ),
      { numRuns: 500 },
    );
  });
});

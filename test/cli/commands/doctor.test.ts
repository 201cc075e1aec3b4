import { DescribeTypeCommand } from '@aws-sdk/client-cloudformation';
import { ListBuildsCommand } from '@aws-sdk/client-codebuild';
import { GetRoleCommand } from '@aws-sdk/client-iam';
import { HeadBucketCommand } from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { readPackage } from '../../../cli/registration/read-package';
import { dockerClient } from '../../../local/engine/docker';
import { findEngine } from '../../../local/engine/find';
import { awsEnvironment, commandLine, resultOf } from '../../support/command-line';
import { FakeAccount } from '../../support/fake-account';
import { serviceError } from '../../support/fake-stack';

jest.mock('../../../local/engine/docker');
jest.mock('../../../local/engine/find');

const before = { ...process.env };
let account: FakeAccount;

beforeEach(() => {
  Object.assign(process.env, awsEnvironment);
  account = new FakeAccount();
  jest.mocked(dockerClient).mockReturnValue('/usr/bin/docker');
  jest.mocked(findEngine).mockResolvedValue(undefined);
});

afterEach(() => {
  account.restore();
  process.env = { ...before };
});

const denied = serviceError('AccessDenied', 'not authorized', 403);

interface Check {
  check: string;
  status: string;
  detail: string;
  fix?: string;
}

async function doctor(...words: string[]): Promise<{ code: number; checks: Record<string, Check> }> {
  const { code, stdout } = await commandLine('doctor', '--json', ...words);
  const { checks } = resultOf(stdout) as unknown as { checks: Check[] };
  return { code, checks: Object.fromEntries(checks.map((one) => [one.check, one])) };
}

describe('docker-builder doctor', () => {
  it('finds nothing missing where the type is registered', async () => {
    await commandLine('register');
    const { code, checks } = await doctor();
    expect(code).toBe(0);
    expect(Object.entries(checks).map(([name, { status }]) => `${name} ${status}`)).toEqual([
      'docker ok',
      'local engine optional',
      'region ok',
      'credentials ok',
      'registration ok',
      'type ok',
      'execution role ok',
      'build role ok',
      'bucket ok',
      'codebuild ok',
    ]);
    expect(checks.type?.detail).toContain(
      'version 00000001 is the default one, from the package of this command',
    );
  });

  it('prints a line for each check on standard output, and what is missing on standard error', async () => {
    const { code, stdout, stderr } = await commandLine('doctor');
    expect(code).toBe(3);
    expect(stdout).toMatch(
      /^missing +type +TokenInjectable::Docker::Builder is not registered in us-east-1: .*docker-builder register$/m,
    );
    expect(stderr).toBe('docker-builder: missing: registration, type\n');
  });

  it('names the Region of each line when there are several', async () => {
    const { stdout } = await commandLine('doctor', '--region', 'eu-west-1', 'us-east-1');
    expect(stdout).toMatch(/^missing +eu-west-1 +type .* register --region eu-west-1$/m);
    expect(stdout).toMatch(/^missing +us-east-1 +type .* register --region us-east-1$/m);
  });

  it.each<[string, (fake: FakeAccount) => unknown, string, Partial<Check>]>([
    [
      'another version of the package',
      (fake) => Object.assign(fake.stack ?? {}, { parameters: [] }),
      'type',
      { status: 'optional', fix: expect.stringContaining('register --update') },
    ],
    [
      'another default version',
      (fake) => fake.submit(),
      'type',
      { status: 'optional', detail: expect.stringContaining('version 00000002 is the default one') },
    ],
    [
      'a stack that failed',
      (fake) => Object.assign(fake.stack ?? {}, { status: 'UPDATE_ROLLBACK_FAILED' }),
      'registration',
      { status: 'missing', detail: expect.stringContaining('UPDATE_ROLLBACK_FAILED') },
    ],
    [
      'a build role that was deleted',
      (fake) => fake.roles.delete('docker-builder-build-us-east-1'),
      'build role',
      { status: 'missing', detail: expect.stringContaining('docker-builder-build-us-east-1 does not exist') },
    ],
    [
      'a missing bucket',
      (fake) => fake.buckets.delete('docker-builder-123456789012-us-east-1'),
      'bucket',
      { status: 'optional', fix: expect.stringContaining('--create-s3-bucket') },
    ],
    [
      "another account's bucket",
      (fake) => fake.s3.on(HeadBucketCommand).rejects(serviceError('Forbidden', 'Forbidden', 403)),
      'bucket',
      { status: 'missing', detail: expect.stringContaining("another account's") },
    ],
    [
      'builds that wait',
      (fake) => fake.builds.push({ id: 'a:1', buildStatus: 'IN_PROGRESS', currentPhase: 'QUEUED' }),
      'codebuild',
      {
        status: 'optional',
        detail: expect.stringContaining('1 wait'),
        fix: expect.stringContaining('service-quotas'),
      },
    ],
    [
      'no right to look at roles',
      (fake) => fake.iam.on(GetRoleCommand).rejects(denied),
      'execution role',
      { status: 'unknown', detail: expect.stringContaining('iam:GetRole is not permitted') },
    ],
    [
      'no right to look at builds',
      (fake) => fake.codebuild.on(ListBuildsCommand).rejects(denied),
      'codebuild',
      { status: 'unknown', detail: expect.stringContaining('not permitted') },
    ],
    [
      'no right to look at the type',
      (fake) => fake.cloudformation.on(DescribeTypeCommand).rejects(denied),
      'registration',
      { status: 'unknown', detail: expect.stringContaining('not permitted') },
    ],
  ])('finds %s', async (_what, prepare, check, expected) => {
    await commandLine('register');
    prepare(account);
    const { checks } = await doctor();
    expect(checks[check]).toMatchObject(expected);
  });

  it('knows a type that something else registered with the same schema', async () => {
    account.submit();
    account.schema = JSON.stringify((await readPackage()).schema);
    const { code, checks } = await doctor();
    expect(code).toBe(0);
    expect(checks.type).toMatchObject({
      status: 'ok',
      detail: expect.stringContaining('registered by something else'),
    });
    expect(checks.registration).toMatchObject({ status: 'optional' });
  });

  it('looks no further without credentials', async () => {
    account.sts
      .on(GetCallerIdentityCommand)
      .rejects(Object.assign(new Error('Could not load credentials'), { name: 'CredentialsProviderError' }));
    const { code, checks } = await doctor();
    expect(code).toBe(3);
    expect(checks.credentials).toMatchObject({
      status: 'missing',
      detail: expect.stringContaining('log in'),
    });
    expect(checks.type).toBeUndefined();
  });

  it('needs Docker and the engine for --local alone', async () => {
    jest.mocked(dockerClient).mockReturnValue(undefined);
    const { code, checks } = await doctor('--local');
    expect(code).toBe(3);
    expect(checks).toMatchObject({
      docker: { status: 'missing', fix: 'start Docker' },
      'local engine': { status: 'missing', fix: expect.stringContaining('local up --detach') },
    });
    expect((await doctor()).checks.docker).toMatchObject({ status: 'optional' });
  });
});

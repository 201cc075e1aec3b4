import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CreateChangeSetCommand,
  DescribeTypeCommand,
  ExecuteChangeSetCommand,
  SetTypeConfigurationCommand,
} from '@aws-sdk/client-cloudformation';
import {
  CreateBucketCommand,
  HeadBucketCommand,
  PutBucketEncryptionCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { TYPE_NAME } from '../../../cli/type-name';
import { awsEnvironment, commandLine, resultOf } from '../../support/command-line';
import { FakeAccount } from '../../support/fake-account';
import { serviceError } from '../../support/fake-stack';
import { temporaryFolder } from '../../support/temporary-folder';
import { packageIn } from '../../support/type-package';

const before = { ...process.env };
const folder = temporaryFolder();
const contexts = 'docker-builder-123456789012-us-east-1';
const packages = 'docker-builder-packages-123456789012-us-east-1';
const STACK = 'docker-builder-registration';
let account: FakeAccount;

beforeEach(() => {
  Object.assign(process.env, awsEnvironment);
  account = new FakeAccount();
});

afterEach(() => {
  account.restore();
  process.env = { ...before };
});

const packageOf = (code?: string) => packageIn(folder.path, code);

const register = async (...words: string[]) =>
  commandLine('register', '--package', await packageOf(), ...words);

const fileOf = (text: string): string => {
  const file = join(folder.path, 'configuration.json');
  writeFileSync(file, text);
  return file;
};

describe('docker-builder register', () => {
  it('creates what is missing, and says each of it before it does', async () => {
    const { code, stderr, stdout } = await register();
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(account.stack).toMatchObject({ name: STACK, status: 'CREATE_COMPLETE' });
    expect(account.parameter('TypeName')).toBe(TYPE_NAME);
    expect(account.parameter('NamePrefix')).toBe('docker-builder');
    const [key] = account.buckets.get(packages) ?? [];
    expect(key).toMatch(/^TokenInjectable-Docker-Builder\/[0-9a-f]{64}\.zip$/);
    expect(account.parameter('SchemaHandlerPackage')).toBe(`s3://${packages}/${key}`);
    const lines = stderr.split('\n');
    expect(lines[0]).toBe(`register ${TYPE_NAME} in us-east-1 (account 123456789012):`);
    for (const part of [
      `create the bucket ${packages} for packages`,
      `create the bucket ${contexts}`,
      'upload the package',
      'create the roles',
    ])
      expect(lines.findIndex((line) => line.includes(part))).toBeGreaterThan(0);
    expect(stderr).toContain('is registered in us-east-1, version 00000001');
  });

  it('prints the costs on AWS', async () => {
    delete process.env.AWS_ENDPOINT_URL;
    expect((await register('--dry-run')).stderr).toMatch(/costs: .*\n.*0\.0009 USD/);
  });

  it('changes nothing with --dry-run', async () => {
    const { code, stderr, stdout } = await register('--dry-run', '--json');
    expect({ code, left: account.leftovers(), stderr }).toEqual({ code: 0, left: [], stderr: '' });
    expect(resultOf(stdout)).toMatchObject({
      ok: true,
      regions: [{ changes: [expect.stringContaining('create')] }],
    });
  });

  it('changes nothing when everything is as wanted', async () => {
    await register();
    const calls = account.cloudformation.commandCalls(CreateChangeSetCommand).length;
    const { code, stdout } = await register('--json');
    expect(code).toBe(0);
    expect(resultOf(stdout)).toMatchObject({ regions: [{ action: 'none', version: '00000001' }] });
    expect(account.cloudformation.commandCalls(CreateChangeSetCommand)).toHaveLength(calls);
  });

  it('refuses to replace another package without --update', async () => {
    await register();
    const { code, stderr } = await commandLine('register', '--package', await packageOf('two'));
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /is already registered in us-east-1 \(version 00000001 .*: add --update to register this package as a new version/,
    );
    expect(account.versions).toEqual(['00000001']);
  });

  it('replaces it with --update, and removes the old package', async () => {
    await register();
    const { code } = await commandLine('register', '--update', '--package', await packageOf('two'));
    expect({ code, versions: account.versions }).toEqual({ code: 0, versions: ['00000002'] });
    expect(account.buckets.get(packages)?.size).toBe(1);
  });

  it('refuses to register beside what cfn submit registered, unless it is told to', async () => {
    account.submit();
    const refused = await register();
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(/already registered in us-east-1 by something else, such as cfn submit/);
    expect(account.leftovers()).toEqual(['00000001']);
    const { code, stderr } = await register('--update');
    expect({ code, versions: account.versions, now: account.defaultVersion }).toEqual({
      code: 0,
      versions: ['00000001', '00000002'],
      now: '00000002',
    });
    expect(stderr).toContain('leave what something else registered, such as cfn submit: 00000001');
  });

  it('makes its version the default one again with --update', async () => {
    await register();
    account.submit();
    expect((await register()).code).toBe(2);
    expect((await register('--update')).code).toBe(0);
    expect({ versions: account.versions, now: account.defaultVersion }).toEqual({
      versions: ['00000001', '00000002'],
      now: '00000001',
    });
  });

  it('sets the type configuration last, and only when it differs', async () => {
    const file = fileOf('{"PollIntervalSeconds": 7}');
    expect((await register('--type-configuration', file)).code).toBe(0);
    expect(account.configuration).toBe('{"PollIntervalSeconds":7}');
    await register('--type-configuration', file);
    expect(account.cloudformation.commandCalls(SetTypeConfigurationCommand)).toHaveLength(1);
  });

  it('registers under another name with names of its own, and names its build role in the configuration', async () => {
    const { code } = await commandLine('register', '--type-name', 'Acme::Docker::Image');
    expect(code).toBe(0);
    expect(account.stack?.name).toBe(`${STACK}-Acme-Docker-Image`);
    expect(account.parameter('NamePrefix')).toBe('acme-docker-image');
    expect(JSON.parse(account.configuration)).toEqual({
      ServiceRoleArn: expect.stringContaining(':role/docker-builder/'),
    });
  });

  it('looks at every Region before it changes one', async () => {
    account.sts
      .on(GetCallerIdentityCommand)
      .resolvesOnce({ Account: '123456789012' })
      .rejects(
        serviceError(
          'UnrecognizedClientException',
          'The security token included in the request is invalid',
          403,
        ),
      );
    const { code, stderr } = await register('--region', 'us-east-1', 'ap-east-1');
    expect({ code, left: account.leftovers() }).toEqual({ code: 3, left: [] });
    expect(stderr).toMatch(/--region ap-east-1: .*; the account may not have enabled this Region\n$/);
  });
});

describe('a failed registration', () => {
  const reason = 'Deployment failed.\nError message: the handler could not be loaded';

  it('reports the reason that only the registry knows, and leaves nothing', async () => {
    account.failure = reason;
    const { code, stderr } = await register();
    expect({ code, left: account.leftovers() }).toEqual({ code: 1, left: [] });
    expect(stderr).toContain(
      `docker-builder: the registration failed: Deployment failed.; Error message: the handler could not be loaded; the stack ${STACK} was rolled back, nothing of it is left\n`,
    );
  });

  it('is repaired by the next run', async () => {
    account.failure = reason;
    await register();
    account.failure = undefined;
    expect((await register()).code).toBe(0);
  });

  it('that left its stack is repaired by the next run', async () => {
    account.stack = { name: STACK, status: 'ROLLBACK_COMPLETE', parameters: [], template: '', version: '' };
    const { code, stderr } = await register();
    expect({ code, status: account.stack.status }).toEqual({ code: 0, status: 'CREATE_COMPLETE' });
    expect(stderr).toContain('deleting the remains');
  });

  it('of an update keeps what was registered', async () => {
    await register();
    account.failure = reason;
    const { code, stderr } = await commandLine('register', '--update', '--package', await packageOf('two'));
    expect(code).toBe(1);
    expect(stderr).toContain('the earlier registration is back in place');
    expect(account.versions).toEqual(['00000001']);
    expect(account.buckets.get(packages)?.size).toBe(1);
  });

  it("for a missing right is the environment's fault", async () => {
    account.failure = '';
    account.stackReason = 'User: arn:x is not authorized to perform: iam:CreateRole on resource: role y';
    const { code, stderr } = await register();
    expect(code).toBe(3);
    expect(stderr).toContain('iam:CreateRole');
  });
});

describe('nothing is left when a right is missing for', () => {
  const denied = serviceError('AccessDenied', 'User: me is not authorized to perform: it', 403);
  it.each<[string, (fake: FakeAccount) => unknown]>([
    ['the registry', ({ cloudformation }) => cloudformation.on(DescribeTypeCommand).rejects(denied)],
    ['a bucket', ({ s3 }) => s3.on(CreateBucketCommand).rejects(denied)],
    ['the encryption of a bucket', ({ s3 }) => s3.on(PutBucketEncryptionCommand).rejects(denied)],
    ['the package', ({ s3 }) => s3.on(PutObjectCommand).rejects(denied)],
    ['the change set', ({ cloudformation }) => cloudformation.on(CreateChangeSetCommand).rejects(denied)],
    ['its execution', ({ cloudformation }) => cloudformation.on(ExecuteChangeSetCommand).rejects(denied)],
  ])('%s', async (_what, deny) => {
    deny(account);
    const { code, stderr } = await register();
    expect({ code, left: account.leftovers() }).toEqual({ code: 3, left: [] });
    expect(stderr).toContain('not permitted: User: me is not authorized to perform: it');
  });
});

describe('a bucket that can not be used', () => {
  it.each<[string, (fake: FakeAccount) => unknown, string[], number, RegExp]>([
    [
      "another account's of the default name",
      ({ s3 }) => s3.on(HeadBucketCommand).rejects(serviceError('Forbidden', 'Forbidden', 403)),
      [],
      3,
      new RegExp(`the bucket ${packages} can't be used: it is another account's`),
    ],
    [
      'taken between look and creation',
      ({ s3 }) => s3.on(CreateBucketCommand).rejects(serviceError('BucketAlreadyExists', 'exists', 409)),
      [],
      3,
      /belongs to another account: give one of yours with --s3-bucket/,
    ],
    [
      'one of another Region',
      ({ s3 }) => s3.on(HeadBucketCommand).rejects(serviceError('PermanentRedirect', 'moved', 301)),
      ['--s3-bucket', 'elsewhere'],
      3,
      /the bucket elsewhere is in another Region/,
    ],
    [
      'one that does not exist',
      () => {},
      ['--s3-bucket', 'nowhere'],
      2,
      /--s3-bucket nowhere: there is no such bucket/,
    ],
  ])('is named: %s', async (_what, prepare, words, exitCode, message) => {
    prepare(account);
    const { code, stderr } = await register(...words);
    expect({ code, left: account.leftovers() }).toEqual({ code: exitCode, left: [] });
    expect(stderr).toMatch(message);
  });
});

it.each<[string, string[], RegExp]>([
  ['a reserved namespace', ['--type-name', 'AWS::Docker::Image'], /--type-name .*reserves AWS/],
  ['a malformed name', ['--type-name', 'Image'], /--type-name "Image" must look like/],
  ['a Region that can not be one', ['--region', 'Frankfurt'], /--region "Frankfurt" is not a Region/],
  ['a second Region that can not be one', ['--region', 'eu-west-1', 'x'], /--region "x" is not a Region/],
  ['a package that is not one', ['--package', __filename], /--package .* is not a schema handler package/],
  [
    'a missing configuration',
    ['--type-configuration', 'nowhere.json'],
    /--type-configuration nowhere\.json: no such file/,
  ],
  ['a parameter without a value', ['--parameter-overrides', 'VpcAccess'], /must look like KEY=VALUE/],
  ['an unknown parameter', ['--parameter-overrides', 'Vpc=true'], /Vpc is not a parameter of the template/],
  ['a bucket that can not be one', ['--s3-bucket', '-'], /--s3-bucket "-" is not the name of a bucket/],
])('refuses %s before any call', async (_what, words, message) => {
  const { code, stderr } = await commandLine('register', ...words);
  expect({ code, left: account.leftovers() }).toEqual({ code: 2, left: [] });
  expect(stderr).toMatch(message);
  expect(account.sts.calls()).toEqual([]);
});

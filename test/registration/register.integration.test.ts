import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CloudFormation,
  CloudFormationServiceException,
  type StackStatus,
} from '@aws-sdk/client-cloudformation';
import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs';
import { IAM } from '@aws-sdk/client-iam';
import { S3 } from '@aws-sdk/client-s3';
import { TYPE_PACKAGE } from '../../cli/registration/type-package';
import { unzip, zip } from '../../cli/registration/zip';
import { TYPE_NAME } from '../../cli/type-name';
import { ROOT_KEYS } from '../../local/engine/endpoint';
import { template } from '../support/builder-template';
import { commandLine, resultOf } from '../support/command-line';
import { type Folder, folderOf } from '../support/folder';
import { roleCopies, type Session, type Statement } from '../support/role-copy';
import { root, uniqueName } from '../support/tools';

/** The engine's own registration is in us-east-1. */
const region = 'eu-north-1';
const config = { endpoint: process.env.AWS_ENDPOINT_URL ?? '', region, credentials: ROOT_KEYS };
const cloudformation = new CloudFormation(config);
const s3 = new S3({ ...config, forcePathStyle: true });
const iam = new IAM(config);
const packages = `docker-builder-packages-000000000000-${region}`;

const policy = JSON.parse(readFileSync(join(root, 'registration/register-policy.json'), 'utf8')) as {
  Statement: Statement[];
};

/** The rights of who registers, less some actions. */
const rights = (...less: string[]): Statement[] =>
  policy.Statement.map((statement) => ({
    ...statement,
    Action: [statement.Action].flat().filter((action) => !less.includes(action)),
  })).filter(({ Action }) => Action.length > 0);

async function sessionWith(...statements: Statement[]): Promise<Session> {
  const copies = roleCopies(config.endpoint);
  return copies.sessionOf(await copies.withRights(...statements));
}

const before = { ...process.env };
afterEach(() => {
  process.env = { ...before };
});

/** Runs a command with a session, as on AWS: without --local. */
async function as(session: Session, ...words: string[]) {
  Object.assign(process.env, {
    AWS_ACCESS_KEY_ID: session.accessKeyId,
    AWS_SECRET_ACCESS_KEY: session.secretAccessKey,
    AWS_SESSION_TOKEN: session.sessionToken,
  });
  const ended = await commandLine(...words, '--region', region);
  process.env = { ...before };
  return ended;
}

const versions = async (): Promise<string[]> => {
  const { TypeVersionSummaries = [] } = await cloudformation.listTypeVersions({
    Type: 'RESOURCE',
    TypeName: TYPE_NAME,
  });
  return TypeVersionSummaries.map(
    ({ VersionId, IsDefaultVersion }) => `${VersionId}${IsDefaultVersion ? ' default' : ''}`,
  );
};

const keys = async (): Promise<string[]> =>
  ((await s3.listObjectsV2({ Bucket: packages })).Contents ?? []).map(({ Key = '' }) => Key);

/** Everything that a registration creates, by its names. */
async function leftovers(): Promise<string[]> {
  const status = (error: unknown): StackStatus | undefined => {
    if (error instanceof CloudFormationServiceException) return undefined;
    throw error;
  };
  const [{ Buckets = [] }, { Roles = [] }, { logGroups = [] }, stack, type] = await Promise.all([
    s3.listBuckets({}),
    iam.listRoles({ PathPrefix: '/docker-builder/' }),
    new CloudWatchLogs(config).describeLogGroups({ logGroupNamePrefix: '/docker-builder/' }),
    cloudformation
      .describeStacks({ StackName: 'docker-builder-registration' })
      .then(({ Stacks }) => Stacks?.[0]?.StackStatus, status),
    cloudformation.describeType({ Type: 'RESOURCE', TypeName: TYPE_NAME }).then(({ Arn }) => Arn, status),
  ]);
  const named = [
    ...Buckets.map(({ Name = '' }) => Name),
    ...Roles.map(({ RoleName = '' }) => RoleName),
  ].filter((name) => name.endsWith(region));
  const groups = logGroups.map(({ logGroupName = '' }) => logGroupName);
  return [...named, ...groups, ...[stack, type].flatMap((one) => one ?? [])];
}

/** The package of this version with other contents. */
async function changedPackage(name: string, change: (path: string, content: Buffer) => Buffer) {
  const entries = await unzip(readFileSync(TYPE_PACKAGE));
  const changed = entries.map((entry) => ({ ...entry, content: change(entry.name, entry.content) }));
  const file = join(folder.path, name);
  writeFileSync(file, await zip(changed));
  return file;
}

const resourcesOf = async (kind: 'build' | 'execution', PolicyName: string) => {
  const RoleName = `docker-builder-${kind}-${region}`;
  const { PolicyDocument = '' } = await iam.getRolePolicy({ RoleName, PolicyName });
  const { Statement: statements } = JSON.parse(decodeURIComponent(PolicyDocument)) as {
    Statement: Statement[];
  };
  return statements.map(({ Resource }) => Resource);
};

const policiesOf = async (kind: 'build' | 'execution') =>
  (await iam.listRolePolicies({ RoleName: `docker-builder-${kind}-${region}` })).PolicyNames?.sort();

let folder: Folder;
let session: Session;
beforeAll(async () => {
  folder = folderOf({ 'configuration.json': '{"PollIntervalSeconds": 1}' });
  session = await sessionWith(...rights());
});
afterAll(async () => {
  await commandLine('unregister', '--yes', '--region', region);
  folder.remove();
});

describe('docker-builder register, with the rights of the guide and no others', () => {
  it('prints what it would do, and does nothing', async () => {
    const { code, stderr } = await as(session, 'register', '--dry-run');
    expect({ code, left: await leftovers() }).toEqual({ code: 0, left: [] });
    expect(stderr).toContain(
      `- create the bucket ${packages} for packages, encrypted and closed to the public`,
    );
    expect(stderr).toContain('nothing was changed (--dry-run)');
  });

  it('leaves nothing of a first registration that fails, and says why it failed', async () => {
    const broken = await changedPackage('broken.zip', (path, content) =>
      path === '.rpdk-config'
        ? Buffer.from(content.toString().replace('handlers.entrypoint', 'nothing.at.all'))
        : content,
    );
    const { code, stderr } = await as(session, 'register', '--package', broken);
    expect({ code, left: await leftovers() }).toEqual({ code: 1, left: [] });
    expect(stderr).toMatch(
      /\ndocker-builder: --region eu-north-1: the registration failed: .*could not be loaded.*nothing of it is left\n$/,
    );
  });

  it.each([
    ['s3:CreateBucket', []],
    ['s3:PutObject', []],
    ['cloudformation:CreateChangeSet', []],
    ['cloudformation:DescribeType', []],
  ])('without %s names the right that is missing, and leaves nothing', async (action, words: string[]) => {
    const { code, stderr } = await as(await sessionWith(...rights(action)), 'register', ...words);
    expect({ code, left: await leftovers() }).toEqual({ code: 3, left: [] });
    expect(stderr).toMatch(/not permitted|is not authorized to perform|can't be used/);
  });

  it('registers the type, with its configuration', async () => {
    const { code, stderr } = await as(
      session,
      'register',
      '--type-configuration',
      join(folder.path, 'configuration.json'),
    );
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(stderr).toContain(`${TYPE_NAME} is registered in ${region}, version 00000001`);
    expect(await versions()).toEqual(['00000001 default']);
    expect(await policiesOf('build')).toEqual(['build']);
    expect(await policiesOf('execution')).toEqual(['handlers']);
    const { PublicAccessBlockConfiguration } = await s3.getPublicAccessBlock({ Bucket: packages });
    expect(PublicAccessBlockConfiguration).toMatchObject({
      BlockPublicPolicy: true,
      RestrictPublicBuckets: true,
    });
    expect(await s3.getBucketEncryption({ Bucket: packages })).toMatchObject({
      ServerSideEncryptionConfiguration: expect.anything(),
    });
  });

  it('changes nothing when it runs again', async () => {
    const { code, stdout } = await as(session, 'register', '--json');
    expect(code).toBe(0);
    expect(resultOf(stdout)).toMatchObject({ ok: true, regions: [{ action: 'none', version: '00000001' }] });
    expect(await versions()).toEqual(['00000001 default']);
  });

  it('replaces another package only with --update: its version becomes the default, the old one and its package go', async () => {
    const changed = await changedPackage('changed.zip', (path, content) =>
      path === 'src/models.ts' ? Buffer.concat([content, Buffer.from('\n// changed\n')]) : content,
    );
    const refused = await as(session, 'register', '--package', changed);
    expect(refused).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/is already registered in .*: add --update/),
    });
    expect(await versions()).toEqual(['00000001 default']);
    const updated = await as(session, 'register', '--package', changed, '--update');
    expect(updated).toMatchObject({ code: 0 });
    expect(await versions()).toEqual(['00000002 default']);
    expect(await keys()).toHaveLength(1);
  });

  it('keeps the registered version when an update fails', async () => {
    const broken = join(folder.path, 'broken.zip');
    const [kept] = await keys();
    const { code, stderr } = await as(session, 'register', '--package', broken, '--update');
    expect(code).toBe(1);
    expect(stderr).toContain('the earlier registration is back in place');
    expect({ versions: await versions(), keys: await keys() }).toEqual({
      versions: ['00000002 default'],
      keys: [kept],
    });
  });

  it('grants rights by parameters: every bucket, key, repository and prefix as an ARN of its own', async () => {
    const [one, two] = ['arn:aws:s3:::one', 'arn:aws:s3:::two'];
    const key = `arn:aws:kms:${region}:000000000000:key/1`;
    const base = `arn:aws:ecr:${region}:111111111111:repository/base`;
    const parameters = [
      `SourceBuckets=${one},${two}`,
      `SourceKeys=${key}`,
      `BaseImageRepositories=${base}`,
      'PullThroughCachePrefixes=docker-hub,quay',
      'VpcAccess=true',
    ];
    const words = [
      '--update',
      '--package',
      join(folder.path, 'changed.zip'),
      '--parameter-overrides',
      ...parameters,
    ];
    expect(await as(session, 'register', ...words)).toMatchObject({ code: 0 });
    expect(await policiesOf('execution')).toEqual(['further-sources', 'handlers', 'source-decryption']);
    expect(await policiesOf('build')).toContain('network-interfaces');
    expect(await resourcesOf('execution', 'further-sources')).toEqual([
      [`${one}/*`, `${two}/*`],
      [one, two],
    ]);
    expect(await resourcesOf('build', 'source-decryption')).toEqual([[key]]);
    expect(await resourcesOf('build', 'base-images')).toEqual([[base]]);
    expect(await resourcesOf('build', 'pull-through-caches')).toEqual([
      ['arn:*:ecr:*:*:repository/docker-hub/*', 'arn:*:ecr:*:*:repository/quay/*'],
    ]);
    expect(await versions()).toEqual(['00000002 default']);
  });
});

describe('the registered type', () => {
  const stack = uniqueName('registered');

  it('deploys, as the doctor says', async () => {
    const doctor = await commandLine('doctor', '--region', region, '--json');
    expect(resultOf(doctor.stdout)).toMatchObject({ ok: true });
    const file = join(folder.path, 'template.yaml');
    writeFileSync(file, template(stack, 'Source: { Inline: "FROM scratch\\nCOPY <<EOF /a\\na\\nEOF\\n" }'));
    const deployed = await commandLine(
      'deploy',
      '--region',
      region,
      '--template-file',
      file,
      '--stack-name',
      stack,
    );
    expect(deployed).toMatchObject({ code: 0 });
  }, 60_000);

  it('is asked about before it goes, and its builders are named', async () => {
    const { code, stderr } = await as(session, 'unregister');
    expect(code).toBe(2);
    expect(stderr).toContain(
      `1 builder exists (${stack}): without the type, no stack can update or delete it`,
    );
    expect(stderr).toMatch(/--yes confirms/);
    await commandLine('delete', '--region', region, '--stack-name', stack);
  }, 60_000);

  it('goes with everything that register created', async () => {
    const { code } = await as(session, 'unregister', '--yes');
    expect({ code, left: await leftovers() }).toEqual({ code: 0, left: [] });
    const again = await as(session, 'unregister', '--yes');
    expect(again).toMatchObject({ code: 0, stderr: expect.stringContaining('nothing to do') });
  });
});

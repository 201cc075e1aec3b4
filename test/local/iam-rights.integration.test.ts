import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs';
import { CodeBuild } from '@aws-sdk/client-codebuild';
import { ECR } from '@aws-sdk/client-ecr';
import { S3 } from '@aws-sdk/client-s3';
import { SecretsManager } from '@aws-sdk/client-secrets-manager';
import { SSM } from '@aws-sdk/client-ssm';
import { ROOT_KEYS } from '../../local/engine/endpoint';
import type { Credentials } from '../../local/service/credentials';
import { roleCopies, type Statement } from '../support/role-copy';
import { uniqueName } from '../support/tools';

const endpoint = process.env.AWS_ENDPOINT_URL as string;
const copies = roleCopies(endpoint);

function clients(credentials: Omit<Credentials, 'sessionToken'>) {
  const config = { endpoint, region: 'us-east-1', credentials };
  return {
    codebuild: new CodeBuild(config),
    ecr: new ECR(config),
    logs: new CloudWatchLogs(config),
    s3: new S3({ ...config, forcePathStyle: true }),
    secrets: new SecretsManager(config),
    ssm: new SSM(config),
  };
}

type Clients = ReturnType<typeof clients>;
const root = clients(ROOT_KEYS);
const withRights = async (...statements: Statement[]): Promise<Clients> =>
  clients(await copies.sessionOf(await copies.withRights(...statements)));

const arn = (service: string, resource: string) => `arn:aws:${service}:us-east-1:000000000000:${resource}`;
const denied = (action: string, resource: string) => ({
  name: 'AccessDeniedException',
  message: expect.stringContaining(
    `is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`,
  ),
});

const buildRole = 'arn:aws:iam::000000000000:role/docker-builder/docker-builder-build-us-east-1';
const projectOf = (name: string) => ({
  name,
  source: { type: 'NO_SOURCE' as const, buildspec: '{"version":0.2,"phases":{}}' },
  artifacts: { type: 'NO_ARTIFACTS' as const },
  environment: {
    type: 'LINUX_CONTAINER' as const,
    image: 'aws/codebuild/standard:7.0',
    computeType: 'BUILD_GENERAL1_SMALL' as const,
  },
  serviceRole: buildRole,
});

let handlers: Clients;
let builds: Clients;
beforeAll(async () => {
  handlers = clients(await copies.sessionOf(await copies.copy('execution')));
  builds = clients(await copies.sessionOf(await copies.copy('build')));
});

describe('the handlers', () => {
  const other = 'others-project';
  const project = arn('codebuild', `project/${other}`);

  it.each<[string, (own: Clients) => Promise<unknown>]>([
    ['codebuild:CreateProject', ({ codebuild }) => codebuild.createProject(projectOf(other))],
    ['codebuild:UpdateProject', ({ codebuild }) => codebuild.updateProject({ name: other })],
    ['codebuild:DeleteProject', ({ codebuild }) => codebuild.deleteProject({ name: other })],
    ['codebuild:StartBuild', ({ codebuild }) => codebuild.startBuild({ projectName: other })],
    ['codebuild:StartBuild', ({ codebuild }) => codebuild.startBuild({ projectName: project })],
    ['codebuild:StopBuild', ({ codebuild }) => codebuild.stopBuild({ id: `${other}:some-build` })],
    ['codebuild:BatchGetProjects', ({ codebuild }) => codebuild.batchGetProjects({ names: [other] })],
    [
      'codebuild:BatchGetProjects',
      ({ codebuild }) => codebuild.batchGetProjects({ names: ['docker-builder-a', other] }),
    ],
    [
      'codebuild:BatchGetBuilds',
      ({ codebuild }) => codebuild.batchGetBuilds({ ids: ['docker-builder-a:b', `${other}:some-build`] }),
    ],
    [
      'codebuild:ListBuildsForProject',
      ({ codebuild }) => codebuild.listBuildsForProject({ projectName: other }),
    ],
  ])('may not %s outside of the names of builders', async (action, call) => {
    await expect(call(handlers)).rejects.toMatchObject(denied(action, project));
  });

  it('may not create a repository without the tag of a builder, nor change one that lacks it', async () => {
    const repositoryName = uniqueName('docker-builder/others');
    const repository = arn('ecr', `repository/${repositoryName}`);
    const { ecr } = handlers;
    const changes: Record<string, () => Promise<unknown>> = {
      CreateRepository: () => ecr.createRepository({ repositoryName }),
      DeleteRepository: () => ecr.deleteRepository({ repositoryName, force: true }),
      PutImageTagMutability: () =>
        ecr.putImageTagMutability({ repositoryName, imageTagMutability: 'MUTABLE' }),
      UntagResource: () => ecr.untagResource({ resourceArn: repository, tagKeys: ['team'] }),
    };
    await expect(changes.CreateRepository?.()).rejects.toMatchObject(
      denied('ecr:CreateRepository', repository),
    );
    await root.ecr.createRepository({ repositoryName, tags: [{ Key: 'team', Value: 'a' }] });
    for (const [action, change] of Object.entries(changes))
      await expect(change()).rejects.toMatchObject(denied(`ecr:${action}`, repository));
    expect(await ecr.describeRepositories({ repositoryNames: [repositoryName] })).toBeDefined();
  });

  it('may not read or delete the logs of others', async () => {
    const logGroupName = '/aws/lambda/others';
    const { logs } = handlers;
    await expect(logs.deleteLogGroup({ logGroupName })).rejects.toMatchObject(
      denied('logs:DeleteLogGroup', arn('logs', `log-group:${logGroupName}:log-stream:`)),
    );
    await expect(logs.getLogEvents({ logGroupName, logStreamName: 'some/stream' })).rejects.toMatchObject(
      denied('logs:GetLogEvents', arn('logs', `log-group:${logGroupName}:log-stream:some/stream`)),
    );
  });
});

describe.each([
  ['the handlers', () => handlers],
  ['a build', () => builds],
])('%s', (_, own) => {
  it('may not read a bucket that is not named as one for sources', async () => {
    const Bucket = uniqueName('others');
    await root.s3.createBucket({ Bucket });
    await root.s3.putObject({ Bucket, Key: 'context.zip', Body: 'zip' });
    await expect(own().s3.getObject({ Bucket, Key: 'context.zip' })).rejects.toMatchObject({
      name: 'AccessDenied',
    });
  });

  it('may not read secrets and parameters', async () => {
    const Name = uniqueName('others');
    await root.secrets.createSecret({ Name, SecretString: 'hidden' });
    await root.ssm.putParameter({ Name, Value: 'hidden', Type: 'SecureString' });
    await expect(own().secrets.getSecretValue({ SecretId: Name })).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
    await expect(own().ssm.getParameter({ Name })).rejects.toMatchObject({ name: 'AccessDeniedException' });
    await root.secrets.deleteSecret({ SecretId: Name, ForceDeleteWithoutRecovery: true });
    await root.ssm.deleteParameter({ Name });
  });
});

describe('a build', () => {
  it('may not create a log group, nor write to the log of others', async () => {
    const logGroupName = `/aws/codebuild/${uniqueName('docker-builder')}`;
    await expect(builds.logs.createLogGroup({ logGroupName })).rejects.toMatchObject(
      denied('logs:CreateLogGroup', arn('logs', `log-group:${logGroupName}:log-stream:`)),
    );
    const others = { logGroupName: '/aws/lambda/others', logStreamName: 'stream' };
    await expect(builds.logs.createLogStream(others)).rejects.toMatchObject(
      denied('logs:CreateLogStream', arn('logs', 'log-group:/aws/lambda/others:log-stream:stream')),
    );
  });

  it('whose project takes the secret of another fails, and says why', async () => {
    const [name, secret] = [uniqueName('docker-builder-secret'), uniqueName('others')];
    await root.secrets.createSecret({ Name: secret, SecretString: 'hidden' });
    await root.logs.createLogGroup({ logGroupName: `/aws/codebuild/${name}` });
    const environmentVariables = [{ name: 'STOLEN', value: secret, type: 'SECRETS_MANAGER' as const }];
    const { environment, ...project } = projectOf(name);
    await root.codebuild.createProject({
      ...project,
      environment: { ...environment, environmentVariables },
    });
    const { build } = await root.codebuild.startBuild({ projectName: name });
    for (;;) {
      const { builds: [ended] = [] } = await root.codebuild.batchGetBuilds({ ids: [build?.id ?? ''] });
      if (ended?.buildStatus === 'IN_PROGRESS') continue;
      expect(ended?.buildStatus).toBe('FAILED');
      expect(JSON.stringify(ended?.phases)).toContain('secretsmanager:GetSecretValue');
      break;
    }
    await root.codebuild.deleteProject({ name });
  }, 30_000);
});

describe('conditions on tags', () => {
  const tagged = (condition: Record<string, string>): Statement => ({
    Action: ['codebuild:*', 'ecr:*', 'iam:PassRole'],
    Resource: '*',
    Condition: { StringEquals: condition },
  });

  it('of the resource are about the tags of a project and of a repository', async () => {
    const own = await withRights(tagged({ 'aws:ResourceTag/team': 'a' }));
    const [mine, others] = [uniqueName('docker-builder-a'), uniqueName('docker-builder-b')];
    for (const [name, team] of [
      [mine, 'a'],
      [others, 'b'],
    ] as const) {
      await root.codebuild.createProject({ ...projectOf(name), tags: [{ key: 'team', value: team }] });
      await root.ecr.createRepository({ repositoryName: name, tags: [{ Key: 'team', Value: team }] });
    }
    await own.codebuild.batchGetProjects({ names: [mine] });
    await own.ecr.describeImages({ repositoryName: mine });
    await expect(own.codebuild.batchGetProjects({ names: [mine, others] })).rejects.toMatchObject(
      denied('codebuild:BatchGetProjects', arn('codebuild', `project/${others}`)),
    );
    await expect(own.ecr.describeImages({ repositoryName: others })).rejects.toMatchObject(
      denied('ecr:DescribeImages', arn('ecr', `repository/${others}`)),
    );
    for (const name of [mine, others]) await root.codebuild.deleteProject({ name });
  });

  it('of the request are about the tags that a project and a repository are created with', async () => {
    const own = await withRights(tagged({ 'aws:RequestTag/team': 'a' }));
    const name = uniqueName('docker-builder-a');
    const roleGoes = await withRights(tagged({ 'aws:RequestTag/team': 'a' }), {
      Action: 'iam:PassRole',
      Resource: '*',
    });
    await expect(own.codebuild.createProject(projectOf(name))).rejects.toMatchObject(
      denied('codebuild:CreateProject', arn('codebuild', `project/${name}`)),
    );
    await roleGoes.codebuild.createProject({ ...projectOf(name), tags: [{ key: 'team', value: 'a' }] });
    await own.ecr.createRepository({ repositoryName: name, tags: [{ Key: 'team', Value: 'a' }] });
    await root.codebuild.deleteProject({ name });
  });

  it('are about the keys that UntagResource names', async () => {
    const own = await withRights({
      Action: 'ecr:UntagResource',
      Resource: '*',
      Condition: { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['free'] } },
    });
    const repositoryName = uniqueName('tags');
    const { repository } = await root.ecr.createRepository({ repositoryName });
    const resourceArn = repository?.repositoryArn ?? '';
    await own.ecr.untagResource({ resourceArn, tagKeys: ['free'] });
    await expect(own.ecr.untagResource({ resourceArn, tagKeys: ['free', 'owner'] })).rejects.toMatchObject(
      denied('ecr:UntagResource', resourceArn),
    );
  });
});

describe('what is created with tags', () => {
  it.each<[string, (own: Clients, name: string) => Promise<unknown>, (name: string) => string]>([
    [
      'ecr:TagResource',
      ({ ecr }, repositoryName) =>
        ecr.createRepository({ repositoryName, tags: [{ Key: 'team', Value: 'a' }] }),
      (name) => arn('ecr', `repository/${name}`),
    ],
    [
      'logs:TagResource',
      ({ logs }, logGroupName) => logs.createLogGroup({ logGroupName, tags: { team: 'a' } }),
      (name) => arn('logs', `log-group:${name}`),
    ],
  ])('takes %s too', async (action, create, resource) => {
    const creating: Statement = { Action: ['ecr:CreateRepository', 'logs:CreateLogGroup'], Resource: '*' };
    const name = uniqueName('tagged');
    const refused = create(await withRights(creating), name);
    await expect(refused).rejects.toMatchObject(denied(action, resource(name)));
    await create(await withRights(creating, { Action: action, Resource: resource(name) }), name);
  });
});

it('DescribeRepositories without names is about all repositories', async () => {
  const own = await withRights({
    Action: 'ecr:DescribeRepositories',
    Resource: arn('ecr', 'repository/docker-builder/*'),
  });
  const all = own.ecr.describeRepositories({});
  await expect(all).rejects.toMatchObject(denied('ecr:DescribeRepositories', arn('ecr', 'repository/*')));
});

it('a bucket whose policy denies plain http is read: the endpoint counts as https', async () => {
  const Bucket = uniqueName('secure');
  await root.s3.createBucket({ Bucket });
  await root.s3.putObject({ Bucket, Key: 'key', Body: 'content' });
  const Resource = [`arn:aws:s3:::${Bucket}`, `arn:aws:s3:::${Bucket}/*`];
  const Condition = { Bool: { 'aws:SecureTransport': 'false' } };
  const Statement = [{ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource, Condition }];
  await root.s3.putBucketPolicy({ Bucket, Policy: JSON.stringify({ Version: '2012-10-17', Statement }) });
  const own = await withRights({ Action: 's3:GetObject', Resource });
  expect(await own.s3.getObject({ Bucket, Key: 'key' })).toMatchObject({ ContentLength: 7 });
});

describe('an object that does not exist', () => {
  const Bucket = uniqueName('missing');
  beforeAll(() => root.s3.createBucket({ Bucket }));
  const Resource = [`arn:aws:s3:::${Bucket}`, `arn:aws:s3:::${Bucket}/*`];

  it('is missing for those who may list its bucket', async () => {
    const { s3 } = await withRights({ Action: ['s3:GetObject', 's3:ListBucket'], Resource });
    await expect(s3.getObject({ Bucket, Key: 'none' })).rejects.toMatchObject({ name: 'NoSuchKey' });
    await expect(s3.headObject({ Bucket, Key: 'none' })).rejects.toMatchObject({ name: 'NotFound' });
  });

  it('is hidden from the others', async () => {
    const { s3 } = await withRights({ Action: 's3:GetObject', Resource });
    await expect(s3.getObject({ Bucket, Key: 'none' })).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringContaining('s3:ListBucket'),
    });
    await expect(s3.headObject({ Bucket, Key: 'none' })).rejects.toMatchObject({
      $metadata: { httpStatusCode: 403 },
    });
    await expect(s3.getObject({ Bucket: `${Bucket}-none`, Key: 'none' })).rejects.toMatchObject({
      name: 'NoSuchBucket',
    });
  });
});

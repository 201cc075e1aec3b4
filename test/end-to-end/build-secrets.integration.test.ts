import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs';
import { CodeBuild } from '@aws-sdk/client-codebuild';
import { ECR } from '@aws-sdk/client-ecr';
import { S3 } from '@aws-sdk/client-s3';
import { SecretsManager } from '@aws-sdk/client-secrets-manager';
import { ROOT_KEYS } from '../../local/engine/endpoint';
import type { Properties } from '../../local/registry/properties';
import { startTypeDriver, type TypeDriver } from '../faults/type-driver';
import { watchCommandLines } from '../support/command-lines';
import { registryRequests, registryToken } from '../support/registry-requests';
import { roleCopies } from '../support/role-copy';
import { fileOfImage, uniqueName } from '../support/tools';
import { zipBytes } from '../support/zip-bytes';

const endpoint = process.env.AWS_ENDPOINT_URL as string;
const config = { endpoint, region: 'us-east-1', credentials: ROOT_KEYS };
const secretsManager = new SecretsManager(config);
const ecr = new ECR(config);

const log: string[] = [];
let driver: TypeDriver;
let role: string;
beforeAll(async () => {
  // What the registration's parameter SecretArns adds.
  const readSecrets = {
    Action: 'secretsmanager:GetSecretValue',
    Resource: 'arn:aws:secretsmanager:*:*:secret:open-*',
  };
  role = await roleCopies(endpoint).copy('build', undefined, [readSecrets]);
  driver = await startTypeDriver({ endpoint, second: 100, log: (line) => log.push(line) });
});
afterAll(() => driver.stop());

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const secretOf = async (value: string, word = 'open'): Promise<{ arn: string; version: string }> => {
  const { ARN = '', VersionId = '' } = await secretsManager.createSecret({
    Name: uniqueName(word),
    SecretString: value,
  });
  return { arn: ARN, version: VersionId };
};

/** A context whose RUN writes the hash of each secret, with the machine's static busybox. */
async function sourceOf(...ids: string[]): Promise<Properties> {
  const mounts = ids.map((id) => `--mount=type=secret,id=${id},required=true`).join(' ');
  const hash = ids.map((id) => `busybox sha256sum < /run/secrets/${id}`).join('; ');
  const dockerfile = [
    'FROM scratch AS build',
    'COPY busybox /bin/busybox',
    'ENV PATH=/bin',
    `RUN ${mounts} ["/bin/busybox", "sh", "-c", "(${hash}) > /hashes; busybox sleep 1"]`,
    'FROM scratch AS unused',
  ].join('\n');
  const [S3Bucket, S3Key] = ['docker-builder-000000000000-us-east-1', `${uniqueName('secrets')}.zip`];
  const Body = zipBytes([
    { name: 'Dockerfile', content: dockerfile },
    { name: 'busybox', content: readFileSync('/usr/bin/busybox'), attributes: 0o100755 },
  ]);
  await new S3({ ...config, forcePathStyle: true }).putObject({ Bucket: S3Bucket, Key: S3Key, Body });
  return { S3Bucket, S3Key };
}

const builder = (properties: Properties): Properties & { BuilderName: string } => ({
  BuilderName: uniqueName('secret'),
  PollIntervalSeconds: 1,
  Repository: { RemovalPolicy: 'DELETE' },
  ServiceRoleArn: role,
  Target: 'build',
  ...properties,
});

const remove = (properties: Properties & { BuilderName: string }) =>
  driver.operate({ action: 'DELETE', properties, physicalId: properties.BuilderName });

/** Everything in a repository: tags, manifests, configurations and unpacked layers. */
async function contentOf(repositoryName: string): Promise<string> {
  const { imageIds = [] } = await ecr.listImages({ repositoryName });
  const registry = registryRequests(endpoint, await registryToken(endpoint, ROOT_KEYS));
  const path = `us-east-1/${repositoryName}`;
  const found: string[] = [JSON.stringify(imageIds)];
  for (const { imageDigest } of imageIds) {
    const manifest = (await registry.ask('GET', `${path}/manifests/${imageDigest}`)).text;
    found.push(manifest);
    for (const [digest] of manifest.matchAll(/sha256:[0-9a-f]{64}/g)) {
      const response = await fetch(`${endpoint}/v2/${path}/blobs/${digest}`, {
        headers: { authorization: `Basic ${await registryToken(endpoint, ROOT_KEYS)}` },
      });
      const blob = Buffer.from(await response.arrayBuffer());
      found.push((blob[0] === 0x1f && blob[1] === 0x8b ? gunzipSync(blob) : blob).toString('latin1'));
    }
  }
  return found.join('\n');
}

it('the values of secrets reach their RUN and are nowhere else: no layer, history, cache, log, variable, tag or process', async () => {
  const [plain, keyed] = [uniqueName('value-of-plain'), uniqueName('value-of-key')];
  const [npm, service] = [
    await secretOf(plain),
    await secretOf(JSON.stringify({ user: 'me', 'api key': keyed })),
  ];
  const BuildSecrets = { 'npm-token': npm.arn, '.netrc': `${service.arn}:api key:AWSCURRENT` };
  const properties = builder({
    Source: await sourceOf('npm-token', '.netrc'),
    BuildSecrets,
    // Commands of the user do not get them.
    InstallCommands: ['! env | grep -e DOCKER_BUILDER_SECRET_ -e value-of-'],
    PreBuildCommands: ['! env | grep -e DOCKER_BUILDER_SECRET_ -e value-of-'],
  });
  const processes = watchCommandLines();
  const created = await driver.operate({ action: 'CREATE', properties });
  const commandLines = processes.stop();
  expect(created.failure).toBeUndefined();
  expect(created.model).toMatchObject(properties);

  const { ImageUri = '' } = created.model as { ImageUri?: string };
  expect(fileOfImage(ImageUri, '/hashes').toString()).toBe(`${sha256(plain)}  -\n${sha256(keyed)}  -\n`);

  const project = `docker-builder-${properties.BuilderName}`;
  const [codebuild, logs] = [new CodeBuild(config), new CloudWatchLogs(config)];
  const { ids = [] } = await codebuild.listBuildsForProject({ projectName: project });
  const { events = [] } = await logs.filterLogEvents({ logGroupName: `/aws/codebuild/${project}` });
  const repositories = [
    `docker-builder/${properties.BuilderName}/image`,
    `docker-builder/${properties.BuilderName}/cache`,
  ];
  const places = {
    image: await contentOf(repositories[0] as string),
    cache: await contentOf(repositories[1] as string),
    buildLog: JSON.stringify(events),
    project: JSON.stringify(await codebuild.batchGetProjects({ names: [project] })),
    builds: JSON.stringify(await codebuild.batchGetBuilds({ ids })),
    repositories: JSON.stringify(await ecr.describeRepositories({ repositoryNames: repositories })),
    handlers: log.join('\n'),
    model: JSON.stringify(created),
    commandLines,
  };
  // The search looks where something can be found.
  expect(places.image).toContain(sha256(plain));
  expect(places.cache).toContain(sha256(keyed));
  expect(places.buildLog).toContain('--mount=type=secret,id=npm-token');
  expect(places.commandLines).toContain('id=npm-token,env=DOCKER_BUILDER_SECRET_0');
  expect(places.project).toContain(npm.arn);
  for (const [place, text] of Object.entries(places))
    for (const value of [plain, keyed, Buffer.from(plain).toString('base64').slice(0, -4)])
      expect([place, text.includes(value)]).toEqual([place, false]);
  await remove(properties);
}, 90_000);

it('a rotated secret is another image, with nothing of its step from the cache, when the reference names its version', async () => {
  const [first, second] = [uniqueName('first'), uniqueName('second')];
  const { arn, version } = await secretOf(first);
  const Source = await sourceOf('token');
  const before = builder({ Source, BuildSecrets: { token: `${arn}:::${version}` } });
  const created = await driver.operate({ action: 'CREATE', properties: before });
  const { VersionId } = await secretsManager.putSecretValue({ SecretId: arn, SecretString: second });
  const update = (BuildSecrets: Properties, previous: Properties) =>
    driver.operate({
      action: 'UPDATE',
      properties: { ...before, BuildSecrets },
      previous,
      physicalId: before.BuilderName,
    });
  // The same reference: the same image, whatever the current version is.
  const same = await update({ token: `${arn}:::${version}` }, before);
  expect(same.model?.ImageUri).toBe(created.model?.ImageUri);
  const rotated = await update({ token: `${arn}:::${VersionId}` }, before);
  expect(rotated.failure).toBeUndefined();
  expect(rotated.model?.ImageTag).not.toBe(created.model?.ImageTag);
  expect(fileOfImage(String(created.model?.ImageUri), '/hashes').toString()).toContain(sha256(first));
  expect(fileOfImage(String(rotated.model?.ImageUri), '/hashes').toString()).toContain(sha256(second));
  await remove(before);
}, 90_000);

it.each<[string, () => Promise<string>, RegExp]>([
  [
    'that the build role may not read',
    async () => (await secretOf('value', 'closed')).arn,
    /DOWNLOAD_SOURCE phase.*not authorized to perform: secretsmanager:GetSecretValue.*SecretArns/,
  ],
  [
    'that does not exist',
    async () => 'arn:aws:secretsmanager:us-east-1:000000000000:secret:open-nothing-AbCdEf',
    /ResourceNotFoundException.*check the reference in BuildSecrets/,
  ],
  [
    'without this JSON key',
    async () => `${(await secretOf('{"other": "value"}')).arn}:key`,
    /JSON key key.*check the reference in BuildSecrets/,
  ],
])(
  'a secret %s fails the build with what to do',
  async (_what, reference, expected) => {
    const properties = builder({
      Source: { Inline: 'FROM scratch AS build' },
      BuildSecrets: { token: await reference() },
    });
    const { failure } = await driver.operate({ action: 'CREATE', properties });
    expect(failure).toMatch(expected);
    await remove(properties);
  },
  60_000,
);

it('a secret that the Dockerfile mounts and BuildSecrets lacks is named', async () => {
  const properties = builder({ Source: await sourceOf('absent') });
  const { failure } = await driver.operate({ action: 'CREATE', properties });
  expect(failure).toMatch(/absent.*add its ID there/);
  await remove(properties);
}, 60_000);

it('a Target that is not a stage is refused before anything exists', async () => {
  const properties = builder({ Source: await sourceOf('token'), Target: 'bild' });
  const { failure, identifier } = await driver.operate({ action: 'CREATE', properties });
  expect(failure).toContain('Target: "bild" is not a stage of the Dockerfile; its stages: build, unused');
  expect(identifier).toBeUndefined();
});

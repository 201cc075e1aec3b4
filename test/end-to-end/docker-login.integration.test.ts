import { execFileSync } from 'node:child_process';
import { SecretsManager } from '@aws-sdk/client-secrets-manager';
import { ROOT_KEYS } from '../../local/engine/endpoint';
import type { Properties } from '../../local/registry/properties';
import { startTypeDriver, type TypeDriver } from '../faults/type-driver';
import { watchCommandLines } from '../support/command-lines';
import { type RegistryWithLogin, startRegistryWithLogin } from '../support/registry-with-login';
import { roleCopies } from '../support/role-copy';
import { aws, fileOfImage, folderOf, uniqueName } from '../support/tools';

const endpoint = process.env.AWS_ENDPOINT_URL as string;
const logins = ['one', 'two'].map((username) => ({ username, password: uniqueName('pass$word `x`') }));

let driver: TypeDriver;
let role: string;
let registries: RegistryWithLogin[];
beforeAll(async () => {
  const readSecrets = { Action: 'secretsmanager:GetSecretValue', Resource: '*' };
  role = await roleCopies(endpoint).copy('build', undefined, [readSecrets]);
  driver = await startTypeDriver({ endpoint, second: 100 });
  registries = await Promise.all(
    logins.map((login) => {
      // Unlike any that this machine's Docker has seen: it must be pulled.
      const folder = folderOf({ [login.username]: uniqueName('from') });
      const layer = execFileSync('tar', ['-C', folder.path, '-c', login.username]);
      folder.remove();
      return startRegistryWithLogin(login, layer);
    }),
  );
});
afterAll(async () => {
  for (const registry of registries) registry.close();
  await driver.stop();
});

/** A builder whose base images come from these registries. */
async function create(secret: unknown, hosts: string[], more: Properties = {}) {
  const { ARN = '' } = await new SecretsManager({
    endpoint,
    region: 'us-east-1',
    credentials: ROOT_KEYS,
  }).createSecret({
    Name: uniqueName('login'),
    SecretString: typeof secret === 'string' ? secret : JSON.stringify(secret),
  });
  const properties = {
    BuilderName: uniqueName('login'),
    PollIntervalSeconds: 1,
    Repository: { RemovalPolicy: 'DELETE' },
    CacheDisabled: true,
    ServiceRoleArn: role,
    DockerLoginSecretArn: ARN,
    Source: {
      Inline: `${hosts.map((host, at) => `FROM ${host}/team/base:1 AS base${at}`).join('\n')}\nFROM scratch\n${hosts.map((_, at) => `COPY --from=base${at} / /`).join('\n')}\n`,
    },
    ...more,
  };
  const watch = watchCommandLines();
  const outcome = await driver.operate({ action: 'CREATE', properties });
  const commandLines = watch.stop();
  const { events } = await aws<{ events: { message: string }[] }>(
    'logs',
    'filter-log-events',
    '--log-group-name',
    `/aws/codebuild/docker-builder-${properties.BuilderName}`,
  );
  const log = events.map(({ message }) => message).join('');
  return { properties, outcome, commandLines, log };
}

const remove = (properties: Properties & { BuilderName: string }) =>
  driver.operate({ action: 'DELETE', properties, physicalId: properties.BuilderName });

const [first, second] = logins as [(typeof logins)[0], (typeof logins)[0]];
const hostOf = (at: number): string => registries[at]?.host ?? '';

it('base images come from several registries with a login each; no password is in the log or an argument list', async () => {
  const secret = [
    { ...first, registry: hostOf(0) },
    { ...second, registry: `http://${hostOf(1)}/` },
  ];
  const { properties, outcome, log, commandLines } = await create(secret, [hostOf(0), hostOf(1)]);
  expect(outcome.failure).toBeUndefined();
  expect(outcome.model).toMatchObject(properties);
  expect(fileOfImage(String(outcome.model?.ImageUri), '/two').toString()).toContain('from');
  expect(commandLines).toContain('--password-stdin');
  for (const { password } of logins) {
    expect(log).not.toContain(password);
    expect(commandLines).not.toContain(password);
    expect(commandLines).not.toContain(JSON.stringify(password).slice(1, -1));
  }
  await remove(properties);
}, 60_000);

it('a secret with one login is enough for one registry', async () => {
  const { properties, outcome } = await create({ ...first, registry: hostOf(0) }, [hostOf(0)]);
  expect(outcome.failure).toBeUndefined();
  await remove(properties);
}, 60_000);

it.each<[string, (host: string) => unknown, RegExp]>([
  [
    'that the registry refuses',
    (registry) => ({ ...first, password: 'wrong-pass', registry }),
    /cannot log in to 127\.0\.0\.1:\d+ with the secret of DockerLoginSecretArn: .*401/,
  ],
  ['that is not JSON', () => 'one:secret-text', /secret of DockerLoginSecretArn must be JSON/],
  ['without a password', (registry) => [{ username: 'one', registry }], /must be JSON/],
  ['that lists nothing', () => [], /must be JSON/],
])(
  'a login %s fails the build and says so',
  async (_what, secret, expected) => {
    const { properties, outcome, log } = await create(secret(hostOf(0)), [hostOf(0)]);
    expect(outcome.failure).toMatch(expected);
    expect(outcome.failure?.slice(0, 200)).toMatch(/DockerLoginSecretArn/);
    for (const text of [outcome.failure ?? '', log]) expect(text).not.toMatch(/wrong-pass|secret-text/);
    await remove(properties);
  },
  60_000,
);

import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { S3 } from '@aws-sdk/client-s3';
import { SecretsManager } from '@aws-sdk/client-secrets-manager';
import { ROOT_KEYS } from '../../local/engine/endpoint';
import type { Properties } from '../../local/registry/properties';
import { awsState } from '../faults/aws-state';
import { startTypeDriver, type TypeDriver } from '../faults/type-driver';
import { roleCopies } from '../support/role-copy';
import { SOURCE_BUCKET } from '../support/source-bucket';
import { uniqueName } from '../support/tools';
import { zipBytes } from '../support/zip-bytes';

const endpoint = process.env.AWS_ENDPOINT_URL as string;
const config = { endpoint, region: 'us-east-1', credentials: ROOT_KEYS };
const state = awsState(endpoint);
const copies = roleCopies(endpoint);

/** A program of another machine, as far as the kernel looks: an ELF header for a PowerPC. */
const FOREIGN = Buffer.from(`7f454c4602020100${'00'.repeat(8)}000200150000000100`.padEnd(128, '0'), 'hex');

/** A registry that refuses everything about a repository named after a status. */
const registry: Server = createServer((request, response) => {
  const status = Number(/^\/v2\/(\d{3})\//.exec(request.url ?? '')?.[1] ?? 401);
  const [code, message] = refusals[status] ?? ['UNKNOWN', 'unknown'];
  response.writeHead(status, {
    'content-type': 'application/json',
    ...(status === 401 && { 'www-authenticate': 'Basic realm="registry"' }),
  });
  response.end(request.method === 'HEAD' ? '' : JSON.stringify({ errors: [{ code, message }] }));
});
const refusals: Record<number, [code: string, message: string]> = {
  401: ['UNAUTHORIZED', 'authentication required'],
  403: ['DENIED', 'requested access to the resource is denied'],
  404: ['MANIFEST_UNKNOWN', 'manifest unknown'],
  429: ['TOOMANYREQUESTS', 'You have reached your unauthenticated pull rate limit'],
};

let driver: TypeDriver;
let host: string;
let login: string;

const inline =
  (...lines: string[]) =>
  async (): Promise<Properties> => ({ Source: { Inline: lines.join('\n') } });
const from = (image: string) => async (): Promise<Properties> => ({
  Source: { Inline: `FROM ${image.replace('HOST', host)}\nRUN true` },
});
const commands = (properties: Properties) => async (): Promise<Properties> => ({
  Source: { Inline: 'FROM scratch\nCOPY <<EOF /a\na\nEOF' },
  ...properties,
});
/** A Dockerfile with a shell and without a base image, and further files. */
const shell =
  (...lines: string[]) =>
  async (): Promise<Properties> => {
    const S3Key = `${uniqueName('broken')}.zip`;
    const Body = zipBytes([
      { name: 'Dockerfile', content: ['FROM scratch', 'COPY busybox foreign /bin/', ...lines].join('\n') },
      { name: 'busybox', content: readFileSync('/usr/bin/busybox'), attributes: 0o100755 },
      { name: 'foreign', content: FOREIGN, attributes: 0o100755 },
    ]);
    await new S3({ ...config, forcePathStyle: true }).putObject({ Bucket: SOURCE_BUCKET, Key: S3Key, Body });
    return { Source: { S3Bucket: SOURCE_BUCKET, S3Key } };
  };
const run = (script: string) => shell(`RUN ["/bin/busybox", "sh", "-c", ${JSON.stringify(script)}]`);
const withoutRight = (action: string) => async (): Promise<Properties> => ({
  ...(await inline('FROM scratch', `COPY <<EOF /a\n${uniqueName('layer')}\nEOF`)()),
  ServiceRoleArn: await copies.copy('build', action),
});
const withLogin = async (): Promise<Properties> => ({
  ...(await inline('FROM scratch', 'COPY <<EOF /a\na\nEOF')()),
  DockerLoginSecretArn: login,
  ServiceRoleArn: await copies.copy('build', undefined, [
    { Action: 'secretsmanager:GetSecretValue', Resource: 'arn:aws:secretsmanager:*:*:secret:open-*' },
  ]),
});
const withSecret = async (): Promise<Properties> => ({
  ...(await inline('FROM scratch', 'COPY <<EOF /a\na\nEOF')()),
  BuildSecrets: { token: login },
});

/** A broken build, the cause that the message must begin with, and what it says to do. */
const table: [name: string, properties: () => Promise<Properties>, cause: RegExp, advice?: RegExp][] = [
  ['a base image that does not exist', from('HOST/404/base:1'), /404\/base:1: not found/],
  [
    'a base image that is denied',
    from('HOST/403/base:1'),
    /403 Forbidden|access.*denied/,
    /DockerLoginSecretArn/,
  ],
  [
    'a registry that wants a login',
    from('HOST/401/base:1'),
    /401 Unauthorized|authorization failed/,
    /DockerLoginSecretArn/,
  ],
  ["a registry's rate limit", from('HOST/429/base:1'), /429 Too Many Requests/, /public\.ecr\.aws/],
  ['a registry that can not be reached', from('127.0.0.1:1/base:1'), /connection refused/],
  ['a base image without a name', inline('ARG BASE', 'FROM ${BASE}'), /base name.*should not be blank/],
  ['an unknown instruction', inline('FROM scratch', 'NONSENSE'), /unknown instruction: NONSENSE/],
  ['a file that COPY does not find', inline('FROM scratch', 'COPY none /none'), /"\/none": not found/],
  [
    'a stage that does not exist',
    inline('FROM scratch', 'COPY --from=127.0.0.1:1/none a /a'),
    /127\.0\.0\.1:1\/none/,
  ],
  [
    'a RUN that fails',
    run('echo fatal: no main.c; exit 3'),
    /exit code 3 \(Dockerfile:3\): fatal: no main\.c/,
  ],
  ['a RUN whose program is missing', shell('RUN ["/bin/none"]'), /"\/bin\/none".*no such file/],
  [
    'a RUN for lack of memory',
    run('busybox sh -c "kill -9 \\$\\$"; exit $?'),
    /exit code 137/,
    /choose a larger ComputeType/,
  ],
  [
    'a RUN for lack of disk',
    run('echo a > /dev/full'),
    /No space left on device/,
    /choose a larger ComputeType/,
  ],
  [
    'a RUN for another processor',
    shell('RUN ["/bin/foreign"]'),
    /exec format error/,
    /the platform in Platforms/,
  ],
  [
    'a secret that is not given',
    shell('RUN --mount=type=secret,id=npm,required=true ["/bin/busybox", "true"]'),
    /secret npm: not found/,
    /BuildSecrets/,
  ],
  ['a secret that is denied', withSecret, /secretsmanager:GetSecretValue|AccessDenied/, /SecretArns/],
  [
    'a login that is refused',
    withLogin,
    /cannot log in to 127\.0\.0\.1:\d+ with the secret of DockerLoginSecretArn/,
  ],
  [
    'a push that is refused',
    withoutRight('ecr:InitiateLayerUpload'),
    /cannot push to .*(denied|403 Forbidden)/,
    /build-role\.yaml/,
  ],
  [
    'an install command',
    commands({ InstallCommands: ['echo no such tool >&2; exit 4'] }),
    /INSTALL phase with exit code 4: no such tool/,
  ],
  [
    'a pre-build command',
    commands({ PreBuildCommands: ['echo cannot sync >&2; exit 5'] }),
    /PRE_BUILD phase with exit code 5: cannot sync/,
  ],
];

/** The tests of broken builds. The builds run side by side; each test looks at one. */
export function brokenBuilds(choose: (name: string) => boolean): void {
  const chosen = table.filter(([name]) => choose(name));
  const messages = new Map<string, Promise<string>>();
  beforeAll(async () => {
    await new Promise<void>((listening) => registry.listen(0, '127.0.0.1', listening));
    host = `127.0.0.1:${(registry.address() as AddressInfo).port}`;
    driver = await startTypeDriver({ endpoint, second: 50 });
    const secrets = new SecretsManager(config);
    const SecretString = JSON.stringify({ username: 'someone', password: 'wrong', registry: host });
    login = (await secrets.createSecret({ Name: uniqueName('open'), SecretString })).ARN ?? '';
    for (const [name, properties] of chosen) messages.set(name, failureOf(properties));
  });
  afterAll(async () => {
    registry.closeAllConnections();
    registry.close();
    await driver.stop();
  });

  it.each(chosen)(
    '%s: the message has the cause in its first 200 characters, and what to do',
    async (name, _properties, cause, advice = /./) => {
      const message = (await messages.get(name)) ?? '';
      expect(message.slice(0, 200)).toMatch(cause);
      expect(message).toMatch(advice);
      expect(message.length).toBeLessThan(900);
    },
    120_000,
  );
}

async function failureOf(properties: () => Promise<Properties>): Promise<string> {
  const BuilderName = uniqueName('broken');
  const all = {
    BuilderName,
    PollIntervalSeconds: 1,
    CacheDisabled: true,
    Repository: { RemovalPolicy: 'DELETE' },
    ...(await properties()),
  };
  const { failure = 'did not fail' } = await driver.operate({ action: 'CREATE', properties: all });
  await driver.operate({ action: 'DELETE', properties: all, physicalId: BuilderName });
  expect(await state.leftovers(BuilderName)).toEqual([]);
  return failure;
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ECR } from '@aws-sdk/client-ecr';
import { ROOT_KEYS } from '../../local/engine/endpoint';
import { digestOf, registryRequests, registryToken } from '../support/registry-requests';
import { roleCopies, type Session, type Statement } from '../support/role-copy';
import { docker, run, uniqueName } from '../support/tools';

const endpoint = process.env.AWS_ENDPOINT_URL as string;
const region = 'us-east-1';
const copies = roleCopies(endpoint);
const ecr = new ECR({ endpoint, region, credentials: ROOT_KEYS });

const [CONFIG, LAYER] = ['{}', Buffer.from('a layer')];
const passwordOf = (credentials: typeof ROOT_KEYS | Session) => registryToken(endpoint, credentials);

async function repository(...tags: string[]): Promise<string> {
  const repositoryName = uniqueName('docker-builder/logins');
  await ecr.createRepository({ repositoryName, tags: tags.map((Key) => ({ Key, Value: 'x' })) });
  return repositoryName;
}

const ask = (method: string, path: string, token?: string, body?: string) =>
  registryRequests(endpoint, token).ask(method, path, body);

const push = (name: string, token: string) =>
  registryRequests(endpoint, token).push(`${region}/${name}`, LAYER, CONFIG);

describe('the registry without a login', () => {
  it.each([
    ['GET', ''],
    ['GET', `${region}/any/manifests/latest`],
    ['HEAD', `${region}/any/manifests/latest`],
    ['GET', `${region}/any/blobs/${digestOf('')}`],
    ['POST', `${region}/any/blobs/uploads/`],
    ['PUT', `${region}/any/manifests/latest`],
  ])('%s /v2/%s is challenged', async (method, path) => {
    const host = new URL(endpoint).host;
    expect(await ask(method, path)).toMatchObject({
      status: 401,
      challenge: `Basic realm="http://${host}/",service="ecr.amazonaws.com"`,
    });
  });

  it.each(['AWS:', 'AWS:ministack-auth-token', 'root:', ':', 'no colon', '\u00ff'])(
    'the login %j is not one',
    async (login) => {
      expect(await ask('GET', '', Buffer.from(login).toString('base64'))).toMatchObject({ status: 401 });
    },
  );

  it('is not one with the password of ECR and another user name', async () => {
    const [, password = ''] = Buffer.from(await passwordOf(ROOT_KEYS), 'base64')
      .toString()
      .split(':');
    const token = Buffer.from(`root:${password}`).toString('base64');
    expect(await ask('GET', '', token)).toMatchObject({ status: 401 });
  });

  it('a real docker pulls nothing, and pulls once it has logged in', async () => {
    const name = await repository();
    await push(name, await passwordOf(ROOT_KEYS));
    const uri = `${new URL(endpoint).host}/${region}/${name}:latest`;
    const nowhere = mkdtempSync(join(tmpdir(), 'no-login-'));
    const without = await run(docker, ['pull', uri], { env: { DOCKER_CONFIG: nowhere } });
    rmSync(nowhere, { recursive: true });
    expect(without.code).toBe(1);
    expect(without.stderr).toContain('no basic auth credentials');
    expect(await run(docker, ['buildx', 'imagetools', 'inspect', uri])).toMatchObject({ code: 0 });
  }, 30_000);
});

describe('a login', () => {
  it('is a password of the caller: each gets another', async () => {
    expect(await passwordOf(ROOT_KEYS)).not.toBe(await passwordOf(ROOT_KEYS));
  });

  it('with the rights of a build pushes where the repository carries the tag of a builder', async () => {
    const token = await passwordOf(await copies.sessionOf(await copies.copy('build')));
    const [ours, others] = [await repository('docker-builder:builder'), await repository('team')];
    expect(await push(ours, token)).toEqual([202, 201, 202, 201, 201]);
    const denied = await ask('POST', `${region}/${others}/blobs/uploads/`, token);
    expect(denied.status).toBe(403);
    const [error] = (JSON.parse(denied.text) as { errors: { code: string; message: string }[] }).errors;
    const arn = `arn:aws:ecr:${region}:000000000000:repository/${others}`;
    expect(error).toMatchObject({
      code: 'DENIED',
      message: expect.stringMatching(
        `assumed-role/.* is not authorized to perform: ecr:InitiateLayerUpload on resource: ${arn} because no identity-based policy allows the ecr:InitiateLayerUpload action`,
      ),
    });
  });

  const all: Statement = { Action: 'ecr:*', Resource: '*' };
  it.each<[string, string, string, string | undefined]>([
    ['InitiateLayerUpload', 'POST', 'blobs/uploads/', undefined],
    ['UploadLayerPart', 'PATCH', 'blobs/uploads/some-id', 'part'],
    ['UploadLayerPart', 'PUT', `blobs/uploads/some-id?digest=${digestOf('x')}`, 'x'],
    ['CompleteLayerUpload', 'PUT', `blobs/uploads/some-id?digest=${digestOf('x')}`, undefined],
    ['BatchCheckLayerAvailability', 'HEAD', `blobs/${digestOf('x')}`, undefined],
    ['GetDownloadUrlForLayer', 'GET', `blobs/${digestOf('x')}`, undefined],
    ['BatchGetImage', 'GET', 'manifests/latest', undefined],
    ['BatchGetImage', 'HEAD', 'manifests/latest', undefined],
    ['PutImage', 'PUT', 'manifests/latest', '{}'],
    ['ListImages', 'GET', 'tags/list', undefined],
  ])('without ecr:%s may not %s %s', async (action, method, path, body) => {
    const name = await repository();
    const role = await copies.withRights(all, {
      Effect: 'Deny',
      Action: `ecr:${action}`,
      Resource: `arn:aws:ecr:${region}:000000000000:repository/${name}`,
    });
    const token = await passwordOf(await copies.sessionOf(role));
    expect((await ask(method, `${region}/${name}/${path}`, token, body)).status).toBe(403);
    expect((await ask(method, `${region}/${await repository()}/${path}`, token, body)).status).not.toBe(403);
  });
});

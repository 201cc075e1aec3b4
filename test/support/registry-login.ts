import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ECR, type ECRClientConfig } from '@aws-sdk/client-ecr';
import { writeDockerConfig } from '../../local/codebuild/docker-config';
import { ROOT_KEYS } from '../../local/engine/endpoint';

type Credentials = ECRClientConfig['credentials'];

/** A Docker configuration that is logged in to an endpoint's registry; the user's own stays as it is. */
export async function dockerConfigFor(
  endpoint: string,
  credentials: Credentials = ROOT_KEYS,
): Promise<{ folder: string; remove(): void }> {
  const folder = mkdtempSync(join(tmpdir(), 'docker-config-'));
  writeDockerConfig(folder);
  await logIn(folder, endpoint, credentials);
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Adds a login to a Docker configuration, as `aws ecr get-login-password | docker login` does. */
async function logIn(folder: string, endpoint: string, credentials: Credentials = ROOT_KEYS): Promise<void> {
  const ecr = new ECR({ endpoint, region: 'us-east-1', credentials });
  const { authorizationData = [] } = await ecr.getAuthorizationToken({});
  const file = join(folder, 'config.json');
  const config = JSON.parse(readFileSync(file, 'utf8')) as { auths?: object };
  const auths = {
    ...config.auths,
    [new URL(endpoint).host]: { auth: authorizationData[0]?.authorizationToken },
  };
  writeFileSync(file, JSON.stringify({ ...config, auths }));
}

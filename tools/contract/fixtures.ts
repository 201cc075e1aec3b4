import { IAM } from '@aws-sdk/client-iam';
import { S3 } from '@aws-sdk/client-s3';
import { SecretsManager } from '@aws-sdk/client-secrets-manager';
import { zip } from '../../cli/registration/zip';
import { DEFAULT_REGION, ROOT_KEYS } from '../../local/engine/endpoint';
import { roleCopies } from '../../test/support/role-copy';

interface ClientConfig {
  endpoint: string;
  region: string;
  credentials: { accessKeyId: string; secretAccessKey: string };
}

const Bucket = 'docker-builder-000000000000-us-east-1';
const Key = 'contract/context.zip';

const dockerfile = `
FROM scratch AS first
ARG GREETING _ Lines Shell Unicode
COPY <<EOF /first
\${GREETING}\${_}\${Lines}\${Shell}\${Unicode}
EOF
FROM scratch AS second
ARG GREETING
COPY <<EOF /second
\${GREETING}
EOF
`;

/**
 * Creates what the sets with {{exports}} refer to: a build context, a secret, and a role for builds that may read it.
 * @returns the value of each export
 */
export async function createFixtures(endpoint: string): Promise<Record<string, string>> {
  const config = { endpoint, region: DEFAULT_REGION, credentials: ROOT_KEYS };
  const [version, secret] = await Promise.all([uploadContext(config), createSecret(config)]);
  const role = await roleCopies(endpoint).copy('build');
  const Statement = [{ Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: secret }];
  await new IAM(config).putRolePolicy({
    RoleName: role.split('/').at(-1),
    PolicyName: 'secret',
    PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement }),
  });
  return {
    'docker-builder-contract-bucket': Bucket,
    'docker-builder-contract-key': Key,
    'docker-builder-contract-version': version,
    'docker-builder-contract-secret': secret,
    'docker-builder-contract-role': role,
  };
}

async function uploadContext(config: ClientConfig): Promise<string> {
  const s3 = new S3({ ...config, forcePathStyle: true });
  const content = Buffer.from(dockerfile.trimStart());
  const Body = await zip([
    { name: 'images/Dockerfile', content },
    { name: 'images/Other.Dockerfile', content },
  ]);
  await s3.putBucketVersioning({ Bucket, VersioningConfiguration: { Status: 'Enabled' } });
  const { VersionId = '' } = await s3.putObject({ Bucket, Key, Body });
  return VersionId;
}

async function createSecret(config: ClientConfig): Promise<string> {
  const SecretString = JSON.stringify({ token: 'the-token' });
  const { ARN = '' } = await new SecretsManager(config).createSecret({ Name: 'contract', SecretString });
  return ARN;
}

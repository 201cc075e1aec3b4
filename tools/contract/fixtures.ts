import { S3 } from '@aws-sdk/client-s3';
import { zip } from '../../cli/registration/zip';
import { DEFAULT_REGION, ROOT_KEYS } from '../../local/engine/endpoint';

const BUILD_ROLE = 'arn:aws:iam::000000000000:role/docker-builder/docker-builder-build-us-east-1';
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
 * Uploads the build context of the sets that have one.
 * @returns what their {{exports}} stand for
 */
export async function uploadContext(endpoint: string): Promise<Record<string, string>> {
  const s3 = new S3({ endpoint, region: DEFAULT_REGION, credentials: ROOT_KEYS, forcePathStyle: true });
  const content = Buffer.from(dockerfile.trimStart());
  const Body = await zip([
    { name: 'images/Dockerfile', content },
    { name: 'images/Other.Dockerfile', content },
  ]);
  await s3.putBucketVersioning({ Bucket, VersioningConfiguration: { Status: 'Enabled' } });
  const { VersionId = '' } = await s3.putObject({ Bucket, Key, Body });
  return {
    'docker-builder-contract-bucket': Bucket,
    'docker-builder-contract-key': Key,
    'docker-builder-contract-version': VersionId,
    'docker-builder-contract-role': BUILD_ROLE,
  };
}

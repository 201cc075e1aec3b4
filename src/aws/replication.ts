import {
  BatchGetImageCommand,
  DescribeImageReplicationStatusCommand,
  DescribeRegistryCommand,
  DescribeRepositoriesCommand,
  ECRClient,
  PutImageCommand,
  PutReplicationConfigurationCommand,
} from '@aws-sdk/client-ecr';
import type { ReplicationConfiguration, ReplicationPort } from '../ports/replication';
import { ServiceError } from '../ports/service-error';
import { callsUntil, present } from './call';
import { captureBody, replaceBody } from './raw-json';
import { clientConfig, type Session } from './session';

/** The media types in which an image may have been pushed: ECR returns the manifest as it is. */
const MEDIA_TYPES = [
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
];

const DESCRIBE = 'ecr:DescribeRegistry';

export function replicationPort(session: Session): ReplicationPort {
  const client = new ECRClient(clientConfig(session));
  // The SDK must not repeat a write of its own: what it would send is out of date by then.
  const once = new ECRClient({ ...clientConfig(session), maxAttempts: 1 });
  const { attempt, must } = callsUntil(session.end);
  const gone = ['ImageNotFoundException', 'RepositoryNotFoundException'];
  return {
    async configuration() {
      const command = new DescribeRegistryCommand({});
      const body = captureBody(command);
      await must(DESCRIBE, (options) => client.send(command, options));
      return configurationOf(body());
    },
    async putConfiguration(replicationConfiguration) {
      const command = new PutReplicationConfigurationCommand({ replicationConfiguration: { rules: [] } });
      replaceBody(command, JSON.stringify({ replicationConfiguration }));
      await must('ecr:PutReplicationConfiguration', (options) => once.send(command, options));
    },
    async statuses(repositoryName, imageDigest) {
      const command = new DescribeImageReplicationStatusCommand({
        repositoryName,
        imageId: { imageDigest },
      });
      const answer = await attempt(
        'ecr:DescribeImageReplicationStatus',
        (options) => client.send(command, options),
        gone,
      );
      return (answer?.replicationStatuses ?? []).map(({ region = '', status = '', failureCode }) => ({
        region,
        status,
        failureCode,
      }));
    },
    async repositoriesWithPrefix(prefix) {
      const found: string[] = [];
      let nextToken: string | undefined;
      do {
        const command = new DescribeRepositoriesCommand({ maxResults: 1000, nextToken });
        const page = await must('ecr:DescribeRepositories', (options) => client.send(command, options));
        found.push(...(page.repositories ?? []).map(({ repositoryName = '' }) => repositoryName));
        nextToken = page.nextToken;
      } while (nextToken !== undefined);
      return found.filter((name) => name.startsWith(prefix));
    },
    async addImageTag(repositoryName, imageDigest, imageTag) {
      const read = new BatchGetImageCommand({
        repositoryName,
        imageIds: [{ imageDigest }],
        acceptedMediaTypes: MEDIA_TYPES,
      });
      const { images = [] } = await must('ecr:BatchGetImage', (options) => client.send(read, options));
      const write = new PutImageCommand({
        repositoryName,
        imageManifest: present('ecr:BatchGetImage', 'imageManifest', images[0]?.imageManifest),
        imageManifestMediaType: images[0]?.imageManifestMediaType,
        imageDigest,
        imageTag,
      });
      const exists = ['ImageAlreadyExistsException', 'ImageTagAlreadyExistsException'];
      await attempt('ecr:PutImage', (options) => client.send(write, options), exists);
    },
  };
}

/** A registry without rules may have no configuration at all. */
function configurationOf(body: string): ReplicationConfiguration {
  const answer = JSON.parse(body) as { replicationConfiguration?: Partial<ReplicationConfiguration> };
  const { replicationConfiguration: found } = answer;
  const rules = found?.rules ?? [];
  // Nothing that can't be read back may be written.
  if (!Array.isArray(rules))
    throw new ServiceError(DESCRIBE, 'InvalidAnswer', 'the rules are not a list', undefined);
  return { ...found, rules };
}

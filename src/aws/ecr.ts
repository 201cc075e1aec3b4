import {
  BatchGetImageCommand,
  CreateRepositoryCommand,
  DeleteRepositoryCommand,
  DeleteRepositoryPolicyCommand,
  DescribeImagesCommand,
  DescribeRepositoriesCommand,
  ECRClient,
  GetLifecyclePolicyCommand,
  GetRepositoryPolicyCommand,
  type Image,
  ListImagesCommand,
  ListTagsForResourceCommand,
  PutImageCommand,
  PutImageScanningConfigurationCommand,
  PutImageTagMutabilityCommand,
  PutLifecyclePolicyCommand,
  type Repository as RepositoryAnswer,
  SetRepositoryPolicyCommand,
  type Tag,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-ecr';
import type { EcrPort, Manifest, Repository } from '../ports/ecr';
import { callsUntil, present } from './call';
import { clientConfig, type Session } from './session';

export function ecrPort(session: Session): EcrPort {
  const client = new ECRClient(clientConfig(session));
  const { attempt, must } = callsUntil(session.end);
  const gone = ['RepositoryNotFoundException'];
  return {
    async repository(name) {
      const command = new DescribeRepositoriesCommand({ repositoryNames: [name] });
      const answer = await attempt(
        'ecr:DescribeRepositories',
        (options) => client.send(command, options),
        gone,
      );
      return answer?.repositories?.map(repositoryOf)[0];
    },
    async createRepository({ name, tagMutability, scanOnPush, tags, kmsKey }) {
      const command = new CreateRepositoryCommand({
        repositoryName: name,
        imageTagMutability: tagMutability,
        imageScanningConfiguration: { scanOnPush },
        encryptionConfiguration:
          kmsKey === undefined ? { encryptionType: 'AES256' } : { encryptionType: 'KMS', kmsKey },
        tags: tagList(tags),
      });
      await must('ecr:CreateRepository', (options) => client.send(command, options));
    },
    async deleteRepository(repositoryName) {
      const command = new DeleteRepositoryCommand({ repositoryName, force: true });
      await attempt('ecr:DeleteRepository', (options) => client.send(command, options), gone);
    },
    async setTagMutability(repositoryName, imageTagMutability) {
      const command = new PutImageTagMutabilityCommand({ repositoryName, imageTagMutability });
      await must('ecr:PutImageTagMutability', (options) => client.send(command, options));
    },
    async setScanOnPush(repositoryName, scanOnPush) {
      const command = new PutImageScanningConfigurationCommand({
        repositoryName,
        imageScanningConfiguration: { scanOnPush },
      });
      await must('ecr:PutImageScanningConfiguration', (options) => client.send(command, options));
    },
    async lifecyclePolicy(repositoryName) {
      const command = new GetLifecyclePolicyCommand({ repositoryName });
      const absent = ['LifecyclePolicyNotFoundException', ...gone];
      return (await attempt('ecr:GetLifecyclePolicy', (options) => client.send(command, options), absent))
        ?.lifecyclePolicyText;
    },
    async putLifecyclePolicy(repositoryName, lifecyclePolicyText) {
      const command = new PutLifecyclePolicyCommand({ repositoryName, lifecyclePolicyText });
      await must('ecr:PutLifecyclePolicy', (options) => client.send(command, options));
    },
    async repositoryPolicy(repositoryName) {
      const command = new GetRepositoryPolicyCommand({ repositoryName });
      const absent = ['RepositoryPolicyNotFoundException', ...gone];
      return (await attempt('ecr:GetRepositoryPolicy', (options) => client.send(command, options), absent))
        ?.policyText;
    },
    async setRepositoryPolicy(repositoryName, policyText) {
      const command = new SetRepositoryPolicyCommand({ repositoryName, policyText });
      await must('ecr:SetRepositoryPolicy', (options) => client.send(command, options));
    },
    async deleteRepositoryPolicy(repositoryName) {
      const command = new DeleteRepositoryPolicyCommand({ repositoryName });
      const absent = ['RepositoryPolicyNotFoundException', ...gone];
      await attempt('ecr:DeleteRepositoryPolicy', (options) => client.send(command, options), absent);
    },
    async tags(resourceArn) {
      const command = new ListTagsForResourceCommand({ resourceArn });
      const { tags = [] } = await must('ecr:ListTagsForResource', (options) => client.send(command, options));
      return Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value]));
    },
    async addTags(resourceArn, tags) {
      const command = new TagResourceCommand({ resourceArn, tags: tagList(tags) });
      await must('ecr:TagResource', (options) => client.send(command, options));
    },
    async removeTags(resourceArn, tagKeys) {
      const command = new UntagResourceCommand({ resourceArn, tagKeys });
      await must('ecr:UntagResource', (options) => client.send(command, options));
    },
    async digest(repositoryName, imageTag) {
      const command = new DescribeImagesCommand({ repositoryName, imageIds: [{ imageTag }] });
      const absent = ['ImageNotFoundException', ...gone];
      const answer = await attempt('ecr:DescribeImages', (options) => client.send(command, options), absent);
      return answer?.imageDetails?.[0]?.imageDigest;
    },
    async holdsDigest(repositoryName, imageDigest) {
      const command = new DescribeImagesCommand({ repositoryName, imageIds: [{ imageDigest }] });
      const absent = ['ImageNotFoundException', ...gone];
      const answer = await attempt('ecr:DescribeImages', (options) => client.send(command, options), absent);
      return (answer?.imageDetails ?? []).length > 0;
    },
    async manifest(repositoryName, imageTag) {
      const imageIds = [{ imageTag }];
      const command = new BatchGetImageCommand({ repositoryName, imageIds, acceptedMediaTypes: MEDIA_TYPES });
      const answer = await attempt('ecr:BatchGetImage', (options) => client.send(command, options), gone);
      const [image] = answer?.images ?? [];
      return image && manifestOf(image);
    },
    async putImage(repositoryName, imageTag, { text, type }) {
      const command = new PutImageCommand({
        repositoryName,
        imageTag,
        imageManifest: text,
        imageManifestMediaType: type,
      });
      const exists = ['ImageAlreadyExistsException', 'ImageTagAlreadyExistsException'];
      await attempt('ecr:PutImage', (options) => client.send(command, options), exists);
    },
    async holdsTaggedImage(repositoryName) {
      const command = new ListImagesCommand({ repositoryName, filter: { tagStatus: 'TAGGED' } });
      const answer = await attempt('ecr:ListImages', (options) => client.send(command, options), gone);
      return (answer?.imageIds ?? []).length > 0;
    },
  };
}

/** Of images and of indexes, in Docker's and in OCI's form. */
const MEDIA_TYPES = [
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
];

const manifestOf = ({ imageId, imageManifest, imageManifestMediaType }: Image): Manifest => ({
  text: present('ecr:BatchGetImage', 'imageManifest', imageManifest),
  type: present('ecr:BatchGetImage', 'imageManifestMediaType', imageManifestMediaType),
  digest: present('ecr:BatchGetImage', 'imageDigest', imageId?.imageDigest),
});

const tagList = (tags: Record<string, string>): Tag[] =>
  Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

const repositoryOf = (answer: RepositoryAnswer): Repository => ({
  name: present('ecr:DescribeRepositories', 'repositoryName', answer.repositoryName),
  arn: present('ecr:DescribeRepositories', 'repositoryArn', answer.repositoryArn),
  uri: present('ecr:DescribeRepositories', 'repositoryUri', answer.repositoryUri),
  tagMutability: answer.imageTagMutability ?? 'MUTABLE',
  scanOnPush: answer.imageScanningConfiguration?.scanOnPush ?? false,
  kmsKey: answer.encryptionConfiguration?.kmsKey,
});

import {
  CreateRepositoryCommand,
  DeleteRepositoryCommand,
  DescribeImagesCommand,
  DescribeRepositoriesCommand,
  ECRClient,
  GetLifecyclePolicyCommand,
  ListImagesCommand,
  ListTagsForResourceCommand,
  PutImageScanningConfigurationCommand,
  PutImageTagMutabilityCommand,
  PutLifecyclePolicyCommand,
  type Repository as RepositoryAnswer,
  type Tag,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-ecr';
import type { EcrPort, Repository } from '../ports/ecr';
import { attempt, must, present } from './call';
import { clientConfig, type Session } from './session';

export function ecrPort(session: Session): EcrPort {
  const client = new ECRClient(clientConfig(session));
  const gone = ['RepositoryNotFoundException'];
  return {
    async repository(name) {
      const command = new DescribeRepositoriesCommand({ repositoryNames: [name] });
      const answer = await attempt('ecr:DescribeRepositories', () => client.send(command), gone);
      return answer?.repositories?.map(repositoryOf)[0];
    },
    async createRepository({ name, tagMutability, scanOnPush, tags }) {
      const command = new CreateRepositoryCommand({
        repositoryName: name,
        imageTagMutability: tagMutability,
        imageScanningConfiguration: { scanOnPush },
        encryptionConfiguration: { encryptionType: 'AES256' },
        tags: tagList(tags),
      });
      await must('ecr:CreateRepository', () => client.send(command));
    },
    async deleteRepository(repositoryName) {
      const command = new DeleteRepositoryCommand({ repositoryName, force: true });
      await attempt('ecr:DeleteRepository', () => client.send(command), gone);
    },
    async setTagMutability(repositoryName, imageTagMutability) {
      const command = new PutImageTagMutabilityCommand({ repositoryName, imageTagMutability });
      await must('ecr:PutImageTagMutability', () => client.send(command));
    },
    async setScanOnPush(repositoryName, scanOnPush) {
      const command = new PutImageScanningConfigurationCommand({
        repositoryName,
        imageScanningConfiguration: { scanOnPush },
      });
      await must('ecr:PutImageScanningConfiguration', () => client.send(command));
    },
    async lifecyclePolicy(repositoryName) {
      const command = new GetLifecyclePolicyCommand({ repositoryName });
      const absent = ['LifecyclePolicyNotFoundException', ...gone];
      return (await attempt('ecr:GetLifecyclePolicy', () => client.send(command), absent))
        ?.lifecyclePolicyText;
    },
    async putLifecyclePolicy(repositoryName, lifecyclePolicyText) {
      const command = new PutLifecyclePolicyCommand({ repositoryName, lifecyclePolicyText });
      await must('ecr:PutLifecyclePolicy', () => client.send(command));
    },
    async tags(resourceArn) {
      const command = new ListTagsForResourceCommand({ resourceArn });
      const { tags = [] } = await must('ecr:ListTagsForResource', () => client.send(command));
      return Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value]));
    },
    async addTags(resourceArn, tags) {
      const command = new TagResourceCommand({ resourceArn, tags: tagList(tags) });
      await must('ecr:TagResource', () => client.send(command));
    },
    async removeTags(resourceArn, tagKeys) {
      const command = new UntagResourceCommand({ resourceArn, tagKeys });
      await must('ecr:UntagResource', () => client.send(command));
    },
    async digest(repositoryName, imageTag) {
      const command = new DescribeImagesCommand({ repositoryName, imageIds: [{ imageTag }] });
      const absent = ['ImageNotFoundException', ...gone];
      const answer = await attempt('ecr:DescribeImages', () => client.send(command), absent);
      return answer?.imageDetails?.[0]?.imageDigest;
    },
    async holdsTaggedImage(repositoryName) {
      const command = new ListImagesCommand({ repositoryName, filter: { tagStatus: 'TAGGED' } });
      const answer = await attempt('ecr:ListImages', () => client.send(command), gone);
      return (answer?.imageIds ?? []).length > 0;
    },
  };
}

const tagList = (tags: Record<string, string>): Tag[] =>
  Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

const repositoryOf = (answer: RepositoryAnswer): Repository => ({
  name: present('ecr:DescribeRepositories', 'repositoryName', answer.repositoryName),
  arn: present('ecr:DescribeRepositories', 'repositoryArn', answer.repositoryArn),
  uri: present('ecr:DescribeRepositories', 'repositoryUri', answer.repositoryUri),
  tagMutability: answer.imageTagMutability ?? 'MUTABLE',
  scanOnPush: answer.imageScanningConfiguration?.scanOnPush ?? false,
});

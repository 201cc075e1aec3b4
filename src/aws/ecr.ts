import { ECR, type Repository } from '@aws-sdk/client-ecr';
import { attempt, must } from './service-error';
import { clientConfig, type Session } from './session';

export type { Repository };

export interface RepositoryInput {
  name: string;
  tagMutability: 'IMMUTABLE' | 'MUTABLE';
  scanOnPush: boolean;
  tags: Record<string, string>;
}

/** The calls of ECR that a builder makes. */
export interface EcrPort {
  repository(name: string): Promise<Repository | undefined>;
  createRepository(input: RepositoryInput): Promise<Repository>;
  /** With all its images; also when it is gone already. */
  deleteRepository(name: string): Promise<void>;
  setTagMutability(name: string, mutability: 'IMMUTABLE' | 'MUTABLE'): Promise<void>;
  setScanOnPush(name: string, scanOnPush: boolean): Promise<void>;
  /** The policy's JSON text. */
  lifecyclePolicy(name: string): Promise<string | undefined>;
  putLifecyclePolicy(name: string, text: string): Promise<void>;
  tags(arn: string): Promise<Record<string, string>>;
  addTags(arn: string, tags: Record<string, string>): Promise<void>;
  removeTags(arn: string, keys: string[]): Promise<void>;
  /** The digest (`sha256:...`) of a tag; undefined when repository or tag are not there. */
  digest(repository: string, tag: string): Promise<string | undefined>;
  /** Whether the repository holds an image with any tag. */
  holdsTaggedImage(repository: string): Promise<boolean>;
}

const tagList = (tags: Record<string, string>) =>
  Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

export function ecrPort(session: Session): EcrPort {
  const client = new ECR(clientConfig(session));
  const gone = ['RepositoryNotFoundException'];
  return {
    async repository(name) {
      const answer = await attempt(
        'ecr:DescribeRepositories',
        () => client.describeRepositories({ repositoryNames: [name] }),
        gone,
      );
      return answer?.repositories?.[0];
    },
    async createRepository({ name, tagMutability, scanOnPush, tags }) {
      const answer = await must('ecr:CreateRepository', () =>
        client.createRepository({
          repositoryName: name,
          imageTagMutability: tagMutability,
          imageScanningConfiguration: { scanOnPush },
          encryptionConfiguration: { encryptionType: 'AES256' },
          tags: tagList(tags),
        }),
      );
      return answer.repository as Repository;
    },
    async deleteRepository(name) {
      await attempt(
        'ecr:DeleteRepository',
        () => client.deleteRepository({ repositoryName: name, force: true }),
        gone,
      );
    },
    async setTagMutability(name, imageTagMutability) {
      await must('ecr:PutImageTagMutability', () =>
        client.putImageTagMutability({ repositoryName: name, imageTagMutability }),
      );
    },
    async setScanOnPush(name, scanOnPush) {
      await must('ecr:PutImageScanningConfiguration', () =>
        client.putImageScanningConfiguration({
          repositoryName: name,
          imageScanningConfiguration: { scanOnPush },
        }),
      );
    },
    async lifecyclePolicy(name) {
      const answer = await attempt(
        'ecr:GetLifecyclePolicy',
        () => client.getLifecyclePolicy({ repositoryName: name }),
        ['LifecyclePolicyNotFoundException', ...gone],
      );
      return answer?.lifecyclePolicyText;
    },
    async putLifecyclePolicy(name, text) {
      await must('ecr:PutLifecyclePolicy', () =>
        client.putLifecyclePolicy({ repositoryName: name, lifecyclePolicyText: text }),
      );
    },
    async tags(arn) {
      const answer = await must('ecr:ListTagsForResource', () =>
        client.listTagsForResource({ resourceArn: arn }),
      );
      return Object.fromEntries((answer.tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value]));
    },
    async addTags(arn, tags) {
      await must('ecr:TagResource', () => client.tagResource({ resourceArn: arn, tags: tagList(tags) }));
    },
    async removeTags(arn, keys) {
      await must('ecr:UntagResource', () => client.untagResource({ resourceArn: arn, tagKeys: keys }));
    },
    async digest(repository, tag) {
      const answer = await attempt(
        'ecr:DescribeImages',
        () => client.describeImages({ repositoryName: repository, imageIds: [{ imageTag: tag }] }),
        ['ImageNotFoundException', ...gone],
      );
      return answer?.imageDetails?.[0]?.imageDigest;
    },
    async holdsTaggedImage(repository) {
      const answer = await attempt(
        'ecr:ListImages',
        () => client.listImages({ repositoryName: repository, filter: { tagStatus: 'TAGGED' } }),
        gone,
      );
      return (answer?.imageIds ?? []).length > 0;
    },
  };
}

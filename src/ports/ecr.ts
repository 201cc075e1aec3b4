export type TagMutability = 'IMMUTABLE' | 'MUTABLE';

export interface RepositoryDefinition {
  name: string;
  tagMutability: TagMutability;
  scanOnPush: boolean;
  tags: Record<string, string>;
}

export interface Repository {
  name: string;
  arn: string;
  /** Registry host and name: what images are pushed to and pulled from. */
  uri: string;
  /** May have been changed to one that a builder does not set. */
  tagMutability: string;
  scanOnPush: boolean;
}

/** The calls of ECR that a builder needs. */
export interface EcrPort {
  repository(name: string): Promise<Repository | undefined>;
  createRepository(definition: RepositoryDefinition): Promise<void>;
  /** Deletes its images too; also succeeds when the repository is already gone. */
  deleteRepository(name: string): Promise<void>;
  setTagMutability(name: string, mutability: TagMutability): Promise<void>;
  setScanOnPush(name: string, scanOnPush: boolean): Promise<void>;
  /** The policy's JSON text. */
  lifecyclePolicy(name: string): Promise<string | undefined>;
  putLifecyclePolicy(name: string, text: string): Promise<void>;
  tags(arn: string): Promise<Record<string, string>>;
  addTags(arn: string, tags: Record<string, string>): Promise<void>;
  removeTags(arn: string, keys: string[]): Promise<void>;
  /** The digest (`sha256:...`) of a tag; undefined when the repository or the tag does not exist. */
  digest(repository: string, tag: string): Promise<string | undefined>;
  holdsDigest(repository: string, digest: string): Promise<boolean>;
  /** Whether the repository contains an image with any tag. */
  holdsTaggedImage(repository: string): Promise<boolean>;
}

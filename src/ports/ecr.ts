export type TagMutability = 'IMMUTABLE' | 'MUTABLE';

export interface RepositoryDefinition {
  name: string;
  tagMutability: TagMutability;
  scanOnPush: boolean;
  tags: Record<string, string>;
  /** The key that encrypts the images; undefined: one of ECR's own. */
  kmsKey?: string | undefined;
}

export interface Repository {
  name: string;
  arn: string;
  /** Registry host and name: what images are pushed to and pulled from. */
  uri: string;
  /** May have been changed to one that a builder does not set. */
  tagMutability: string;
  scanOnPush: boolean;
  kmsKey: string | undefined;
}

/** A manifest as a registry stores it: its bytes as text, since its digest is theirs. */
export interface Manifest {
  text: string;
  /** Its media type. */
  type: string;
  /** `sha256:...` */
  digest: string;
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
  /** The JSON text of the policy that says who may pull. */
  repositoryPolicy(name: string): Promise<string | undefined>;
  setRepositoryPolicy(name: string, text: string): Promise<void>;
  /** Also succeeds when there is none. */
  deleteRepositoryPolicy(name: string): Promise<void>;
  tags(arn: string): Promise<Record<string, string>>;
  addTags(arn: string, tags: Record<string, string>): Promise<void>;
  removeTags(arn: string, keys: string[]): Promise<void>;
  /** The digest (`sha256:...`) of a tag; undefined when the repository or the tag does not exist. */
  digest(repository: string, tag: string): Promise<string | undefined>;
  holdsDigest(repository: string, digest: string): Promise<boolean>;
  /** The manifest of a tag, of an image or of an index; undefined when the repository or the tag does not exist. */
  manifest(repository: string, tag: string): Promise<Manifest | undefined>;
  /** Also succeeds when the tag already exists: tags are immutable. */
  putImage(repository: string, tag: string, manifest: Omit<Manifest, 'digest'>): Promise<void>;
  /** Whether the repository contains an image with any tag. */
  holdsTaggedImage(repository: string): Promise<boolean>;
}

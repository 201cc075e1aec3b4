/** What rules replicate to: a registry (an account) in a Region. */
export interface Destination {
  region?: string;
  registryId?: string;
  [unknown: string]: unknown;
}

export interface RepositoryFilter {
  filter?: string;
  filterType?: string;
  [unknown: string]: unknown;
}

/** A rule as ECR holds it. It may have members that the SDK does not know: they have to survive a change. */
export interface ReplicationRule {
  destinations?: Destination[];
  /** Without any, every repository of the registry is replicated. */
  repositoryFilters?: RepositoryFilter[];
  [unknown: string]: unknown;
}

/** One setting for a whole registry: whoever writes it writes the rules of everyone. */
export interface ReplicationConfiguration {
  rules: ReplicationRule[];
  [unknown: string]: unknown;
}

export interface ReplicaStatus {
  region: string;
  /** May be one that did not exist when this was written. */
  status: 'IN_PROGRESS' | 'COMPLETE' | 'FAILED' | (string & {});
  failureCode: string | undefined;
}

/** The calls of ECR for the replication of a registry. */
export interface ReplicationPort {
  configuration(): Promise<ReplicationConfiguration>;
  /** Replaces the whole setting. Sent once: a repeat could overwrite what someone else wrote in between. */
  putConfiguration(configuration: ReplicationConfiguration): Promise<void>;
  /** How far the replication of an image is; empty when no rule replicated it. */
  statuses(repository: string, digest: string): Promise<ReplicaStatus[]>;
  /** The names of all repositories of the registry that begin so. */
  repositoriesWithPrefix(prefix: string): Promise<string[]>;
  /** Adds a tag to an image: ECR replicates what is pushed or tagged. Also succeeds when the image has it already. */
  addImageTag(repository: string, digest: string, tag: string): Promise<void>;
}

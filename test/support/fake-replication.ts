import type { Manifest, TagMutability } from '../../src/ports/ecr';
import type { Ports } from '../../src/ports/ports';
import type { ReplicationConfiguration } from '../../src/ports/replication';

/** A Region of the account, as far as replication goes. */
interface Region {
  repositories: Map<string, FakeRepository>;
  record(call: string): void;
  in(region: string): Region;
}

export interface FakeRepository {
  uri: string;
  tagMutability: TagMutability;
  scanOnPush: boolean;
  tags: Record<string, string>;
  kmsKey?: string | undefined;
  /** Who may pull: its repository policy. */
  access?: string | undefined;
  policy: string | undefined;
  /** Tag -> digest. */
  images: Map<string, string>;
  /** Tag -> manifest, of what was not built. */
  manifests: Map<string, Omit<Manifest, 'digest'>>;
}

interface Replica {
  status: 'IN_PROGRESS' | 'COMPLETE' | 'FAILED';
  /** Looks at the status until it is done. */
  left: number;
  tag: string;
}

/** The replication of a registry in memory: what is pushed or tagged under a rule is copied after a few looks. */
export class FakeReplication {
  configuration: ReplicationConfiguration = { rules: [] };
  /** How many looks at the status a copy takes. */
  looks = 2;
  /** The Regions to which replication fails, with the reason. */
  readonly failing = new Map<string, string>();
  /** `repository digest region` -> its copy. */
  private readonly replicas = new Map<string, Replica>();

  constructor(private readonly aws: Region) {}

  /** ECR acts on a push and on a further tag. */
  push(repository: string, tag: string): void {
    const digest = this.aws.repositories.get(repository)?.images.get(tag);
    if (digest === undefined) return;
    for (const { destinations = [], repositoryFilters } of this.configuration.rules) {
      const matches =
        repositoryFilters === undefined ||
        repositoryFilters.some(({ filter = '' }) => repository.startsWith(filter));
      if (!matches) continue;
      for (const { region = '' } of destinations)
        this.replicas.set(`${repository} ${digest} ${region}`, {
          status: 'IN_PROGRESS',
          left: this.looks,
          tag,
        });
    }
  }

  private look(repository: string, digest: string, region: string, replica: Replica): void {
    if (replica.status !== 'IN_PROGRESS') return;
    replica.left -= 1;
    if (replica.left > 0) return;
    const failed = this.failing.has(region);
    replica.status = failed ? 'FAILED' : 'COMPLETE';
    if (failed) return;
    const there = this.aws.in(region);
    if (!there.repositories.has(repository))
      there.repositories.set(repository, {
        uri: `${region}/${repository}`,
        tagMutability: 'MUTABLE',
        scanOnPush: false,
        tags: {},
        policy: undefined,
        images: new Map(),
        manifests: new Map(),
      });
    there.repositories.get(repository)?.images.set(replica.tag, digest);
  }

  port: Ports['replication'] = {
    configuration: async () => {
      this.aws.record('replicationConfiguration');
      return structuredClone(this.configuration);
    },
    putConfiguration: async (configuration) => {
      this.aws.record('putReplicationConfiguration');
      this.configuration = structuredClone(configuration);
    },
    statuses: async (repository, digest) => {
      this.aws.record('replicationStatuses');
      const prefix = `${repository} ${digest} `;
      return [...this.replicas]
        .filter(([key]) => key.startsWith(prefix))
        .map(([key, replica]) => {
          const region = key.slice(prefix.length);
          this.look(repository, digest, region, replica);
          const { status } = replica;
          return {
            region,
            status,
            failureCode: status === 'FAILED' ? this.failing.get(region) : undefined,
          };
        });
    },
    repositoriesWithPrefix: async (prefix) => {
      this.aws.record('repositoriesWithPrefix');
      return [...this.aws.repositories.keys()].filter((name) => name.startsWith(prefix));
    },
    addImageTag: async (repository, digest, tag) => {
      this.aws.record('addImageTag');
      const images = this.aws.repositories.get(repository)?.images;
      if (images === undefined || images.has(tag)) return;
      images.set(tag, digest);
      this.push(repository, tag);
    },
  };
}

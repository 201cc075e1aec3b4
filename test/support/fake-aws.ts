import type { Stack } from '../../src/ports/cloudformation';
import type { Build, Project, ProjectDefinition } from '../../src/ports/codebuild';
import type { Ports } from '../../src/ports/ports';
import { ServiceError } from '../../src/ports/service-error';
import { FakeReplication, type FakeRepository } from './fake-replication';

/** What becomes of a build at its next read. */
export type Fate = 'succeeds' | 'fails' | 'runs';

/**
 * AWS in memory, at the boundary of the handlers' unit tests: the ports' own semantics and nothing else. The real
 * adapters are tested against the local engine.
 */
export class FakeAws implements Ports {
  readonly calls: string[] = [];
  readonly elsewhere = new Map<string, FakeAws>();
  readonly parametersByName = new Map<
    string,
    { value: string; type: string; tags: Record<string, string> }
  >();
  readonly registry: FakeReplication;
  readonly projectsByName = new Map<string, Project>();
  readonly repositories = new Map<string, FakeRepository>();
  readonly builds: Build[] = [];
  readonly logLines: string[] = [];
  readonly logGroups = new Set<string>();
  /** Log group -> days. */
  readonly retention = new Map<string, number>();
  /** Build -> the repository that it pushes to. */
  private readonly targets = new Map<string, string>();
  readonly objects = new Map<string, { bytes: Uint8Array; version: string | undefined }>();
  fate: Fate = 'succeeds';
  /** Called before each call; may throw. */
  before: (call: string, n: number) => void = () => {};

  constructor(readonly region = 'us-east-1') {
    this.registry = new FakeReplication(this);
  }

  /** The account's other Regions count their calls here. */
  in(region: string): FakeAws {
    if (region === this.region) return this;
    const there = this.elsewhere.get(region) ?? this.open(region);
    this.elsewhere.set(region, there);
    return there;
  }

  private open(region: string): FakeAws {
    const there = new FakeAws(region);
    there.record = (call) => this.record(call);
    there.elsewhere.set(this.region, this);
    return there;
  }

  record(call: string): void {
    this.calls.push(call);
    this.before(call, this.calls.length);
  }

  /**
   * The process dies at its n-th call: no call of this invocation does anything any more. `after`: the n-th one still
   * takes effect, but its answer is lost. The next invocation (a new process) finds AWS as it was left.
   */
  dieAt(n: number, when: 'before' | 'after'): void {
    for (const port of ['cloudformation', 'codebuild', 'ecr', 'logs', 's3'] as const) {
      const calls = this[port] as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>;
      for (const [name, call] of Object.entries(calls)) {
        calls[name] = async (...args) => {
          const dies = this.calls.length + 1 === n;
          if (dies && when === 'before') {
            this.calls.push(name);
            throw new Error('the process died');
          }
          const answer = await call(...args);
          if (dies) throw new Error('the process died');
          return answer;
        };
      }
    }
  }

  private putProject(definition: ProjectDefinition): void {
    const { name } = definition;
    this.projectsByName.set(name, {
      ...definition,
      arn: `arn:test:codebuild:${this.region}:123456789012:project/${name}`,
    });
  }

  /** A project that is not ours. */
  addForeignProject(name: string): void {
    this.putProject({
      name,
      description: '',
      sourceLocation: undefined,
      buildspec: '',
      machine: { type: 'LINUX_CONTAINER', image: '' },
      computeType: 'BUILD_GENERAL1_SMALL',
      variables: {},
      secrets: {},
      vpc: undefined,
      roleArn: '',
      timeoutInMinutes: 60,
      queuedTimeoutInMinutes: 60,
      logGroup: '',
      tags: {},
    });
  }

  /** How often an operation was called. */
  count(call: string): number {
    return this.calls.filter((made) => made === call).length;
  }

  /** Stacks by their ids. */
  readonly stacks = new Map<string, Stack>();

  cloudformation: Ports['cloudformation'] = {
    stack: async (id) => {
      this.record('stack');
      const found = this.stacks.get(id);
      if (found === undefined)
        throw new ServiceError('cloudformation:DescribeStacks', 'ValidationError', 'no such stack', 400);
      return found;
    },
  };

  codebuild: Ports['codebuild'] = {
    createProject: async (definition) => {
      this.record('createProject');
      if (this.projectsByName.has(definition.name)) {
        throw new ServiceError(
          'codebuild:CreateProject',
          'ResourceAlreadyExistsException',
          `Project already exists: ${definition.name}`,
          400,
        );
      }
      this.putProject(definition);
    },
    updateProject: async (definition) => {
      this.record('updateProject');
      this.putProject(definition);
    },
    project: async (name) => {
      this.record('project');
      return this.projectsByName.get(name);
    },
    projects: async (names) => {
      this.record('projects');
      return names.flatMap((name) => this.projectsByName.get(name) ?? []);
    },
    projectNames: async (nextToken) => {
      this.record('projectNames');
      const names = [...this.projectsByName.keys()].sort();
      const from = nextToken === undefined ? 0 : Number(nextToken);
      return {
        names: names.slice(from, from + 2),
        nextToken: from + 2 < names.length ? String(from + 2) : undefined,
      };
    },
    deleteProject: async (name) => {
      this.record('deleteProject');
      this.projectsByName.delete(name);
    },
    startBuild: async ({ project, variables }) => {
      this.record('startBuild');
      const found = this.projectsByName.get(project);
      if (found === undefined)
        throw new ServiceError('codebuild:StartBuild', 'ResourceNotFoundException', 'no such project', 400);
      const all = { ...found.variables, ...variables };
      const group = found.logGroup ?? `/aws/codebuild/${project}`;
      const build: Build = {
        id: `${project}:${this.builds.length + 1}`,
        status: 'IN_PROGRESS',
        phase: 'SUBMITTED',
        phases: [],
        imageTag: all.DOCKER_BUILDER_IMAGE_TAG,
        platform: all.DOCKER_BUILDER_PLATFORM,
        properties: all.DOCKER_BUILDER_PROPERTIES_HASH,
        startedAt: Date.now(),
        endedAt: undefined,
        timeoutInMinutes: found.timeoutInMinutes,
        log: { group, stream: 'stream' },
        logLink: 'https://logs',
      };
      this.builds.unshift(build);
      this.targets.set(build.id, all.DOCKER_BUILDER_REPOSITORY_NAME ?? '');
      return { ...build };
    },
    stopBuild: async (id) => {
      this.record('stopBuild');
      this.settle(id, 'STOPPED');
    },
    build: async (id) => {
      this.record('build');
      const build = this.builds.find((made) => made.id === id);
      if (build?.status === 'IN_PROGRESS' && this.fate !== 'runs')
        this.settle(id, this.fate === 'succeeds' ? 'SUCCEEDED' : 'FAILED');
      return this.builds.find((made) => made.id === id);
    },
    newestBuilds: async (project) => {
      this.record('newestBuilds');
      return this.builds.filter(({ id }) => id.startsWith(`${project}:`));
    },
  };

  private settle(id: string, status: 'SUCCEEDED' | 'FAILED' | 'STOPPED'): void {
    const build = this.builds.find((made) => made.id === id);
    if (build === undefined) return;
    Object.assign(build, { status, phase: 'COMPLETED', endedAt: Date.now() });
    if (status === 'SUCCEEDED') {
      const name = this.targets.get(id) ?? '';
      this.repositories.get(name)?.images.set(build.imageTag ?? '', `sha256:${build.imageTag}`);
      this.registry.push(name, build.imageTag ?? '');
    }
    if (status === 'FAILED') {
      build.phases = [
        {
          phaseType: 'BUILD',
          phaseStatus: 'FAILED',
          contexts: [
            {
              statusCode: 'COMMAND_EXECUTION_ERROR',
              message: 'Error while executing command: x. Reason: exit status 3',
            },
          ],
        },
      ];
    }
  }

  ecr: Ports['ecr'] = {
    repository: async (name) => {
      this.record('repository');
      const found = this.repositories.get(name);
      return found === undefined
        ? undefined
        : {
            name,
            arn: `arn:test:ecr:${this.region}:123456789012:repository/${name}`,
            uri: found.uri,
            tagMutability: found.tagMutability,
            scanOnPush: found.scanOnPush,
            kmsKey: found.kmsKey,
          };
    },
    createRepository: async ({ name, tagMutability, scanOnPush, tags, kmsKey }) => {
      this.record('createRepository');
      this.repositories.set(name, {
        uri: `${this.region === 'us-east-1' ? 'registry' : this.region}/${name}`,
        tagMutability,
        scanOnPush,
        tags: { ...tags },
        kmsKey,
        access: undefined,
        policy: undefined,
        images: new Map(),
        manifests: new Map(),
      });
    },
    deleteRepository: async (name) => {
      this.record('deleteRepository');
      this.repositories.delete(name);
    },
    setTagMutability: async (name, mutability) => {
      this.record('setTagMutability');
      Object.assign(this.repositories.get(name) ?? {}, { tagMutability: mutability });
    },
    setScanOnPush: async (name, scanOnPush) => {
      this.record('setScanOnPush');
      Object.assign(this.repositories.get(name) ?? {}, { scanOnPush });
    },
    lifecyclePolicy: async (name) => {
      this.record('lifecyclePolicy');
      return this.repositories.get(name)?.policy;
    },
    putLifecyclePolicy: async (name, policy) => {
      this.record('putLifecyclePolicy');
      Object.assign(this.repositories.get(name) ?? {}, { policy });
    },
    repositoryPolicy: async (name) => {
      this.record('repositoryPolicy');
      return this.repositories.get(name)?.access;
    },
    setRepositoryPolicy: async (name, access) => {
      this.record('setRepositoryPolicy');
      Object.assign(this.repositories.get(name) ?? {}, { access });
    },
    deleteRepositoryPolicy: async (name) => {
      this.record('deleteRepositoryPolicy');
      Object.assign(this.repositories.get(name) ?? {}, { access: undefined });
    },
    tags: async (arn) => {
      this.record('tags');
      return { ...this.repositories.get(arn.split(':repository/')[1] ?? '')?.tags };
    },
    addTags: async (arn, tags) => {
      this.record('addTags');
      Object.assign(this.repositories.get(arn.split(':repository/')[1] ?? '')?.tags ?? {}, tags);
    },
    removeTags: async (arn, keys) => {
      this.record('removeTags');
      for (const key of keys) delete this.repositories.get(arn.split(':repository/')[1] ?? '')?.tags[key];
    },
    digest: async (repository, tag) => {
      this.record('digest');
      return this.repositories.get(repository)?.images.get(tag);
    },
    holdsDigest: async (repository, digest) => {
      this.record('holdsDigest');
      return [...(this.repositories.get(repository)?.images.values() ?? [])].includes(digest);
    },
    manifest: async (repository, tag) => {
      this.record('manifest');
      const found = this.repositories.get(repository);
      const digest = found?.images.get(tag);
      if (digest === undefined) return undefined;
      const stored = found?.manifests.get(tag) ?? {
        text: '{}',
        type: 'application/vnd.oci.image.manifest.v1+json',
      };
      return { ...stored, digest };
    },
    putImage: async (repository, tag, manifest) => {
      this.record('putImage');
      const found = this.repositories.get(repository);
      if (found?.images.has(tag)) return;
      found?.images.set(tag, `sha256:${tag}`);
      found?.manifests.set(tag, manifest);
    },
    holdsTaggedImage: async (repository) => {
      this.record('holdsTaggedImage');
      return (this.repositories.get(repository)?.images.size ?? 0) > 0;
    },
  };

  get replication(): Ports['replication'] {
    return this.registry.port;
  }

  parameters: Ports['parameters'] = {
    parameter: async (name) => {
      this.record('parameter');
      const found = this.parametersByName.get(name);
      return found && { name, value: found.value, type: found.type };
    },
    create: async (name, value, tags) => {
      this.record('createParameter');
      if (this.parametersByName.has(name)) return false;
      this.parametersByName.set(name, { value, type: 'String', tags: { ...tags } });
      return true;
    },
    overwrite: async (name, value) => {
      this.record('overwriteParameter');
      Object.assign(this.parametersByName.get(name) ?? {}, { value, type: 'String' });
    },
    delete: async (name) => {
      this.record('deleteParameter');
      this.parametersByName.delete(name);
    },
    tags: async (name) => {
      this.record('parameterTags');
      const found = this.parametersByName.get(name);
      return found && { ...found.tags };
    },
    addTags: async (name, tags) => {
      this.record('addParameterTags');
      Object.assign(this.parametersByName.get(name)?.tags ?? {}, tags);
    },
    removeTags: async (name, keys) => {
      this.record('removeParameterTags');
      for (const key of keys) delete this.parametersByName.get(name)?.tags[key];
    },
  };

  logs: Ports['logs'] = {
    tail: async () => {
      this.record('tail');
      return this.logLines;
    },
    hasGroup: async (group) => {
      this.record('hasGroup');
      return this.logGroups.has(group);
    },
    ensureGroup: async (group, days) => {
      this.record('ensureGroup');
      this.retention.set(group, days);
      this.logGroups.add(group);
    },
    deleteGroup: async (group) => {
      this.record('deleteGroup');
      this.logGroups.delete(group);
    },
  };

  s3: Ports['s3'] = {
    tail: async ({ bucket, key }, length) => {
      this.record('tail of object');
      const found = this.objects.get(`${bucket}/${key}`);
      if (found === undefined) return undefined;
      const { bytes, version } = found;
      return { size: bytes.length, version, bytes: bytes.slice(-length) };
    },
    range: async ({ bucket, key }, start, end) => {
      this.record('range');
      return (this.objects.get(`${bucket}/${key}`)?.bytes ?? new Uint8Array()).slice(start, end + 1);
    },
  };

  /** The names of everything that exists. */
  leftovers(): string[] {
    return [
      ...this.projectsByName.keys(),
      ...this.repositories.keys(),
      ...this.logGroups,
      ...this.parametersByName.keys(),
    ];
  }
}

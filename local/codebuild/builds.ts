import { createHash, randomUUID } from 'node:crypto';
import { arnOf } from '../service/arn';
import { AwsError, type Caller } from '../service/service';
import { type BuildWorld, runBuild } from './build-run';
import { removeImages } from './docker-config';
import { type Projects, page } from './projects';
import { type BuildRecord, type ProjectRecord, seconds, type Variable } from './records';

type Input = Record<string, unknown>;

const PAGE = 100;
/** CodeBuild remembers an idempotency token for five minutes. */
const TOKEN_LIFE = 300;

export interface Quota {
  /** Builds that run at the same time. */
  running: number;
  /** Builds that wait; one more is refused. */
  queued: number;
}

interface Job {
  record: BuildRecord;
  caller: Caller;
  controller: AbortController;
  done: Promise<void>;
}

/** The builds: their queue, their records, their ends. */
export class Builds {
  private readonly jobs: Job[] = [];
  private readonly tokens = new Map<string, { at: number; parameters: string; build: BuildRecord }>();
  private readonly waiting: (() => void)[] = [];
  private running = 0;

  constructor(
    private readonly projects: Projects,
    private readonly world: BuildWorld,
    readonly quota: Quota,
  ) {}

  start(input: Input, caller: Caller): object {
    const project = this.projects.get(input.projectName as string, caller);
    const known = this.sameToken(input, caller);
    if (known !== undefined) return { build: known };
    if (this.running >= this.quota.running && this.waiting.length >= this.quota.queued) {
      throw new AwsError(
        'AccountLimitExceededException',
        `Cannot have more than ${this.quota.queued} builds in queue for the account`,
      );
    }
    const record = this.newRecord(project, input, caller);
    const controller = new AbortController();
    this.jobs.unshift({ record, caller, controller, done: this.run(record, controller, caller) });
    if (typeof input.idempotencyToken === 'string') {
      this.tokens.set(tokenKey(input, caller), {
        at: seconds(),
        parameters: parametersOf(input),
        build: record,
      });
    }
    return { build: record };
  }

  private sameToken(input: Input, caller: Caller): BuildRecord | undefined {
    if (typeof input.idempotencyToken !== 'string') return undefined;
    const known = this.tokens.get(tokenKey(input, caller));
    if (known === undefined || seconds() - known.at > TOKEN_LIFE) return undefined;
    if (known.parameters !== parametersOf(input)) {
      throw new AwsError('InvalidInputException', 'The idempotency token was used with other parameters');
    }
    return known.build;
  }

  private newRecord(project: ProjectRecord, input: Input, caller: Caller): BuildRecord {
    const uuid = randomUUID();
    const id = `${project.name}:${uuid}`;
    const configured = project.logsConfig?.cloudWatchLogs;
    const groupName = configured?.groupName ?? `/aws/codebuild/${project.name}`;
    const streamName = configured?.streamName ? `${configured.streamName}/${uuid}` : uuid;
    const now = seconds();
    const overridden = (name: string, fallback: unknown) => input[`${name}Override`] ?? fallback;
    const build: BuildRecord = {
      id,
      arn: arnOf('codebuild', `build/${id}`, caller),
      buildNumber: this.jobs.filter(({ record }) => record.projectName === project.name).length + 1,
      startTime: now,
      currentPhase: 'QUEUED',
      buildStatus: 'IN_PROGRESS',
      projectName: project.name,
      phases: [
        {
          phaseType: 'SUBMITTED',
          phaseStatus: 'SUCCEEDED',
          startTime: now,
          endTime: now,
          durationInSeconds: 0,
        },
      ],
      source: {
        ...project.source,
        ...(input.sourceTypeOverride === undefined ? {} : { type: input.sourceTypeOverride as string }),
        ...(input.sourceLocationOverride === undefined
          ? {}
          : { location: input.sourceLocationOverride as string }),
        ...(input.buildspecOverride === undefined ? {} : { buildspec: input.buildspecOverride as string }),
      },
      artifacts: { location: '' },
      cache: project.cache,
      environment: {
        ...project.environment,
        image: overridden('image', project.environment.image) as string,
        computeType: overridden('computeType', project.environment.computeType) as string,
        environmentVariables: merged(
          project.environment.environmentVariables ?? [],
          (input.environmentVariablesOverride as Variable[] | undefined) ?? [],
        ),
      },
      serviceRole: overridden('serviceRole', project.serviceRole) as string,
      logs: {
        groupName,
        streamName,
        deepLink: `https://console.aws.amazon.com/cloudwatch/home?region=${caller.region}#logsV2:log-groups/log-group/${encodeURIComponent(encodeURIComponent(groupName)).replaceAll('%', '$')}/log-events/${streamName}`,
        cloudWatchLogsArn: arnOf('logs', `log-group:${groupName}:log-stream:${streamName}`, caller),
      },
      timeoutInMinutes: overridden('timeoutInMinutes', project.timeoutInMinutes) as number,
      queuedTimeoutInMinutes: overridden('queuedTimeoutInMinutes', project.queuedTimeoutInMinutes) as number,
      buildComplete: false,
      initiator: 'local',
      encryptionKey: project.encryptionKey,
    };
    const version = (input.sourceVersion ?? project.sourceVersion) as string | undefined;
    return version === undefined
      ? build
      : { ...build, sourceVersion: version, resolvedSourceVersion: version };
  }

  /** Waits for its turn, then runs. */
  private async run(record: BuildRecord, controller: AbortController, caller: Caller): Promise<void> {
    const queued = seconds();
    const late = AbortSignal.timeout(record.queuedTimeoutInMinutes * 60_000);
    const ended = AbortSignal.any([controller.signal, late]);
    while (this.running >= this.quota.running && !ended.aborted) await this.turn(ended);
    const now = seconds();
    const timedOut = late.aborted && !controller.signal.aborted;
    record.phases.push({
      phaseType: 'QUEUED',
      phaseStatus: timedOut ? 'TIMED_OUT' : 'SUCCEEDED',
      startTime: queued,
      endTime: now,
      durationInSeconds: Math.round(now - queued),
    });
    if (timedOut) {
      record.phases.push({ phaseType: 'COMPLETED', startTime: now });
      Object.assign(record, {
        endTime: now,
        currentPhase: 'COMPLETED',
        buildStatus: 'TIMED_OUT',
        buildComplete: true,
      });
      return;
    }
    this.running += 1;
    try {
      await runBuild(record, controller.signal, caller, this.world);
    } finally {
      this.running -= 1;
      this.waiting.shift()?.();
      // While another build runs, its image may be the one that is just being pushed.
      if (this.running === 0) await removeImages(this.world.endpoint);
    }
  }

  /** Until another build ends, or this one does not wait any longer. */
  private async turn(ended: AbortSignal): Promise<void> {
    let wake = () => {};
    const woken = new Promise<void>((done) => {
      wake = done;
    });
    this.waiting.push(wake);
    ended.addEventListener('abort', wake, { once: true });
    await woken;
    ended.removeEventListener('abort', wake);
    // Whoever was woken by its own end would otherwise be woken again in another's place.
    const place = this.waiting.indexOf(wake);
    if (place >= 0) this.waiting.splice(place, 1);
  }

  async stop(input: Input, caller: Caller): Promise<object> {
    const job = this.jobs.find(
      ({ record, caller: owner }) => record.id === lastPart(input.id as string) && sameAccount(owner, caller),
    );
    if (job === undefined)
      throw new AwsError('ResourceNotFoundException', `Build ${input.id} cannot be found`);
    if (!job.record.buildComplete) {
      job.controller.abort('STOPPED');
      await job.done;
    }
    return { build: job.record };
  }

  batchGet(input: Input, caller: Caller): object {
    const ids = (input.ids as string[]).map(lastPart);
    const own = this.own(caller);
    return {
      builds: ids.flatMap((id) => own.find((build) => build.id === id) ?? []),
      buildsNotFound: ids.filter((id) => !own.some((build) => build.id === id)),
    };
  }

  /** Of one project, or of all. */
  list(input: Input, caller: Caller): object {
    const project = input.projectName as string | undefined;
    if (project !== undefined) this.projects.get(project, caller);
    const ids = this.own(caller)
      .filter(({ projectName }) => project === undefined || projectName === project)
      .map(({ id }) => id);
    return page(input.sortOrder === 'ASCENDING' ? ids.reverse() : ids, input.nextToken, 'ids', PAGE);
  }

  remove(input: Input, caller: Caller): object {
    const ids = (input.ids as string[]).map(lastPart);
    const gone = this.own(caller).filter(({ id, buildComplete }) => ids.includes(id) && buildComplete);
    for (const build of gone)
      this.jobs.splice(
        this.jobs.findIndex(({ record }) => record === build),
        1,
      );
    return { buildsDeleted: gone.map(({ arn }) => arn), buildsNotDeleted: [] };
  }

  async stopAll(): Promise<void> {
    for (const { controller } of this.jobs) controller.abort('STOPPED');
    await Promise.all(this.jobs.map(({ done }) => done));
  }

  /** Newest first. */
  private own(caller: Caller): BuildRecord[] {
    return this.jobs.filter(({ caller: owner }) => sameAccount(owner, caller)).map(({ record }) => record);
  }
}

const sameAccount = (a: Caller, b: Caller): boolean => a.account === b.account && a.region === b.region;
const lastPart = (id: string): string => id.split(':build/').at(-1) as string;
const tokenKey = (input: Input, { account, region }: Caller): string =>
  [account, region, input.projectName, input.idempotencyToken].join('/');
const parametersOf = (input: Input): string =>
  createHash('sha256').update(JSON.stringify(input)).digest('hex');

const merged = (own: Variable[], overrides: Variable[]): Variable[] => [
  ...own.filter(({ name }) => !overrides.some((other) => other.name === name)),
  ...overrides,
];

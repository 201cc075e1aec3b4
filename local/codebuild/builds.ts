import { randomUUID } from 'node:crypto';
import type { BatchDeleteBuildsInput, BatchGetBuildsInput, StopBuildInput } from '@aws-sdk/client-codebuild';
import { AwsError } from '../service/errors';
import { page } from '../service/pages';
import { type Caller, type Checked, scopeOf } from '../service/service';
import { runBuild } from './build';
import { BuildQueue, type Quota } from './build-queue';
import { removeImages } from './docker-config';
import { IdempotencyTokens } from './idempotency-tokens';
import { newBuild } from './new-build';
import { closeQueue, complete } from './phases';
import type { BuildPlatform } from './platform';
import type { Projects } from './projects';
import { type BuildRecord, type ListBuilds, type StartBuild, seconds } from './records';

const PAGE = 100;

interface Job {
  record: BuildRecord;
  scope: string;
  stop: AbortController;
  done: Promise<void>;
}

/** The calls about builds. */
export class Builds {
  /** Newest first. */
  private readonly jobs: Job[] = [];
  private readonly tokens = new IdempotencyTokens();
  private readonly queues = new Map<string, BuildQueue>();
  private running = 0;

  constructor(
    private readonly projects: Projects,
    private readonly platform: BuildPlatform,
    readonly quota: Quota,
  ) {}

  start(input: StartBuild, caller: Caller): { build: BuildRecord } {
    const project = this.projects.get(input.projectName, caller);
    const now = seconds();
    const known = this.tokens.find(input, caller, now);
    if (known !== undefined) return { build: known };
    this.queue(caller).requirePlace();
    const earlier = this.own(caller).filter(({ projectName }) => projectName === project.name);
    const record = newBuild(project, input, {
      uuid: randomUUID(),
      buildNumber: earlier.length + 1,
      now,
      caller,
    });
    const stop = new AbortController();
    this.jobs.unshift({ record, scope: scopeOf(caller), stop, done: this.run(record, stop.signal, caller) });
    this.tokens.remember(input, caller, record, now);
    return { build: record };
  }

  private queue(caller: Caller): BuildQueue {
    const queue = this.queues.get(scopeOf(caller)) ?? new BuildQueue(this.quota);
    this.queues.set(scopeOf(caller), queue);
    return queue;
  }

  /** Waits for its turn, then runs. */
  private async run(record: BuildRecord, stop: AbortSignal, caller: Caller): Promise<void> {
    const queued = seconds();
    const late = AbortSignal.timeout(record.queuedTimeoutInMinutes * 60_000);
    const ran = await this.queue(caller).run(AbortSignal.any([stop, late]), async () => {
      closeQueue(record, 'SUCCEEDED', queued);
      this.running += 1;
      await runBuild(record, stop, caller, this.platform);
      this.running -= 1;
    });
    if (!ran) {
      const status = stop.aborted ? 'STOPPED' : 'TIMED_OUT';
      closeQueue(record, status, queued);
      complete(record, status);
    }
    // While another build runs, its image may be the one that is being pushed.
    if (ran && this.running === 0) await removeImages(this.platform.endpoint);
  }

  async stop({ id }: Checked<StopBuildInput>, caller: Caller): Promise<{ build: BuildRecord }> {
    const job = this.jobs.find(
      ({ record, scope }) => record.id === lastPart(id) && scope === scopeOf(caller),
    );
    if (job === undefined) throw new AwsError('ResourceNotFoundException', `Build ${id} cannot be found`);
    if (!job.record.buildComplete) {
      job.stop.abort();
      await job.done;
    }
    return { build: job.record };
  }

  batchGet(input: Checked<BatchGetBuildsInput>, caller: Caller): object {
    const ids = input.ids.map(lastPart);
    const own = this.own(caller);
    return {
      // The service promises no order. By id it is nearly always another than the one asked for.
      builds: own.filter(({ id }) => ids.includes(id)).sort((a, b) => (a.id < b.id ? -1 : 1)),
      buildsNotFound: ids.filter((id) => !own.some((build) => build.id === id)),
    };
  }

  /** Of one project, or of all. */
  list({ projectName, sortOrder, nextToken }: ListBuilds, caller: Caller): object {
    if (projectName !== undefined) this.projects.get(projectName, caller);
    const ids = this.own(caller)
      .filter((build) => projectName === undefined || build.projectName === projectName)
      .map(({ id }) => id);
    const { items, ...next } = page(sortOrder === 'ASCENDING' ? ids.reverse() : ids, nextToken, PAGE);
    return { ids: items, ...next };
  }

  batchDelete(input: Checked<BatchDeleteBuildsInput>, caller: Caller): object {
    const ids = input.ids.map(lastPart);
    const gone = this.own(caller).filter(({ id, buildComplete }) => ids.includes(id) && buildComplete);
    for (const build of gone) {
      const place = this.jobs.findIndex(({ record }) => record === build);
      this.jobs.splice(place, 1);
    }
    return { buildsDeleted: gone.map(({ arn }) => arn), buildsNotDeleted: [] };
  }

  async stopAll(): Promise<void> {
    for (const { stop } of this.jobs) stop.abort();
    await Promise.all(this.jobs.map(({ done }) => done));
  }

  private own(caller: Caller): BuildRecord[] {
    return this.jobs.filter(({ scope }) => scope === scopeOf(caller)).map(({ record }) => record);
  }
}

/** An id, or the id in an ARN. */
const lastPart = (id: string): string => id.split(':build/').at(-1) ?? id;

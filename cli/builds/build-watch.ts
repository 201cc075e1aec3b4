import {
  BatchGetBuildsCommand,
  type Build,
  type CodeBuildClient,
  ListBuildsForProjectCommand,
} from '@aws-sdk/client-codebuild';
import type { Connection } from '../aws/connection';
import { hasName } from '../aws/service-error';
import type { BuildState, Display, StackEvent } from '../display/report';
import { projectOf } from '../type-name';
import { BuildLog } from './build-log';
import { buildState, expectedSeconds, isRunning } from './build-state';

interface Builder {
  logicalId: string;
  name: string;
  /** Builds that began before are another deployment's. */
  since: Date;
  expected?: number;
  log?: BuildLog;
  /** The last state shown, as text. */
  shown?: string;
}

/** Shows the builds of a stack's builders as they run: it learns of the builders from the stack's events. */
export class BuildWatch {
  readonly #builders = new Map<string, Builder>();

  constructor(
    private readonly connection: Connection,
    private readonly typeName: string,
    private readonly display: Display,
  ) {}

  /** A builder at work is watched, one that is done is not. The event's physical id is the builder's name. */
  hear({ resourceType, logicalId, physicalId, status, time }: StackEvent): void {
    if (resourceType !== this.typeName || physicalId === '') return;
    if (/^(CREATE|UPDATE)_IN_PROGRESS$/.test(status)) {
      if (!this.#builders.has(logicalId))
        this.#builders.set(logicalId, { logicalId, name: physicalId, since: time });
    }
  }

  /** One look at every builder's newest build. */
  async look(): Promise<void> {
    await Promise.all([...this.#builders.values()].map((builder) => this.#lookAt(builder)));
  }

  async #lookAt(builder: Builder): Promise<void> {
    const builds = await recentBuilds(this.connection.codebuild, builder.name);
    const [newest] = builds;
    // Times are whole seconds in places: a build of the same second is this deployment's.
    const began = (newest?.startTime?.getTime() ?? 0) + 1000;
    if (!newest || (began < builder.since.getTime() && !isRunning(newest))) return;
    builder.expected ??= expectedSeconds(builds);
    const state = buildState(newest, builder.logicalId, builder.expected);
    builder.log = builder.log?.buildId === state.buildId ? builder.log : new BuildLog(state.buildId);
    // What had been logged when the build's state was taken comes first: the end of a build is told after its last line.
    const lines = await builder.log.next(this.connection.logs, newest);
    if (lines.length > 0) {
      this.display.show({ type: 'log', logicalId: builder.logicalId, buildId: state.buildId, lines });
    }
    this.#tell(builder, state);
  }

  #tell(builder: Builder, build: BuildState): void {
    const text = JSON.stringify(build);
    if (text === builder.shown) return;
    builder.shown = text;
    this.display.show({ type: 'build', build });
  }
}

/** The last ten builds of a builder, newest first; none when its project is not there (yet, or any more). */
export async function recentBuilds(codebuild: CodeBuildClient, builderName: string): Promise<Build[]> {
  try {
    const { ids = [] } = await codebuild.send(
      new ListBuildsForProjectCommand({ projectName: projectOf(builderName), sortOrder: 'DESCENDING' }),
    );
    if (ids.length === 0) return [];
    const { builds = [] } = await codebuild.send(new BatchGetBuildsCommand({ ids: ids.slice(0, 10) }));
    return builds.sort((a, b) => (b.startTime?.getTime() ?? 0) - (a.startTime?.getTime() ?? 0));
  } catch (error) {
    if (hasName(error, 'ResourceNotFoundException')) return [];
    throw error;
  }
}

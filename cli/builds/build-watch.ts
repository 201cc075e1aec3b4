import type { Connection } from '../aws/connection';
import { explain } from '../aws/explain';
import { isDenied } from '../aws/service-error';
import type { Display, StackEvent } from '../display/report';
import { BuildLog } from './build-log';
import { buildState, expectedSeconds, isRunning } from './build-state';
import { recentBuilds } from './recent-builds';

interface Builder {
  logicalId: string;
  name: string;
  /** Builds that began earlier belong to another deployment. */
  since: Date;
  expected?: number;
  log?: BuildLog;
  /** The last state shown, as text. */
  shown?: string;
}

/** What a deployer without rights does not get to see. */
type Part = 'the build' | "the build's log";

/** Shows the builds of a stack's builders while they run; the stack's events name the builders. */
export class BuildWatch {
  /** By name: a replacement has the logical id of the builder that it replaces. */
  readonly #builders = new Map<string, Builder>();
  readonly #denied = new Set<Part>();

  constructor(
    private readonly connection: Connection,
    private readonly typeName: string,
    private readonly display: Display,
  ) {}

  /** Watches the builders that are created or updated. The event's physical id is the builder's name. */
  hear({ resourceType, logicalId, physicalId, status, time }: StackEvent): void {
    if (resourceType !== this.typeName || physicalId === '') return;
    if (!/^(CREATE|UPDATE)_IN_PROGRESS$/.test(status) || this.#builders.has(physicalId)) return;
    this.#builders.set(physicalId, { logicalId, name: physicalId, since: time });
  }

  /** Reads the newest build of each builder. Without the right to, it warns once, and the stack alone is shown. */
  async poll(): Promise<void> {
    await this.#permitted('the build', () =>
      Promise.all([...this.#builders.values()].map((builder) => this.#pollBuilder(builder))),
    );
  }

  async #pollBuilder(builder: Builder): Promise<void> {
    const builds = await recentBuilds(this.connection.codebuild, builder.name);
    const [newest] = builds;
    // Some times are whole seconds: a build of the same second belongs to this deployment.
    const began = (newest?.startTime?.getTime() ?? 0) + 1000;
    if (!newest || (began < builder.since.getTime() && !isRunning(newest))) return;
    builder.expected ??= expectedSeconds(builds);
    const state = buildState(newest, builder.logicalId, builder.expected);
    const log = builder.log?.buildId === state.buildId ? builder.log : new BuildLog(state.buildId);
    builder.log = log;
    // The log is read after the state, and shown before it: the end of a build follows its last line.
    const lines = await this.#permitted("the build's log", () => log.next(this.connection.logs, newest));
    if (lines !== undefined && lines.length > 0) {
      this.display.show({ type: 'log', logicalId: builder.logicalId, buildId: state.buildId, lines });
    }
    const text = JSON.stringify(state);
    // The time passes: a build that runs is shown again, so that the display can say that it is late.
    if (text === builder.shown && !isRunning(newest)) return;
    builder.shown = text;
    this.display.show({ type: 'build', build: state });
  }

  async #permitted<T>(part: Part, read: () => Promise<T>): Promise<T | undefined> {
    if (this.#denied.has(part)) return undefined;
    try {
      return await read();
    } catch (error) {
      if (!isDenied(error)) throw error;
      if (!this.#denied.has(part)) {
        this.#denied.add(part);
        this.display.show({ type: 'warning', message: `${part} is not shown: ${explain(error).message}` });
      }
      return undefined;
    }
  }
}

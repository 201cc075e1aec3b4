import { isSettled } from '../stack/status';
import type { BuildState, Report, StackEvent } from './report';

/** Something that is under way and takes time. */
export type Task =
  | { kind: 'build'; name: string; phase: string; seconds: number; expected?: number }
  | { kind: 'resource'; name: string; status: string; seconds: number }
  | { kind: 'progress'; message: string; done: number; total?: number; unit: 'bytes' | 'files' }
  /** Nothing more is known than when the command's last step began. */
  | { kind: 'step'; message: string; seconds: number };

/** What is under way, from the reports so far. */
export class Activity {
  readonly #builds = new Map<string, BuildState>();
  readonly #resources = new Map<string, StackEvent>();
  #progress: Extract<Report, { type: 'progress' }> | undefined;
  #step: { message: string; since: number } | undefined;

  constructor(private readonly now: () => number = Date.now) {}

  hear(report: Report): void {
    if (report.type !== 'warning' && report.type !== 'log') this.#progress = undefined;
    if (report.type === 'build') this.#hearBuild(report.build);
    if (report.type === 'event') this.#hearEvent(report.event);
    if (report.type === 'step') this.#step = { message: report.message, since: this.now() };
    if (report.type === 'progress' && (report.total === undefined || report.done < report.total)) {
      this.#progress = report;
    }
  }

  /** Builds first, then the resources that wait for something else, the oldest first. */
  tasks(): Task[] {
    const building = new Set([...this.#builds.values()].map(({ logicalId }) => logicalId));
    const resources = [...this.#resources.values()].filter(({ logicalId }) => !building.has(logicalId));
    const inStack = resources.filter((event) => !isOfItsStack(event));
    const tasks: Task[] = [
      ...[...this.#builds.values()].map((build) => this.#buildTask(build)),
      ...(building.size + inStack.length === 0 ? resources : inStack).map((event) =>
        this.#resourceTask(event),
      ),
    ];
    if (this.#progress)
      tasks.push({ ...this.#progress, kind: 'progress', unit: this.#progress.unit ?? 'bytes' });
    if (tasks.length > 0 || !this.#step) return tasks;
    return [{ kind: 'step', message: this.#step.message, seconds: this.#since(this.#step.since) }];
  }

  #hearBuild(build: BuildState): void {
    if (build.status === 'IN_PROGRESS') this.#builds.set(build.buildId, build);
    else this.#builds.delete(build.buildId);
  }

  #hearEvent(event: StackEvent): void {
    const key = `${event.stackName} ${event.logicalId}`;
    if (!isSettled(event.status)) {
      const earlier = this.#resources.get(key);
      // A resource reports its progress again and again: its time began with the first report.
      this.#resources.set(key, earlier?.status === event.status ? { ...event, time: earlier.time } : event);
    } else if (isOfItsStack(event)) this.#resources.clear();
    else this.#resources.delete(key);
  }

  #buildTask({ logicalId, phases, startedAt, expectedSeconds }: BuildState): Task {
    return {
      kind: 'build',
      name: logicalId,
      phase: phases.findLast(({ status }) => status === undefined)?.name ?? 'SUBMITTED',
      seconds: this.#since(startedAt.getTime()),
      ...(expectedSeconds !== undefined && { expected: expectedSeconds }),
    };
  }

  #resourceTask({ logicalId, status, time }: StackEvent): Task {
    return { kind: 'resource', name: logicalId, status, seconds: this.#since(time.getTime()) };
  }

  #since(time: number): number {
    return Math.max(0, (this.now() - time) / 1000);
  }
}

const isOfItsStack = ({ logicalId, stackName }: StackEvent) => logicalId === stackName;

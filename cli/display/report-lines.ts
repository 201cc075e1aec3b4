import type { Colours } from './colours';
import type { BuildState, Report, StackEvent } from './report';
import { plain } from './width';
import { duration, phaseName } from './words';

/** The lines that stay of each report. */
export class ReportLines {
  readonly #phases = new Map<string, Set<string>>();
  readonly #late = new Set<string>();

  constructor(
    private readonly colours: Colours,
    private readonly now: () => number = Date.now,
  ) {}

  /** Without line breaks; none for what only moves. */
  of(report: Report): string[] {
    switch (report.type) {
      case 'step':
        return [plain(report.message)];
      case 'warning':
        return [this.colours.bad(`warning: ${plain(report.message)}`)];
      case 'progress':
        return [];
      case 'event':
        return eventLines(report.event, this.colours);
      case 'log':
        return report.lines
          .flatMap((line) => plain(line).split('\n'))
          .filter(isOutput)
          .map((line) => `${this.colours.dim(`${report.logicalId} |`)} ${line}`);
      case 'build':
        return [...this.#endedPhases(report.build), ...this.#lateness(report.build)];
    }
  }

  /** Each phase once, when it has ended. */
  #endedPhases(build: BuildState): string[] {
    const shown = this.#phases.get(build.buildId) ?? new Set();
    this.#phases.set(build.buildId, shown);
    const ended = build.phases.filter(
      ({ name, status }) => status !== undefined && isWork(name) && !shown.has(name),
    );
    return ended.map(({ name, status = '', seconds = 0 }) => {
      shown.add(name);
      const verdict = status === 'SUCCEEDED' ? 'done' : this.colours.bad(status.toLowerCase());
      return this.#of(build, `${this.colours.bold(phaseName(name))} ${verdict}, ${duration(seconds)}`);
    });
  }

  /** Once a build, when it runs longer than those before it. */
  #lateness(build: BuildState): string[] {
    const { buildId, status, startedAt, expectedSeconds } = build;
    if (expectedSeconds === undefined || status !== 'IN_PROGRESS' || this.#late.has(buildId)) return [];
    if ((this.now() - startedAt.getTime()) / 1000 <= expectedSeconds) return [];
    this.#late.add(buildId);
    return [this.#of(build, `takes longer than usual (about ${duration(expectedSeconds)})`)];
  }

  #of({ logicalId }: BuildState, text: string): string {
    return `${this.colours.dim(`${logicalId} |`)} ${text}`;
  }
}

/** Phases in which something happens that the user wrote or waits for. */
const isWork = (name: string): boolean =>
  ['PROVISIONING', 'DOWNLOAD_SOURCE', 'INSTALL', 'PRE_BUILD', 'BUILD', 'POST_BUILD'].includes(name);

/** CodeBuild's own lines repeat whole commands; the phases say the same in a word. */
const isOutput = (line: string): boolean => line.trim() !== '' && !line.startsWith('[Container] ');

function eventLines({ time, logicalId, status, reason }: StackEvent, colours: Colours): string[] {
  const colour = /FAILED$|ROLLBACK/.test(status)
    ? colours.bad
    : status.endsWith('COMPLETE')
      ? colours.good
      : (text: string) => text;
  const [why = '', ...more] = plain(reason ?? '')
    .split('\n')
    .filter((line) => line.trim() !== '');
  const line = `${colours.dim(time.toTimeString().slice(0, 8))}  ${colour(status.padEnd(28))}  ${logicalId}`;
  return [
    why === '' ? line : `${line}  ${colours.dim(why)}`,
    ...more.map((text) => `          ${colours.dim(text)}`),
  ];
}

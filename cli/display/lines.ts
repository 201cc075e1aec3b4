import type { BuildState, Display, Report, StackEvent } from './report';
import { duration, phaseName } from './words';

/** Colours a word by what it means; the identity where there are no colours. */
export interface Colours {
  good(text: string): string;
  bad(text: string): string;
  dim(text: string): string;
  bold(text: string): string;
}

/** One line a report: for pipes, CI logs and whoever reads with a screen reader. */
export class LineDisplay implements Display {
  readonly #phases = new Map<string, Set<string>>();

  constructor(
    private readonly write: (line: string) => void,
    private readonly colours: Colours,
  ) {}

  show(report: Report): void {
    for (const line of this.lines(report)) this.write(line);
  }

  close(): void {}

  /** The lines that tell a report; none for what only a live display shows. */
  lines(report: Report): string[] {
    switch (report.type) {
      case 'step':
        return [report.message];
      case 'warning':
        return [this.colours.bad(`warning: ${report.message}`)];
      case 'progress':
        return [];
      case 'event':
        return [eventLine(report.event, this.colours)];
      case 'log':
        return report.lines
          .filter(isOutput)
          .map((line) => `${this.colours.dim(`${report.logicalId} |`)} ${line}`);
      case 'build':
        return this.#finished(report.build);
    }
  }

  /** Each phase is told once, when it has ended. */
  #finished(build: BuildState): string[] {
    const told = this.#phases.get(build.buildId) ?? new Set();
    this.#phases.set(build.buildId, told);
    const ended = build.phases.filter(
      ({ name, status }) => status !== undefined && isWork(name) && !told.has(name),
    );
    return ended.map(({ name, status = '', seconds = 0 }) => {
      told.add(name);
      const verdict = status === 'SUCCEEDED' ? 'done' : this.colours.bad(status.toLowerCase());
      return `${this.colours.dim(`${build.logicalId} |`)} ${this.colours.bold(phaseName(name))} ${verdict}, ${duration(seconds)}`;
    });
  }
}

/** Phases in which something happens that the user wrote or waits for. */
const isWork = (name: string): boolean =>
  ['PROVISIONING', 'DOWNLOAD_SOURCE', 'INSTALL', 'PRE_BUILD', 'BUILD', 'POST_BUILD'].includes(name);

/** CodeBuild's own lines repeat whole commands: the phases tell the same in a word. */
const isOutput = (line: string): boolean => line.trim() !== '' && !line.startsWith('[Container] ');

export function eventLine({ time, logicalId, status, reason }: StackEvent, colours: Colours): string {
  const colour =
    status.endsWith('FAILED') || status.includes('ROLLBACK')
      ? colours.bad
      : status.endsWith('COMPLETE')
        ? colours.good
        : (text: string) => text;
  const why = reason === undefined ? '' : `  ${colours.dim(reason)}`;
  return `${colours.dim(time.toTimeString().slice(0, 8))}  ${colour(status.padEnd(28))}  ${logicalId}${why}`;
}

import { type Colours, LineDisplay } from './lines';
import type { BuildState, Display, Report } from './report';
import { clock, phaseName } from './words';

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const BAR = 24;

/** Lines that stay, and below them one line a running build that moves: its phase, the time, the time to expect. */
export class LiveDisplay implements Display {
  readonly #lines: LineDisplay;
  readonly #builds = new Map<string, BuildState>();
  #progress: string | undefined;
  #drawn = 0;
  #frame = 0;
  readonly #timer: NodeJS.Timeout;

  constructor(
    private readonly out: NodeJS.WriteStream,
    private readonly colours: Colours,
  ) {
    this.#lines = new LineDisplay((line) => this.out.write(`${line}\n`), colours);
    this.#timer = setInterval(() => this.#redraw(), 120);
    this.#timer.unref();
  }

  show(report: Report): void {
    this.#erase();
    if (report.type === 'build') this.#keep(report.build);
    this.#progress =
      report.type === 'progress' && report.done < report.total
        ? `${report.message} ${bar(report.done / report.total)}`
        : undefined;
    this.#lines.show(report);
    this.#draw();
  }

  close(): void {
    clearInterval(this.#timer);
    this.#erase();
  }

  #keep(build: BuildState): void {
    if (build.status === 'IN_PROGRESS') this.#builds.set(build.logicalId, build);
    else this.#builds.delete(build.logicalId);
  }

  #redraw(): void {
    this.#frame += 1;
    this.#erase();
    this.#draw();
  }

  #erase(): void {
    if (this.#drawn > 0) this.out.write(`\r\u001b[${this.#drawn}A\u001b[0J`);
    this.#drawn = 0;
  }

  #draw(): void {
    const live = [...this.#builds.values()].map((build) => this.#buildLine(build));
    if (this.#progress !== undefined) live.push(this.#progress);
    for (const line of live) this.out.write(`${line.slice(0, (this.out.columns ?? 100) + 20)}\n`);
    this.#drawn = live.length;
  }

  #buildLine({ logicalId, phases, startedAt, expectedSeconds }: BuildState): string {
    const elapsed = (Date.now() - startedAt.getTime()) / 1000;
    const phase = phaseName(phases.findLast(({ status }) => status === undefined)?.name ?? 'SUBMITTED');
    const spin = this.colours.good(FRAMES[this.#frame % FRAMES.length] as string);
    const expected =
      expectedSeconds === undefined
        ? ''
        : ` ${bar(Math.min(0.99, elapsed / expectedSeconds))} of about ${clock(expectedSeconds)}`;
    return `${spin} ${this.colours.bold(logicalId)} ${phase.padEnd(12)} ${clock(elapsed)}${expected}`;
  }
}

const bar = (share: number): string => {
  const full = Math.round(share * BAR);
  return `${'█'.repeat(full)}${'░'.repeat(BAR - full)}`;
};

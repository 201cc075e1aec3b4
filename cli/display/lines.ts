import { Activity } from './activity';
import type { Colours } from './colours';
import type { Display, Report } from './report';
import { ReportLines } from './report-lines';
import { taskSentence } from './task-line';

/** CI systems end a job that prints nothing for some minutes. */
const SILENCE = 30_000;

/** One line a report, for pipes, CI logs and screen readers; and one line a task when there was nothing else to print. */
export class LineDisplay implements Display {
  readonly #lines: ReportLines;
  readonly #activity = new Activity();
  readonly #timer: NodeJS.Timeout;
  #silent = false;

  constructor(
    private readonly out: { write(text: string): unknown },
    colours: Colours,
    silence = SILENCE,
  ) {
    this.#lines = new ReportLines(colours);
    this.#timer = setInterval(() => this.#breakSilence(), silence);
    this.#timer.unref();
  }

  show(report: Report): void {
    this.#activity.hear(report);
    for (const line of this.#lines.of(report)) this.#write(line);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #breakSilence(): void {
    if (this.#silent) for (const task of this.#activity.tasks()) this.#write(taskSentence(task));
    this.#silent = true;
  }

  #write(line: string): void {
    this.#silent = false;
    this.out.write(`${line}\n`);
  }
}
